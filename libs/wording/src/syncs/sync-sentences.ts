import { type Counts, noCounts } from '@people-sync/contracts';
import type { SyncStatus } from '@people-sync/contracts/api';
import { heldSentence } from '../plans/safeguard-sentences';
import { attentionWords } from '../problems/attention';
import { counted } from '../words/counted';
import { failureSentence, sentencesByReason } from './failure-sentences';

/** What a sync's sentence is made of. */
export interface SyncFacts {
  readonly status: SyncStatus;
  /** A stable word. */
  readonly reason: string | null;
  /** The EmployeeId of whoever the reason is about. */
  readonly about: string | null;
  readonly counts: Counts | null;
  /** Open problems after it. */
  readonly problems: number;
  readonly planHash: string | null;
  readonly heldBecause: readonly string[];
  /** Held, with an OK that is not carried out yet. */
  readonly approving: boolean;
  /** The changes that somebody gave their OK to when they were too old. */
  readonly okHash: string | null;
}

/** Where a sync stands, as an administrator reads it, with the next step where there is one. */
export function syncSentence(sync: SyncFacts, stalled: boolean): string {
  const counts = sync.counts ?? noCounts;
  switch (sync.status) {
    case 'queued':
      return 'Another sync is running. This one starts as soon as it has ended.';
    case 'requested':
      return sync.okHash === null ? 'The sync is about to start.' : READ_AGAIN;
    case 'fetching':
      return sync.okHash === null ? 'Reading your employees from PeopleHR.' : READ_AGAIN;
    case 'comparing':
      return `Comparing ${counted(counts.seen, 'employee', 'employees')} with your People table.`;
    case 'held': {
      if (sync.approving) return approvingSentence(stalled);
      const others = sync.okHash !== null && sync.okHash !== sync.planHash;
      return `${others ? OTHER_CHANGES : ''}${heldSentence(sync.heldBecause)}`;
    }
    case 'applying':
      return stalled
        ? 'Writing the changes takes longer than usual. Nothing is lost, and they will be finished. If this lasts more than an hour, contact support.'
        : 'Writing the changes into your People table.';
    case 'completed':
      return `Done. ${whatChanged(counts)}${rest(sync)}`;
    case 'completed-with-problems':
      return `Done. ${attentionWords(attention(counts, sync.problems))}: ${whereTo(counts, sync.problems)}.${rest(sync)}`;
    case 'previewed':
      return 'These are the changes that a sync would make. Nothing was changed.';
    case 'rejected':
      return sync.reason === 'not-now'
        ? 'Not now: nothing was applied, and nothing is remembered. The next sync comes to these changes again.'
        : 'Not applied: somebody said no. What made these changes wait stays away until PeopleHR has something else for these people; everything else comes with the next sync. To allow one after all, undo it under what is kept by you.';
    case 'expired':
      return 'Nobody gave their OK within 7 days, so nothing was changed. Start a new sync to check again.';
    case 'superseded':
      return 'Replaced by a newer check. Nothing of this one was applied; look at the newer one.';
    case 'failed':
      return `${failureSentence(sync.reason, sync.about)}${sync.okHash === null ? '' : STILL_WAITING}`;
    case 'cancelled':
      return sentencesByReason[sync.reason ?? ''] ?? 'The sync was cancelled. Nothing was changed.';
  }
}

/** Somebody gave their OK to changes of an answer that was too old. */
const READ_AGAIN =
  'You gave your OK to changes from more than a day ago, so PeopleHR is read again first. If it comes to the same changes, they are applied.';
const OTHER_CHANGES =
  'You gave your OK to other changes: PeopleHR says something else by now, and nothing was applied. ';
const STILL_WAITING =
  ' The changes that you gave your OK to were not applied and wait on. Until PeopleHR can be read you can apply only the leavers.';

/** What else there was stays undecided. */
const rest = ({ reason }: SyncFacts): string =>
  reason === 'leavers-only' ? ' Only the leavers were applied; everything else comes with the next sync.' : '';

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
