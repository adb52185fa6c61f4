import type { ExplanationStep } from '@people-sync/contracts/api';
import { noCounts } from '@people-sync/contracts';
import { counted } from '../words/counted';
import type { ToldSync } from './story';

/** The reading of PeopleHR that each of these syncs began with. One that did not come so far is left out. */
export const readSteps = (syncs: readonly ToldSync[]): ExplanationStep[] =>
  syncs.flatMap((sync) =>
    sync.startedAt
      ? {
          at: sync.startedAt.toISOString(),
          kind: 'read',
          sentence: `${readBy(sync)}: ${counted((sync.counts ?? noCounts).seen, 'employee', 'employees')}.`,
          syncId: sync.id,
          actor: sync.requestedBy,
          changes: [],
        }
      : [],
  );

function readBy({ number, mode, trigger, requestedBy }: ToldSync): string {
  const what = mode === 'preview' ? `preview ${number}` : `sync ${number}`;
  switch (trigger) {
    case 'schedule':
      return `The nightly ${what} read PeopleHR`;
    case 'webhook':
      return `PeopleHR told of a change, and ${what} read it`;
    default:
      return `${requestedBy} started ${what}, and PeopleHR was read`;
  }
}
