import { type RefObject, useEffect, useRef } from 'react';
import { NavigationType, useLocation, useNavigationType } from 'react-router';

/** Whoever follows a link begins at the top of the new page, with the eyes as with the keyboard. */
export function useArrival(content: RefObject<HTMLElement | null>): void {
  const { pathname, hash } = useLocation();
  const arrived = useNavigationType();
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    if (arrived !== NavigationType.Push || hash !== '') return;
    window.scrollTo(0, 0);
    content.current?.focus({ preventScroll: true });
  }, [pathname, hash, arrived, content]);
}
