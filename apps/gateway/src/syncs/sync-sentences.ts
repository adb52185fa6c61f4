import { type Counts, noCounts } from '@people-sync/contracts';
import { heldSentence } from '../plans/safeguard-sentences';
import { counted } from '../wording/counted';
import { failureSentence, sentencesByReason } from './failure-sentences';
import type { SyncState } from './sync-state';

/** Where a sync stands, as an administrator reads it, with the next step where there is one. */
export function syncSentence(sync: SyncState, stalled: boolean): string {
  const counts = sync.counts ?? noCounts;
  switch (sync.status) {
    case 'queued':
      return 'Another sync is running. This one starts as soon as it has ended.';
    case 'requested':
      return 'The sync is about to start.';
    case 'fetching':
      return 'Reading your employees from PeopleHR.';
    case 'comparing':
      return `Comparing ${counted(counts.seen, 'employee', 'employees')} with your People table.`;
    case 'held':
      return sync.approving ? approvingSentence(stalled) : heldSentence(sync.heldBecause);
    case 'applying':
      return stalled
        ? 'Writing the changes takes longer than usual. Nothing is lost, and they will be finished. If this lasts more than an hour, contact support.'
        : 'Writing the changes into your People table.';
    case 'completed':
      return `Done. ${whatChanged(counts)}`;
    case 'completed-with-problems':
      return `Done. ${counted(attention(counts, sync.problems), 'person needs', 'people need')} attention: ${whereTo(counts, sync.problems)}.`;
    case 'previewed':
      return 'These are the changes that a sync would make. Nothing was changed.';
    case 'rejected':
      return 'Not applied: somebody said no to these changes, and they stay away until PeopleHR has something else. To allow one after all, undo it under what is kept by you.';
    case 'expired':
      return 'Nobody gave their OK within 7 days, so nothing was changed. Start a new sync to check again.';
    case 'superseded':
      return 'Replaced by a newer check. Nothing of this one was applied; look at the newer one.';
    case 'failed':
      return failureSentence(sync.reason, sync.about);
    case 'cancelled':
      return sentencesByReason[sync.reason ?? ''] ?? 'The sync was cancelled. Nothing was changed.';
  }
}

const approvingSentence = (stalled: boolean): string =>
  stalled
    ? 'You gave your OK, and writing the changes takes longer than usual to begin. Nothing is lost. If this lasts more than an hour, contact support.'
    : 'You gave your OK. The changes will be written in a moment.';

/** Whoever waits for a licence is not in the list of problems. */
function whereTo({ refused, waiting }: Counts, problems: number): string {
  if (problems === 0 && refused === 0) return 'they are waiting for a licence';
  return `see the list of problems${waiting > 0 ? ', and who is waiting for a licence' : ''}`;
}

/** A person with a problem is one of the refused as a rule; whoever waits for a licence has no problem but waits. */
const attention = (counts: Counts, problems: number): number => Math.max(problems, counts.refused) + counts.waiting;

function whatChanged(counts: Counts): string {
  const parts = [
    part(counts.joined, 'joined'),
    part(counts.rejoined, 'came back'),
    part(counts.changed, 'changed'),
    part(counts.left, 'left'),
  ].filter((text) => text !== '');
  return parts.length === 0 ? 'Nothing had changed in PeopleHR.' : `${parts.join(', ')}.`;
}

const part = (count: number, verb: string): string => (count === 0 ? '' : `${count} ${verb}`);
