import {
  type Counts,
  ChangesCompleted,
  type DataOf,
  Disconnected,
  type FailureReason,
  newEvent,
  type NewEvent,
  newId,
  ofMapped,
  noCounts,
  PersonUpdated,
  PlanApproved,
  PlanExpired,
  PlanMade,
  PlanRejected,
  PlanRevised,
  PlanSuperseded,
  SnapshotCompleted,
  SnapshotFailed,
  SnapshotRefetchNeeded,
  SnapshotStarted,
  SnapshotUnchanged,
  SyncApplied,
  SyncClosed,
} from '@people-sync/contracts';

import { AT, HASH } from './answers.testkit';

/** Names the sync that an event is about. */
export interface About {
  readonly tenantId: string;
  readonly syncId: string;
  readonly number: number;
}

const origin = ({ tenantId, syncId }: About) => ({ source: '/peoplesync/neighbours', tenantId, syncId });

export const DIGEST = 'd'.repeat(64);

export const started = (about: About): NewEvent =>
  newEvent(SnapshotStarted, origin(about), { number: about.number, attempt: 1, mode: 'apply' });

const answer = (about: About, count: number) => ({
  number: about.number,
  attempt: 1,
  mode: 'apply' as const,
  count,
  digest: DIGEST,
  takenAt: AT,
  requestedAt: AT,
  companyId: '7',
  fieldsPresent: [],
  statusCounts: { '1': count },
});

export const completed = (about: About, count = 3): NewEvent =>
  newEvent(SnapshotCompleted, origin(about), answer(about, count));

export const unchanged = (about: About, count = 3): NewEvent =>
  newEvent(SnapshotUnchanged, origin(about), answer(about, count));

export const unreadable = (about: About, reason: FailureReason): NewEvent =>
  newEvent(SnapshotFailed, origin(about), { number: about.number, attempt: 1, mode: 'apply', reason, detail: null });

export const refetch = (about: About): NewEvent =>
  newEvent(SnapshotRefetchNeeded, origin(about), { number: about.number });

export const planned = (
  about: About,
  outcome: 'applying' | 'held' | 'previewed' = 'applying',
  counts: Partial<Counts> = {},
  hash = HASH,
  heldBecause: DataOf<typeof PlanMade>['heldBecause'] = ['leavers'],
): NewEvent =>
  newEvent(PlanMade, origin(about), {
    number: about.number,
    mode: outcome === 'previewed' ? 'preview' : 'apply',
    outcome,
    heldBecause: outcome === 'held' ? heldBecause : [],
    itemCount: 3,
    hash,
    base: 1,
    baseDigest: DIGEST,
    policy: 0,
    decisions: 0,
    rules: 1,
    today: '2026-03-02',
    takenAt: AT,
    counts: { ...noCounts, seen: 3, ...counts },
    problems: 0,
    safeguards: [],
    heldSince: outcome === 'held' ? AT : null,
    tentative: [],
  });

export const revisedEvent = (about: About, hash: string, counts: Partial<Counts> = {}): NewEvent =>
  newEvent(PlanRevised, origin(about), {
    number: about.number,
    hash,
    itemCount: 3,
    counts: { ...noCounts, seen: 3, ...counts },
    problems: 0,
    safeguards: [],
    leftOut: [],
    noes: [],
  });

export const approvedEvent = (about: About, exclude: string[] = [], part: 'all' | 'leavers' = 'all'): NewEvent =>
  newEvent(PlanApproved, origin(about), {
    number: about.number,
    hash: HASH,
    exclude,
    part,
    counts: { ...noCounts, seen: 3 },
    problems: 0,
    noes: [],
  });

export const rejectedEvent = (
  about: About,
  remembers: 'what-made-it-wait' | 'nothing' = 'what-made-it-wait',
): NewEvent =>
  newEvent(PlanRejected, origin(about), {
    number: about.number,
    hash: HASH,
    remembers,
    also: [],
    kept: remembers === 'nothing' ? 0 : 3,
    noes: [],
  });

export const expiredEvent = (about: About): NewEvent =>
  newEvent(PlanExpired, origin(about), { number: about.number, hash: HASH });

export const supersededEvent = (about: About, by: About): NewEvent =>
  newEvent(PlanSuperseded, origin(about), { number: about.number, hash: HASH, by: by.syncId });

export const closedEvent = (about: About, status: 'cancelled' | 'failed', reason: string | null): NewEvent =>
  newEvent(SyncClosed, origin(about), { number: about.number, status, reason });

/** By the vault. `at`: when the key was destroyed, RFC 3339. */
export const disconnectedEvent = (tenantId: string, at: string): NewEvent =>
  newEvent(
    Disconnected,
    { source: '/peoplesync/neighbours', tenantId, actor: 'ada', time: at },
    { connectionId: '01890000-0000-7000-8000-00000000000c' },
  );

/** An event on the same topic that the gateway passes over. */
export const changesCompleted = (about: About): NewEvent =>
  newEvent(ChangesCompleted, origin(about), { number: about.number, count: 3 });

export const applied = (about: About, counts: Partial<Counts> = { joined: 3 }, problems = 0): NewEvent =>
  newEvent(SyncApplied, origin(about), {
    number: about.number,
    counts: { ...noCounts, seen: 3, ...counts },
    problems,
  });

/** Somebody was written, as the company's change of this number. */
export function personWritten(about: About, changeNumber: number): NewEvent {
  const personId = newId();
  const nobody = { ...ofMapped(() => null), unit: null, weThriveId: null };
  const person = { ...nobody, personId, email: 'zoe@northwind.example', name: 'Zoë Moss', orgEmployeeId: 'E1' };
  return newEvent(
    PersonUpdated,
    { ...origin(about), subject: personId },
    {
      person: { ...person, status: 'active' },
      ...{ version: 2, sourceVersion: 2, changeNumber, at: AT, oldEmail: 'z@northwind.example' },
    },
  );
}
