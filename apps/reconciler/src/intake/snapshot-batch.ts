import {
  type AnyEvent,
  EmployeeSnapshot,
  isEvent,
  SnapshotCompleted,
  SnapshotFailed,
  SnapshotStarted,
  SnapshotUnchanged,
  type DataOf,
} from '@people-sync/contracts';
import type { Ending } from '../judging/ending';
import type { StagedRow } from '../snapshots/staged-row';
import { keyOf, newSync, type Sync } from '../syncs/sync';

/** A batch of snapshot events, sorted by what has to be done; endings in the order in which they came. */
export interface SnapshotBatch {
  readonly rows: readonly StagedRow[];
  readonly endings: readonly Ending[];
  /** All syncs of the batch, by `keyOf`, and those of them that are new or got further. */
  readonly syncs: Map<string, Sync>;
  readonly moved: readonly Sync[];
}

type Header = DataOf<typeof SnapshotStarted>;

/**
 * Sorts a batch. Dropped is whatever belongs to a settled number, and whatever an attempt says after a newer one has
 * begun: the newest always comes to an end, since the fetcher tells one even of a job over which processes die.
 * @param newestSettled by tenant
 * @param known the syncs of this batch that are stored already
 */
export function sortBatch(
  events: readonly AnyEvent[],
  newestSettled: (tenantId: string) => number,
  known: readonly Sync[],
): SnapshotBatch {
  const syncs = new Map(known.map((sync) => [keyOf(sync), sync]));
  const moved = new Map<string, Sync>();
  const rows: StagedRow[] = [];
  const endings: Ending[] = [];

  /** The event's sync; undefined if the event comes too late. */
  const open = (event: AnyEvent, { number, attempt }: Header): Sync | undefined => {
    if (number <= newestSettled(event.tenantId) || event.syncId === undefined) return undefined;
    const key = keyOf({ tenantId: event.tenantId, number });
    const before = syncs.get(key) ?? newSync(event.tenantId, number, event.syncId);
    if (attempt <= before.attempt) return before;
    const sync = { ...before, attempt };
    syncs.set(key, sync);
    moved.set(key, sync);
    return sync;
  };

  const end = (
    event: AnyEvent,
    header: Header,
    {
      kind,
      answer = null,
      reason = null,
      about,
    }: Pick<Ending, 'kind'> & Partial<Pick<Ending, 'answer' | 'reason' | 'about'>>,
  ): void => {
    const { tenantId, actor, traceparent } = event;
    const { number, attempt, mode } = header;
    const sync = open(event, header);
    if (sync?.attempt !== attempt) return;
    endings.push({
      kind,
      tenantId,
      number,
      syncId: sync.syncId,
      attempt,
      mode,
      actor,
      traceparent,
      answer,
      reason,
      about,
    });
  };

  for (const event of events) {
    if (isEvent(EmployeeSnapshot, event)) {
      const { number, attempt, index, employee, digest } = event.data;
      if (open(event, event.data)?.attempt !== attempt) continue;
      rows.push({ tenantId: event.tenantId, number, attempt, index, employee, digest });
    } else if (isEvent(SnapshotStarted, event)) open(event, event.data);
    else if (isEvent(SnapshotCompleted, event)) end(event, event.data, { kind: 'completed', answer: event.data });
    else if (isEvent(SnapshotUnchanged, event)) end(event, event.data, { kind: 'unchanged', answer: event.data });
    else if (isEvent(SnapshotFailed, event)) {
      const { reason, about } = event.data;
      end(event, event.data, { kind: 'failed', reason, about });
    }
  }
  return { rows, endings, syncs, moved: [...moved.values()] };
}
