import type { AppliedCounts, PlannedCounts, Sync, SyncStatus } from '@people-sync/contracts/api';
import { peopleOf } from '../shell/numbers';

const moving: readonly SyncStatus[] = ['queued', 'requested', 'fetching', 'comparing', 'applying'];

/** On its way without anybody doing something: it runs, or an OK was given and is about to be carried out. */
export const isMoving = ({ status, step }: Pick<Sync, 'status' | 'step'>): boolean =>
  moving.includes(status) || step === 'approving';

/** Waits for somebody's OK. */
export const isHeld = (sync: Pick<Sync, 'status' | 'step'>): boolean => sync.status === 'held' && !isMoving(sync);

const steps: Partial<Record<SyncStatus, string>> = {
  queued: 'Waiting for the running sync to end',
  requested: 'Starting',
  fetching: 'Reading your people from PeopleHR',
  comparing: 'Comparing with WeThrive',
  held: 'You gave your OK',
  applying: 'Updating the People table',
};

/** How far along a running sync is, as a word for the person who waits. */
export function stepOf(sync: Pick<Sync, 'status'>): string {
  return steps[sync.status] ?? '';
}

const part: Partial<Record<SyncStatus, number>> = {
  queued: 5,
  requested: 10,
  fetching: 35,
  comparing: 60,
  held: 70,
  applying: 85,
};

/** Part of the way, 0 to 100. */
export function progressOf(sync: Pick<Sync, 'status'>): number {
  return part[sync.status] ?? 100;
}

/** Before an OK to changes of an old answer is carried out PeopleHR is read again. */
export const readsAgain = ({ status, message }: Pick<Sync, 'status' | 'message'>): boolean =>
  (status === 'requested' || status === 'fetching') && message.startsWith('You gave your OK');

const labels: Record<SyncStatus, string> = {
  queued: 'Waiting',
  requested: 'Running',
  fetching: 'Running',
  comparing: 'Running',
  applying: 'Running',
  held: 'Waiting for your OK',
  completed: 'Done',
  'completed-with-problems': 'Done, with something to look at',
  previewed: 'Checked, nothing changed',
  rejected: 'Not applied',
  expired: 'Not answered in time',
  superseded: 'Replaced by a newer check',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** A sync's state in a word or two. */
export const labelOf = ({ status, step }: Pick<Sync, 'status' | 'step'>): string =>
  step === 'approving' ? 'Running' : labels[status];

/** Who or what started it. */
export function startedBy({ trigger, requestedBy }: Pick<Sync, 'trigger' | 'requestedBy'>): string {
  if (trigger === 'schedule') return 'By itself, at night';
  if (trigger === 'webhook') return 'A change in PeopleHR';
  return requestedBy;
}

/** What a finished sync did, in one line. */
export function summaryOf(counts: AppliedCounts, seen: number | null): string {
  const parts = [
    counts.joined > 0 ? `${peopleOf(counts.joined)} added` : '',
    counts.rejoined > 0 ? `${peopleOf(counts.rejoined)} back again` : '',
    counts.changed > 0 ? `${peopleOf(counts.changed)} updated` : '',
    counts.left > 0 ? `${peopleOf(counts.left)} left` : '',
    counts.waiting > 0 ? `${peopleOf(counts.waiting)} waiting for a licence` : '',
    counts.refused > 0 ? `${peopleOf(counts.refused)} not added or not updated` : '',
    counts.missing > 0 ? `${peopleOf(counts.missing)} not in PeopleHR's answer, left as they are` : '',
  ].filter((part) => part !== '');
  if (parts.length > 0) return `${parts.join(', ')}.`;
  return seen === null || seen === 1 ? 'Nothing changed.' : `Nothing changed: all ${peopleOf(seen)} are up to date.`;
}

/** Problems that are open after it, or would be. */
export const problemsOf = ({ applied, planned }: Pick<Sync, 'applied' | 'planned'>): number =>
  (applied ?? planned)?.problems ?? 0;

/** What a sync that changed nothing would change. */
export function wouldSentence({ joined, rejoined, changed, left }: PlannedCounts): string {
  const parts = [
    left > 0 ? `${peopleOf(left)} would leave` : '',
    changed > 0 ? `${peopleOf(changed)} would be updated` : '',
    rejoined > 0 ? `${peopleOf(rejoined)} would be back` : '',
    joined > 0 ? `${peopleOf(joined)} would be added` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'Nothing would change.' : `${parts.join(', ')}.`;
}

/** The sentence about a sync that has ended, or waits. */
export function outcomeOf(sync: Sync): string {
  const { applied, seen } = sync;
  if (sync.leaversOnly || applied === null) return sync.message;
  // Somebody refused has a problem as a rule; whoever waits for a licence has none, but waits.
  const n = Math.max(applied.problems, applied.refused) + applied.waiting;
  if (n === 0) return `Done. ${summaryOf(applied, seen)}`;
  return `Done. ${peopleOf(n)} ${n === 1 ? 'needs' : 'need'} attention. ${summaryOf(applied, seen)}`;
}
