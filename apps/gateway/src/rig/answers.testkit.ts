import type { reconcilerV1, writerV1 } from '@people-sync/platform';

/** What the neighbours answer with, complete; tests name what they are about. */
export const HASH = 'a'.repeat(64);
export const AT = '2026-03-02T06:00:00.000Z';
/** Who comes last of people who are imported. */
export const IMPORTED = '77777777-7777-4777-8777-777777777777';

export const aPerson = (overrides: Partial<writerV1.Person> = {}): writerV1.Person => ({
  personId: '11111111-1111-4111-8111-111111111111',
  name: 'Zoë Moss',
  status: 'active',
  version: 1,
  changeNumber: 1,
  updatedAt: AT,
  notFromPeoplehr: false,
  ...overrides,
});

export const aVersion = (overrides: Partial<writerV1.PersonVersion> = {}): writerV1.PersonVersion => ({
  person: aPerson(),
  personId: overrides.person?.personId ?? aPerson().personId,
  version: overrides.person?.version ?? 1,
  kind: 'added',
  syncId: '',
  changeNumber: 1,
  at: AT,
  changed: [],
  ...overrides,
});

export const aPlanItem = (overrides: Partial<reconcilerV1.PlanItem> = {}): reconcilerV1.PlanItem => ({
  personId: '11111111-1111-4111-8111-111111111111',
  employeeId: 'E1',
  name: 'Zoë Moss',
  kind: 'changed',
  changes: [],
  proof: '',
  groupId: 'g1',
  excluded: false,
  email: '',
  jobRole: '',
  department: '',
  location: '',
  counted: false,
  ...overrides,
});

export const aPlan = (overrides: Partial<reconcilerV1.GetPlanResponse> = {}): reconcilerV1.GetPlanResponse => ({
  syncId: '',
  hash: HASH,
  outcome: 'applying',
  problems: 0,
  itemCount: 0,
  heldBecause: [],
  items: [],
  nextCursor: '',
  state: 'applying',
  supersededBy: '',
  expiresAt: '',
  decidedBy: '',
  decidedAt: '',
  outdated: false,
  safeguards: [],
  groups: [],
  counts: {
    seen: 0,
    joined: 0,
    rejoined: 0,
    changed: 0,
    left: 0,
    refused: 0,
    unchanged: 0,
    missing: 0,
    kept: 0,
    goneBefore: 0,
    leftOut: 0,
    notStarted: 0,
    keptAway: 0,
  },
  takenAt: AT,
  heldSince: '',
  leaversOnly: false,
  leavers: 0,
  freshUntil: '',
  counted: 0,
  ...overrides,
});

export const aProblem = (overrides: Partial<reconcilerV1.Problem> = {}): reconcilerV1.Problem => ({
  problemId: '99999999-9999-4999-8999-999999999999',
  code: 'email-blank',
  affected: 1,
  personId: '',
  employeeId: 'E2',
  name: 'Ada Moss',
  received: '',
  other: '',
  syncId: '',
  openedAt: AT,
  closedAt: '',
  setAsideAt: '',
  otherPersonId: '',
  rowEmail: '',
  rowStartDate: '',
  rowStatus: '',
  rowLeavingDate: '',
  seenAt: '',
  ...overrides,
});

export const aManagerProblem = (overrides: Partial<writerV1.Problem> = {}): writerV1.Problem => ({
  problemId: '88888888-8888-4888-8888-888888888888',
  code: 'manager-left',
  personId: '',
  name: 'Ben Moss',
  affected: 8,
  syncId: '',
  openedAt: AT,
  closedAt: '',
  setAsideAt: '',
  circle: [],
  circleGoesOn: false,
  ...overrides,
});

export const aDecision = (overrides: Partial<reconcilerV1.Decision> = {}): reconcilerV1.Decision => ({
  decisionId: '77777777-7777-4777-8777-777777777777',
  kind: 'same-person',
  employeeId: '',
  personId: '',
  name: 'Zoë Moss',
  reason: '',
  decidedBy: 'grace',
  decidedAt: AT,
  itemKind: '',
  changes: [],
  syncId: '',
  tentative: false,
  planHash: '',
  ...overrides,
});

export const aStep = (overrides: Partial<reconcilerV1.ExplanationStep>): reconcilerV1.ExplanationStep => ({
  at: AT,
  kind: 'now',
  syncId: '',
  code: '',
  changes: [],
  proof: '',
  actor: '',
  received: '',
  other: '',
  reason: '',
  ...overrides,
});

const everything = (): reconcilerV1.ScopeRule => ({ onlyIncluded: false, include: [], exclude: [] });

/** What holds for a tenant that has set nothing. */
export const aPolicy = (overrides: Partial<reconcilerV1.Policy> = {}): reconcilerV1.Policy => ({
  timeZone: 'Europe/London',
  daysBeforeStart: 0,
  scope: { employmentType: everything(), company: everything(), location: everything(), department: everything() },
  leaveOut: { people: [] },
  protectedPeople: { personIds: [] },
  safeguards: {
    leavers: { people: 5, fraction: 0.1 },
    absentOrOutOfScope: { people: 3, fraction: 0.05 },
    joiners: { people: 10, fraction: 0.25 },
    fieldGoesBlank: { people: 3, fraction: 0.05 },
    fieldBecomesOneValue: { people: 10, fraction: 0.5 },
    emailChanges: { people: 3, fraction: 0.05 },
    unknownStatus: { people: 3, fraction: 0.05 },
    knownInSnapshot: 0.5,
  },
  ...overrides,
});
