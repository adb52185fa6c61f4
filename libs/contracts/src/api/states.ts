import { keysOf } from './words';

/** A state that something of the interface is in. */
export interface State {
  readonly sentence: string;
  /** What ends it; null: nothing does, it is final. */
  readonly endsBy: string | null;
}

/** Every state of a sync, in the order of their ranks: the table of docs/states.md. */
export const syncStates = {
  queued: {
    sentence: 'another sync of the company is at work, and this one is the next',
    endsBy: 'the other one is over or waits; or somebody cancels it',
  },
  requested: {
    sentence: 'it has its turn, and is about to read PeopleHR',
    endsBy: 'reading begins; or somebody cancels it, or it fails',
  },
  fetching: {
    sentence: 'PeopleHR is being read',
    endsBy: 'PeopleHR has answered; or somebody cancels it, or it fails',
  },
  comparing: {
    sentence: "PeopleHR's answer is being compared with the People table",
    endsBy: 'its plan is made; or somebody cancels it, or it fails',
  },
  held: {
    sentence: 'its changes wait for an OK; nothing of them is applied',
    endsBy: 'an OK, a no, a newer sync with a plan of its own, cancelling it, or 7 days',
  },
  applying: {
    sentence: 'its changes are being written into the People table',
    endsBy: 'all of them are written; or it fails because a part of them was left out, and then nothing of them is',
  },
  completed: { sentence: 'its changes are in the People table', endsBy: null },
  'completed-with-problems': {
    sentence: 'the same, and somebody has to look at what its attention names',
    endsBy: null,
  },
  previewed: { sentence: 'its changes can be looked at, and were not to be applied', endsBy: null },
  rejected: { sentence: 'somebody said no to its changes, or put them off; nothing of them was applied', endsBy: null },
  expired: { sentence: 'nobody answered within 7 days; nothing was applied', endsBy: null },
  superseded: { sentence: 'the plan of a newer sync, supersededBy, took its place; nothing was applied', endsBy: null },
  failed: { sentence: 'reason and message say why; nothing was applied', endsBy: null },
  cancelled: { sentence: 'somebody ended it; nothing was applied', endsBy: null },
} as const satisfies Record<string, State>;

/** Every state of a plan. */
export const planStates = {
  applying: {
    sentence: 'it needed no OK, and is being written into the People table',
    endsBy: 'all of it is written (applied), or a part of it was left out (dropped)',
  },
  approved: {
    sentence: 'somebody gave their OK, and it is being written into the People table',
    endsBy: 'all that was approved is written (applied), or a part of it was left out (dropped)',
  },
  held: {
    sentence: 'it waits for an OK, until expiresAt',
    endsBy: 'an OK, a no, a newer plan, cancelling its sync, or expiresAt',
  },
  applied: { sentence: 'what was to be done is in the People table', endsBy: null },
  previewed: { sentence: 'it was made to be looked at alone', endsBy: null },
  rejected: { sentence: 'somebody said no, or put it off; nothing of it was applied', endsBy: null },
  expired: { sentence: 'nobody answered before expiresAt; nothing of it was applied', endsBy: null },
  superseded: { sentence: 'the plan of supersededBy took its place; nothing of it was applied', endsBy: null },
  cancelled: { sentence: 'its sync was cancelled; nothing of it was applied', endsBy: null },
  dropped: {
    sentence: 'a part of it was left out by an operator, and so nothing of it was applied; its sync has failed',
    endsBy: null,
  },
} as const satisfies Record<string, State>;

/** What these states say, as the words of a set. */
export const within = <K extends string, const Some extends K>(
  states: Readonly<Record<K, State>>,
  some: readonly Some[],
): Record<Some, string> =>
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- exactly these keys
  Object.fromEntries(some.map((state) => [state, states[state].sentence])) as Record<Some, string>;

/** What each state says. */
export const saidOf = <K extends string>(states: Readonly<Record<K, State>>): Record<K, string> =>
  within(states, keysOf(states));
