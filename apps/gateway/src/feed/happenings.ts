import { type AnyEvent, type EventDefinition, isEvent, PersonAdded, PersonDeactivated } from '@people-sync/contracts';
import { PersonReactivated, PersonUpdated, PersonWaiting } from '@people-sync/contracts';
import type { Move } from '../syncs/sync-journal';
import { isFinal, type SyncState } from '../syncs/sync-state';
import type { Happening } from './feed.repository';

/** The events that carry a change number. */
const versions = [PersonAdded, PersonUpdated, PersonDeactivated, PersonReactivated, PersonWaiting] as const;
export const versionEvents: readonly EventDefinition[] = versions;

/** One for each tenant whose people changed: the newest number among these events. */
export function peopleChanged(events: readonly AnyEvent[]): Happening[] {
  const newest = new Map<string, number>();
  for (const event of events) {
    const number = changeNumberOf(event);
    if (number !== undefined) newest.set(event.tenantId, Math.max(number, newest.get(event.tenantId) ?? 0));
  }
  return [...newest].map(([tenantId, number]) => ({ tenantId, kind: 'people-changed', number, syncId: null }));
}

function changeNumberOf(event: AnyEvent): number | undefined {
  for (const version of versions) {
    if (isEvent<{ readonly changeNumber: number }>(version, event)) return event.data.changeNumber;
  }
  return undefined;
}

/** What these moves are for whoever follows all companies: a sync is over, or begins to wait for an OK. */
export const syncsMoved = (moves: readonly Pick<Move, 'before' | 'after'>[]): Happening[] =>
  moves.flatMap(({ before, after }): Happening[] => {
    const { tenantId, number, id: syncId } = after;
    if (isFinal(after.status) && !isFinal(before.status)) return [{ tenantId, kind: 'sync-ended', number, syncId }];
    if (waits(after) && !waits(before)) return [{ tenantId, kind: 'plan-waits', number, syncId }];
    return [];
  });

const waits = ({ status, approving }: SyncState): boolean => status === 'held' && !approving;
