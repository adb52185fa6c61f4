import { noCounts } from '@people-sync/contracts';
import type { Marker } from '../syncs/marker';
import type { SyncState } from '../syncs/sync-state';

const AT = new Date('2026-03-02T07:00:00Z');

/** A sync of the tenant `acme`; a final one has ended. */
export const aSync = (overrides: Partial<SyncState> = {}): SyncState => ({
  tenantId: 'acme',
  id: `01890000-0000-7000-8000-${String(overrides.number ?? 1).padStart(12, '0')}`,
  number: 1,
  mode: 'apply',
  trigger: 'manual',
  requestedBy: 'ada',
  status: 'requested',
  statusSince: AT,
  settled: false,
  refetched: false,
  reason: null,
  about: null,
  counts: null,
  planned: null,
  problems: 0,
  planHash: null,
  heldBecause: [],
  heldSince: null,
  approving: false,
  okHash: null,
  supersededBy: null,
  traceparent: null,
  requestedAt: AT,
  startedAt: null,
  finishedAt: null,
  ...overrides,
});

const plan = { kind: 'planned', at: AT, hash: 'a'.repeat(64), heldBecause: [], problems: 0, heldSince: null } as const;

/** One marker of every kind, and of every outcome. */
export const markers: readonly Marker[] = [
  { kind: 'started', at: AT },
  { kind: 'read', at: AT, seen: 3 },
  { kind: 'refetch', at: AT },
  { ...plan, outcome: 'applying', counts: { ...noCounts, seen: 3, joined: 3 } },
  { ...plan, outcome: 'held', heldBecause: ['leavers'], counts: { ...noCounts, seen: 3, left: 3 } },
  { ...plan, outcome: 'previewed', counts: { ...noCounts, seen: 3 } },
  { kind: 'revised', hash: 'b'.repeat(64), counts: { ...noCounts, seen: 3, left: 2 }, problems: 1 },
  { kind: 'approved', at: AT, leaversOnly: false },
  { kind: 'approved', at: AT, leaversOnly: true },
  { kind: 'rejected', at: AT, notNow: false },
  { kind: 'rejected', at: AT, notNow: true },
  { kind: 'expired', at: AT },
  { kind: 'superseded', at: AT, by: '01890000-0000-7000-8000-000000000099' },
  { kind: 'released' },
  { kind: 'closed', at: AT, status: 'cancelled', reason: null },
  { kind: 'closed', at: AT, status: 'failed', reason: 'no-progress' },
  { kind: 'closed', at: AT, status: 'failed', reason: 'changes-dropped' },
  { kind: 'applied', at: AT, counts: { ...noCounts, seen: 3, joined: 2, waiting: 1 }, problems: 0 },
];
