import {
  type AnyEvent,
  EmployeeSnapshot,
  isEvent,
  SnapshotCompleted,
  SnapshotFailed,
  SnapshotStarted,
  SnapshotUnchanged,
  type Written,
} from '@people-sync/contracts';

/** One try to read a tenant's answer. */
export interface AttemptKey {
  readonly tenantId: string;
  readonly number: number;
  readonly attempt: number;
}

/** What an attempt says of itself. Each is said once; the last three end it. */
export type Mark = 'started' | 'completed' | 'unchanged' | 'failed';

/** A mark that was recorded. */
export interface Marked extends AttemptKey {
  readonly mark: Mark;
  readonly eventId: string;
}

/** An employee of an answer, on its way into the entry of the attempt's end. */
export interface ArrivedRow extends AttemptKey {
  readonly index: number;
  readonly digest: string;
  /** The event as it was written: what is sealed of it, if no snapshot before had this digest. */
  readonly written: Written;
}

/** A batch of snapshot events. */
export interface SnapshotArrivals {
  /** Those that are an entry each, in order. */
  readonly events: readonly AnyEvent[];
  readonly rows: readonly ArrivedRow[];
  readonly marks: readonly Marked[];
  /** Those that say something else than the same attempt said before: recorded as findings. */
  readonly contradictions: readonly Marked[];
}

const marks = new Map<string, Mark>([
  [SnapshotStarted.type, 'started'],
  [SnapshotCompleted.type, 'completed'],
  [SnapshotUnchanged.type, 'unchanged'],
  [SnapshotFailed.type, 'failed'],
]);

/** The mark that an event sets; undefined for a row, and for what is of another topic. */
export function markOf(event: AnyEvent): Marked | undefined {
  const mark = marks.get(event.type);
  if (!mark || !isAttempt(event.data)) return undefined;
  const { number, attempt } = event.data;
  return { tenantId: event.tenantId, number, attempt, mark, eventId: event.id };
}

const isAttempt = (data: unknown): data is { readonly number: number; readonly attempt: number } =>
  typeof data === 'object' &&
  data !== null &&
  'number' in data &&
  typeof data.number === 'number' &&
  'attempt' in data &&
  typeof data.attempt === 'number';

export const attemptOf = ({ tenantId, number, attempt }: AttemptKey): string =>
  JSON.stringify([tenantId, number, attempt]);

const placeOf = (mark: Marked): string => JSON.stringify([attemptOf(mark), mark.mark]);

/**
 * Sorts a batch of `peoplesync.snapshots`. These events have no position: what was sent twice is told by what it is of, and
 * passed over. So are rows after their attempt's end: of a whole snapshot each is one that had come, and of a broken one
 * the finding tells.
 * @param known marks of these attempts that are recorded already
 */
export function sortArrivals(events: readonly AnyEvent[], known: readonly Marked[]): SnapshotArrivals {
  const said = new Map(known.map((mark) => [placeOf(mark), mark]));
  const ended = new Set(known.filter(isEnd).map(attemptOf));
  const entries: AnyEvent[] = [];
  const rows: ArrivedRow[] = [];
  const marked: Marked[] = [];
  const contradictions: Marked[] = [];
  for (const event of events) {
    if (isEvent(EmployeeSnapshot, event)) {
      const { number, attempt, index, digest } = event.data;
      const row = { tenantId: event.tenantId, number, attempt, index, digest, written: event.written };
      if (!ended.has(attemptOf(row))) rows.push(row);
      continue;
    }
    const mark = markOf(event);
    if (!mark) continue;
    const before = said.get(placeOf(mark));
    if (before) {
      if (before.eventId !== mark.eventId) contradictions.push(mark);
      continue;
    }
    said.set(placeOf(mark), mark);
    if (isEnd(mark)) ended.add(attemptOf(mark));
    marked.push(mark);
    entries.push(event);
  }
  return { events: entries, rows, marks: marked, contradictions };
}

/** Whether nothing of the attempt follows. */
export const isEnd = ({ mark }: Marked): boolean => mark !== 'started';
