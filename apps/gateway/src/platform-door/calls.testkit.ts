import type { RpcName } from '@people-sync/contracts/api';
import { epochOf } from '@people-sync/platform';
import { aDecision, aProblem, HASH } from '../rig/answers.testkit';

/** The person whom the calls are about. */
export const PERSON = '11111111-1111-4111-8111-111111111111';
const { decisionId } = aDecision();
const { problemId } = aProblem();

/** What a call is asked, as JSON; SYNC stands for the tenant's sync. */
export type Input = Readonly<Record<string, unknown>>;

/** Calls of one rpc: what is put to it over either door, once as it is meant and then as it is not. */
export interface Calls {
  readonly good: readonly Input[];
  readonly bad?: readonly Input[];
}

export const SYNC = 'the sync';
const sync = { syncId: SYNC };
const person = { personId: PERSON };
const page = [{ limit: 0 }, { limit: 501 }, { cursor: '' }, { cursor: 'bm8' }, { cursor: 'x'.repeat(4097) }];
const noIds = ['me', '', '22222222-2222-4222-8222-222222222222'];
/** Of change, or entry, 1 of a history that is nobody's. */
const LOST_EPOCH = epochOf(1, ['lost']);
const of = (name: string, ids = noIds): Input[] => ids.map((id) => ({ [name]: id }));

/** Every rpc with one answer. */
export type AnsweredRpc = Exclude<RpcName, 'watchSync'>;

