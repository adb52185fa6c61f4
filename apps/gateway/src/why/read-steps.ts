import { noCounts } from '@people-sync/contracts';
import type { SyncState } from '../syncs/sync-state';
import { counted } from '../wording/counted';
import type { ExplanationStepJson } from './why.dto';

/** The reading of PeopleHR that each of these syncs began with. One that did not come so far is left out. */
export const readSteps = (syncs: readonly SyncState[]): ExplanationStepJson[] =>
  syncs.flatMap((sync) =>
    sync.startedAt
      ? {
          at: sync.startedAt.toISOString(),
          kind: 'read',
          sentence: `${begun(sync)} and read PeopleHR: ${counted((sync.counts ?? noCounts).seen, 'employee', 'employees')}.`,
          syncId: sync.id,
          actor: sync.requestedBy,
          changes: [],
        }
      : [],
  );

function begun({ number, mode, trigger, requestedBy }: SyncState): string {
  const what = mode === 'preview' ? `preview ${number}` : `sync ${number}`;
  switch (trigger) {
    case 'schedule':
      return `The nightly ${what} began`;
    case 'webhook':
      return `PeopleHR told of a change; ${what} began`;
    default:
      return `${requestedBy} started ${what}, which began`;
  }
}
