import { useCallback, useMemo, useState } from 'react';
import { type Choice, leaveOut, type LeftOut } from './left-out';

/** Whom somebody leaves out before they give their OK. */
export interface Choosing {
  readonly leftOut: LeftOut;
  readonly choose: (people: readonly Choice[], out: boolean) => void;
}

/** Nobody is left out at first. */
export function useLeftOut(): Choosing {
  const [leftOut, setLeftOut] = useState<LeftOut>(new Map());
  const choose = useCallback((people: readonly Choice[], out: boolean) => {
    setLeftOut((before) => leaveOut(before, people, out));
  }, []);
  return useMemo(() => ({ leftOut, choose }), [leftOut, choose]);
}
