import type { Reason } from './reasons';
import type { Rpc } from './rpc';

const aboutPlan = ['no-plan', 'plan-outdated', 'already-decided', 'not-in-plan'] as const;

/** What each call may be refused with beside what any may be. A call that is not here may be refused with nothing else. */
export const ownRefusals = {
  createTenant: ['tenant-exists'],
  connectPeopleHr: [
    'invalid-api-key',
    'missing-permission',
    'account-blocked',
    'wrong-company',
    'peoplehr-unavailable',
  ],
  startSync: ['not-connected'],
  setSchedule: ['not-connected', 'not-synced-yet'],
  cancelSync: ['too-late'],
  getPlan: ['no-plan'],
  approvePlan: [...aboutPlan, 'sync-running', 'exclusion-clash', 'answer-too-old'],
  rejectPlan: [...aboutPlan],
  leaveOutOfPlan: [...aboutPlan, 'exclusion-clash'],
  undoRejection: ['no-plan'],
  decide: [...aboutPlan, 'exclusion-clash', 'no-such-case', 'no-such-person', 'in-newest-answer'],
  undoDecision: [...aboutPlan, 'exclusion-clash'],
  changePolicyPeople: ['invalid-policy'],
  updatePolicy: ['policy-outdated', 'effect-outdated', 'invalid-policy', 'scope-contradiction'],
  listPeopleChanges: ['after-beyond-head', 'feed-restarted'],
  importPeople: ['invalid-people'],
  listFeed: ['after-beyond-head', 'after-too-old', 'feed-restarted'],
} as const satisfies Readonly<Record<string, readonly Reason[]>>;

/** What any call may be refused with. */
export const commonRefusals = [
  'invalid-request',
  'unauthenticated',
  'forbidden',
  'too-many-requests',
  'internal',
  'service-unavailable',
] as const satisfies readonly Reason[];

/** What a call that is made once for each Idempotency-Key may be refused with. */
export const keyedRefusals = ['idempotency-key-reused', 'request-in-progress'] as const satisfies readonly Reason[];

/** What a call with a body may be refused with over HTTP. */
export const bodyRefusals = ['timeout', 'too-large', 'unsupported-media-type'] as const satisfies readonly Reason[];

/** What any call may be refused with over gRPC. */
const messageRefusals = ['timeout', 'too-large', 'compressed'] as const satisfies readonly Reason[];

/** What a call may be refused with at both doors, beside what its own door says of any call. */
export const refusalsOf = (own: readonly Reason[], { request, isKeyed, namesPerson }: Rpc): readonly Reason[] => [
  ...commonRefusals,
  ...(namesPerson ? (['acting-user-required'] as const) : []),
  // What is of no one company is there.
  ...('tenant' in request.properties ? (['not-found'] as const) : []),
  ...(isKeyed ? keyedRefusals : []),
  ...own,
];

/** The same over gRPC. */
export const grpcRefusalsOf = (own: readonly Reason[], rpc: Rpc): readonly Reason[] => [
  ...refusalsOf(own, rpc),
  ...messageRefusals,
];

/** The same over HTTP: of a browser's call it is asked whether it comes from the console. */
export const httpRefusalsOf = (own: readonly Reason[], rpc: Rpc, hasBody: boolean): readonly Reason[] => [
  ...refusalsOf(own, rpc),
  'not-from-console',
  ...(hasBody ? bodyRefusals : []),
];
