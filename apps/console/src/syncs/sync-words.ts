import type { Counts, Sync, SyncStatus } from '../api/syncs.api';

/** States in which a sync is still on its way. */
export const running: readonly SyncStatus[] = ['queued', 'requested', 'fetching', 'comparing', 'applying'];

const steps: Partial<Record<SyncStatus, string>> = {
  queued: 'Waiting for the running sync to end',
  requested: 'Starting',
  fetching: 'Reading your people from PeopleHR',
  comparing: 'Comparing with WeThrive',
  applying: 'Updating the People table',
};

/** How far along a running sync is, as a word for the person who waits. */
export function stepOf(sync: Sync): string {
  return steps[sync.status] ?? '';
}

const part: Partial<Record<SyncStatus, number>> = {
  queued: 5,
  requested: 10,
  fetching: 35,
  comparing: 60,
  applying: 85,
};

/** Part of the way, 0 to 100. */
export function progressOf(sync: Sync): number {
  return part[sync.status] ?? 100;
}

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
export const labelOf = (status: SyncStatus): string => labels[status];

const people = (n: number): string => (n === 1 ? '1 person' : `${n.toLocaleString('en-GB')} people`);

/** What a finished sync did, in one line. */
export function summaryOf(counts: Counts): string {
  const parts = [
    counts.joined > 0 ? `${people(counts.joined)} added` : '',
    counts.rejoined > 0 ? `${people(counts.rejoined)} back again` : '',
    counts.changed > 0 ? `${people(counts.changed)} updated` : '',
    counts.left > 0 ? `${people(counts.left)} left` : '',
    counts.waiting > 0 ? `${people(counts.waiting)} waiting for a licence` : '',
    counts.refused > 0 ? `${people(counts.refused)} not added or not updated` : '',
    counts.missing > 0 ? `${people(counts.missing)} not in PeopleHR's answer, left as they are` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? `Nothing changed: all ${people(counts.seen)} are up to date.` : `${parts.join(', ')}.`;
}

/** The sentence about a sync that has ended. */
export function outcomeOf(sync: Sync): string {
  if (sync.status === 'completed') return `Done. ${summaryOf(sync.counts)}`;
  if (sync.status === 'completed-with-problems') {
    const n = Math.max(sync.problems, sync.counts.refused);
    return `Done. ${people(n)} ${n === 1 ? 'needs' : 'need'} attention. ${summaryOf(sync.counts)}`;
  }
  return sync.message;
}
