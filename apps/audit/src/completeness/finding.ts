/**
 * What is not as it should be in what was received, with its place.
 * `snapshot-broken`: not the employees came that were announced. `snapshot-unknown`: an answer is said to be equal to one
 * that is not in the record. `rows-dropped`: employees came of an attempt that never had a snapshot. `said-otherwise`: an attempt says something else than it had said. `left-out`: an event could
 * not be taken, and somebody gave it up.
 */
export interface Finding {
  readonly tenantId: string;
  readonly kind: 'snapshot-broken' | 'snapshot-unknown' | 'rows-dropped' | 'said-otherwise' | 'left-out';
  /** The entry that it is about; null if it is about what is not there. */
  readonly index: number | null;
  /** Numbers, ids and words of ours: nothing about anybody. */
  readonly detail: Readonly<Record<string, string | number | null>>;
}
