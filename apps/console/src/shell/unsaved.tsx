import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useBlocker } from 'react-router';

interface UnsavedForms {
  /** Whether the form of this id has something that would be lost. */
  tell(id: string, isUnsaved: boolean): void;
  /** Asks first if something would be lost. */
  leave(then: () => void): void;
}

const UnsavedContext = createContext<UnsavedForms | null>(null);

function useForms(): UnsavedForms {
  const forms = useContext(UnsavedContext);
  if (!forms) throw new Error('forms are used outside Unsaved');
  return forms;
}

/**
 * Says that a form has something that is not saved: whoever leaves the page is asked first.
 * @returns to be called when it is saved, before anything leads elsewhere.
 */
export function useUnsaved(isUnsaved: boolean): () => void {
  const forms = useForms();
  const id = useId();
  useEffect(() => {
    forms.tell(id, isUnsaved);
    return () => forms.tell(id, false);
  }, [forms, id, isUnsaved]);
  return useCallback(() => forms.tell(id, false), [forms, id]);
}

/** Does something that leaves the page, after asking if something would be lost. */
export const useLeave = (): ((then: () => void) => void) => useForms().leave;

/** Asks before something that is not saved is lost: on the way to another page, out, and when the tab is closed. */
export function Unsaved({ children }: { children: ReactNode }) {
  const unsaved = useRef(new Set<string>());
  const [leaving, setLeaving] = useState<{ readonly then: () => void } | null>(null);
  const forms = useMemo<UnsavedForms>(
    () => ({
      tell: (id, isUnsaved) => {
        if (isUnsaved) unsaved.current.add(id);
        else unsaved.current.delete(id);
      },
      leave: (then) => {
        if (unsaved.current.size === 0) then();
        else setLeaving({ then });
      },
    }),
    [],
  );
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      unsaved.current.size > 0 && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    const onClose = (event: BeforeUnloadEvent): void => {
      if (unsaved.current.size > 0) event.preventDefault();
    };
    window.addEventListener('beforeunload', onClose);
    return () => window.removeEventListener('beforeunload', onClose);
  }, []);
  const isAsking = leaving !== null || blocker.state === 'blocked';
  const stay = (): void => {
    setLeaving(null);
    blocker.reset?.();
  };
  const go = (): void => {
    setLeaving(null);
    leaving?.then();
    blocker.proceed?.();
  };
  return (
    <UnsavedContext value={forms}>
      {children}
      <Dialog open={isAsking} onClose={stay} aria-labelledby="unsaved-title" aria-describedby="unsaved-text">
        <DialogTitle id="unsaved-title">Leave without saving?</DialogTitle>
        <DialogContent id="unsaved-text">
          <Typography>What you changed on this page is not saved, and is lost if you leave.</Typography>
        </DialogContent>
        <DialogActions>
          <Button onClick={go}>Leave</Button>
          <Button variant="contained" onClick={stay}>
            Stay on this page
          </Button>
        </DialogActions>
      </Dialog>
    </UnsavedContext>
  );
}
