import { setImmediate } from 'node:timers/promises';

/** Lets everybody else have their turn; what is long takes one of these between its pieces. */
export type Turn = () => Promise<unknown>;

/** Goes on when the events that are waiting have been served. */
export const nextTurn: Turn = () => setImmediate();