/** Calls of each. A new rpc stands here, and is put to both doors and to everybody who may not call it. */
export const calls: Readonly<Record<AnsweredRpc, Calls>> = {
  createTenant: {
    good: [{ name: 'Northwind Tiles', seats: 50 }],
    bad: [
      { name: 'Northwind Tiles', seats: 5 },
      { name: 'Northwind Tiles', unlimited: true },
      { name: 'Northwind Tiles' },
      { name: 'Northwind Tiles', seats: 50, unlimited: true },
      { name: 'Northwind Tiles', unlimited: false },
      { seats: 50 },
      { name: '', seats: 1 },
      { name: ' ', seats: 1 },
      { name: 'x'.repeat(201), seats: 1 },
      { name: 'Northwind', seats: -1 },
      { name: 'Northwind', seats: 1, timeZone: 'Europe/Atlantis' },
      { name: 'Northwind', seats: 1, timeZone: '' },
    ],
  },
  updateTenant: {
    good: [
      {},
      { timeZone: 'Europe/Dublin' },
      { unlimited: true },
      { seats: 0 },
      { name: 'Northwind Tiles', timeZone: 'Europe/London', seats: 50 },
    ],
    bad: [
      { name: ' ' },
      { seats: -1 },
      { seats: 5, unlimited: true },
      { unlimited: false },
      { timeZone: '' },
      { timeZone: 'Europe/Atlantis' },
    ],
  },
  getTenant: { good: [{}] },
  createSessionCode: {
    good: [
      { subject: 'ada@northwind.example', roles: ['peoplesync.admin'] },
      { subject: 'ada', roles: ['peoplesync.auditor'] },
    ],
    bad: [
      { subject: 'ada@northwind.example' },
      { subject: 'ada', roles: [] },
      { subject: ' ', roles: ['peoplesync.admin'] },
      { subject: 'x'.repeat(201), roles: ['peoplesync.admin'] },
      { subject: 'ada', roles: ['peoplesync.platform'] },
      { subject: 'ada', roles: ['peoplesync.admin', 'peoplesync.admin'] },
    ],
  },
  listTenants: {
    good: [{ state: 'held', limit: 500 }, {}, { limit: 1 }],
    bad: [...page, { state: 'fine' }, { state: '' }, ...page.map((one) => ({ state: 'held', ...one }))],
  },
  connectPeopleHr: {
    good: [{ apiKey: 'key-5678' }, { apiKey: ' key-5678\n', replaceCompany: true }],
    bad: [{ apiKey: '' }, { apiKey: '   ' }, { apiKey: 'two words' }, { apiKey: 'k'.repeat(201) }],
  },
  getIntegration: { good: [{}] },
  disconnectPeopleHr: { good: [{}] },
  startSync: {
    good: [{ mode: 'apply' }, { mode: 'preview' }, { mode: 'repair' }],
    bad: [{}, { mode: 'destroy' }, { mode: '' }],
  },
  getSync: { good: [sync], bad: of('syncId') },
  listSyncs: { good: [{}, { limit: 1 }], bad: page },
  cancelSync: { good: [], bad: [sync, ...of('syncId')] },
  getPlan: {
    good: [sync, { ...sync, limit: 1, groupId: 'g1' }],
    bad: [
      ...of('syncId'),
      ...[...page, { groupId: '' }, { groupId: 'x'.repeat(65) }].map((one) => ({ ...sync, ...one })),
    ],
  },
  approvePlan: {
    good: [],
    bad: [
      { ...sync, planHash: HASH },
      { ...sync, planHash: '' },
      { ...sync, planHash: HASH, leftOut: ['me'] },
      { ...sync, planHash: HASH, leftOut: [PERSON, PERSON] },
      ...of('syncId').map((one) => ({ ...one, planHash: HASH })),
    ],
  },
  rejectPlan: {
    good: [],
    bad: [
      { ...sync, planHash: HASH },
      { ...sync, planHash: 'abc' },
      { ...sync, planHash: HASH, also: ['me'] },
      { ...sync, planHash: HASH, also: [PERSON], notNow: true },
      ...of('syncId').map((one) => ({ ...one, planHash: HASH })),
    ],
  },
  leaveOutOfPlan: {
    good: [{ ...sync, planHash: HASH, leftOut: [PERSON] }],
    bad: [
      { ...sync, planHash: HASH },
      { ...sync, planHash: '', leftOut: [] },
      { ...sync, planHash: HASH, leftOut: ['me'] },
    ],
  },
  undoRejection: { good: [sync], bad: of('syncId', ['me', '']) },
  decide: {
    good: [
      { ...person, leaveOut: true, reason: 'Trustee' },
      { employeeId: 'E1', newPerson: true },
      { ...person, missing: 'keep', ...sync },
    ],
    bad: [
      {},
      { employeeId: 'E1' },
      { newPerson: true },
      { employeeId: '', newPerson: true },
      { employeeId: 'E1', samePersonAs: 'somebody' },
      { employeeId: 'E1', newPerson: true, ...person },
      { ...person, missing: 'gone' },
      { personId: 'me', missing: 'left' },
      { ...person, leaver: '' },
      { ...person, missing: 'left', reason: 'because' },
      { ...person, leaveOut: true },
      { ...person, leaveOut: true, reason: ' ' },
      { ...person, leaveOut: false, reason: 'because' },
    ],
  },
  undoDecision: { good: [{ decisionId }], bad: of('decisionId') },
  listDecisions: {
    good: [{}, { personId: PERSON, syncId: SYNC, tentative: true, limit: 5 }, { tentative: false }],
    bad: [...page, { personId: 'me' }, { syncId: '' }],
  },
  getPolicy: { good: [{}] },
  updatePolicy: {
    good: [
      {},
      { daysBeforeStart: 0 },
      {
        scope: { location: { include: [], exclude: ['Leeds'] }, company: { everything: true, exclude: [] } },
        leaveOut: [{ ...person, reason: 'Trustee' }],
        protectedPeople: [],
        safeguards: { leavers: { people: 0, fraction: 0.5 }, knownInSnapshot: 0 },
        confirmedLeaving: 0,
      },
    ],
    bad: [
      { daysBeforeStart: 366 },
      { scope: { company: { everything: true, exclude: ['x'.repeat(255)] } } },
      { scope: { company: {} } },
      { scope: { company: { exclude: [] } } },
      { scope: { company: { everything: true } } },
      { scope: { company: { include: ['Leeds'] } } },
      { scope: { company: { include: ['Leeds'], everything: true, exclude: [] } } },
      { safeguards: { leavers: {} } },
      { safeguards: { leavers: { people: 3 } } },
      { safeguards: { leavers: { fraction: 0.1 } } },
      { expectedVersion: 7 },
      { scope: { location: { include: ['x'.repeat(255)], exclude: [] } } },
      { leaveOut: [{ ...person, reason: ' ' }] },
      { leaveOut: [{ personId: 'me', reason: 'because' }] },
      { protectedPeople: ['me'] },
      { protectedPeople: [PERSON, PERSON] },
      { safeguards: { leavers: { people: -1, fraction: 0.1 } } },
      { safeguards: { joiners: { people: 1, fraction: 1.1 } } },
      { safeguards: { knownInSnapshot: 2 } },
      { expectedVersion: -1 },
    ],
  },
  changePolicyPeople: {
    good: [
      {},
      { leaveOut: [{ ...person, reason: 'Trustee' }], protect: [PERSON] },
      { takeBack: [PERSON], unprotect: [PERSON] },
    ],
    bad: [
      { leaveOut: [{ ...person, reason: 'Trustee' }], takeBack: [PERSON] },
      { protect: [PERSON], unprotect: [PERSON.toUpperCase()] },
      { leaveOut: [{ ...person, reason: ' ' }] },
      { leaveOut: [{ personId: 'me', reason: 'because' }] },
      { takeBack: ['me'] },
      { protect: [PERSON, PERSON] },
    ],
  },
  getUsualPolicy: { good: [{}] },
  previewScope: {
    good: [{ scope: {} }, { scope: { location: { include: ['Leeds'], exclude: [] } } }],
    bad: [{}, { scope: { location: { include: ['x'.repeat(255)], exclude: [] } } }],
  },
  listProblems: {
    good: [{ state: 'open' }, { ...sync, limit: 5 }, {}],
    bad: [{ state: 'hidden' }, { state: '' }, ...page, { syncId: 'me' }],
  },
  summarizeProblems: { good: [{}] },
  setAsideProblem: { good: [{ problemId }], bad: of('problemId') },
  listPeople: {
    good: [
      {},
      { status: 'active', search: 'moss', team: '', sort: '-team', limit: 5 },
      { asOf: '2026-03-02T07:00:00Z' },
      { reportsTo: PERSON, asOf: '2026-03-02T07:00:00Z' },
    ],
    bad: [
      ...page.filter(({ cursor }) => cursor !== 'bm8'),
      { status: 'gone' },
      { status: '' },
      { search: 'x'.repeat(201) },
      { asOf: 'yesterday' },
      { reportsTo: 'me' },
      { sort: 'shoeSize' },
    ],
  },
  getPerson: { good: [person], bad: of('personId') },
  getPersonHistory: {
    good: [person],
    bad: [...of('personId', ['me', '']), ...page.map((one) => ({ ...person, ...one }))],
  },
  listFilterValues: { good: [{}] },
  listPeopleChanges: {
    good: [{}, { after: 0, limit: 1 }, { after: 1 }],
    bad: [
      ...[...page, { after: -1 }, { after: 2 }, { after: 2 ** 53 - 1 }, { after: 0, cursor: 'bm8' }],
      ...[{ epoch: LOST_EPOCH }, { after: 0, epoch: 'x' }, { after: 1, epoch: LOST_EPOCH }],
    ],
  },
  importPeople: {
    good: [
      { people: [{ email: 'trustee@northwind.example', name: 'Tess Moss' }], mode: 'all' },
      {
        people: [{ email: 'trustee@northwind.example', name: 'Tess Moss', status: 'inactive', unit: '' }],
        mode: 'preview',
      },
    ],
    bad: [
      { people: [], mode: 'some' },
      { mode: 'all' },
      { people: [{ email: 'trustee@northwind.example', name: 'Tess Moss' }] },
      { people: [{ email: null, name: 'x'.repeat(600) }], mode: 'all' },
      { people: [{ email: 'a@northwind.example', name: 'A', status: 'gone' }], mode: 'all' },
    ],
  },
  explainPerson: {
    good: [person, { employeeId: 'E1' }, { email: 'zoe@northwind.example' }],
    bad: [{}, { employeeId: 'E1', email: 'ada@northwind.example' }, { employeeId: '' }, { email: 'x'.repeat(255) }],
  },
  exportPerson: { good: [person], bad: of('personId') },
  setLicences: {
    good: [{ seats: 7 }, { seats: 0 }, { unlimited: true }, { seats: 50 }],
    bad: [{}, { seats: -1 }, { seats: 1e9 }, { unlimited: false }, { seats: 7, unlimited: true }],
  },
  getLicences: { good: [{}] },
  setSchedule: {
    // A time that nobody chose depends on the name of the company.
    good: [
      { enabled: false, time: '02:30', timeZone: 'Europe/Dublin' },
      { enabled: false, time: '23:59' },
    ],
    bad: [
      {},
      { enabled: true, time: '24:00' },
      { enabled: true, time: '02:60' },
      { enabled: true, timeZone: 'Europe/Atlantis' },
    ],
  },
  getSchedule: { good: [{}] },
  listAuditEvents: {
    good: [
      {},
      { limit: 1 },
      { kind: 'person', personId: PERSON, limit: 5 },
      { syncId: SYNC, from: '2026-03-02', to: '2026-03-02' },
    ],
    bad: [
      ...page,
      { kind: 'moon' },
      { kind: '' },
      { personId: 'me' },
      { syncId: '' },
      { from: 'yesterday' },
      { from: '' },
      { to: '2026-13-01' },
      { to: '2026-02-30' },
    ],
  },
  getAuditEvent: { good: [{ eventId: PERSON }], bad: [{ eventId: 'nothing' }, { eventId: 'x'.repeat(256) }] },
  getAuditProof: { good: [{ eventId: PERSON }], bad: [{ eventId: 'nothing' }, { eventId: 'x'.repeat(256) }] },
  getAuditCheckpoint: { good: [{}] },
  listAuditFindings: { good: [{}] },
  startReplay: {
    good: [{}, { until: '2026-03-02T00:00:00Z' }],
    bad: [{ until: 'yesterday' }, { until: '' }, { until: '2026-02-30T00:00:00Z' }],
  },
  getReplay: { good: [{ replayId: PERSON }], bad: of('replayId') },
  listReplays: { good: [{}, { limit: 1 }], bad: page },
  listAuditKeys: { good: [{}] },
  listFeed: {
    good: [{}, { after: 0, limit: 1 }, { limit: 500 }],
    bad: [
      ...[...page, { after: -1 }, { after: 1_000_000 }, { after: 0, cursor: 'bm8' }],
      ...[{ epoch: LOST_EPOCH }, { after: 0, epoch: 'x' }, { after: 0, epoch: LOST_EPOCH }],
    ],
  },
};
