import { Type } from '@sinclair/typebox';
import { defineEvent } from '../define-event';
import { Employee, employeeFields, MAX_PEOPLE } from '../employee';
import { personStatuses } from '../person';
import { Policy } from '../policy';
import {
  Count,
  Digest,
  exactly,
  Instant,
  Nullable,
  oneOf,
  PersonId,
  PlainDate,
  SourceVersion,
  SyncId,
  Text,
  wordOf,
} from '../primitives';
import { safeguardNames } from '../safeguard-names';
import { Counts, SyncMode, SyncNumber } from '../sync';

const uuid = () => Type.String({ format: 'uuid' });

const policyChanged = { policyVersion: Count, policy: Policy };
/** The tenant's settings are these from now on. Nothing tells whether the effect of a scope had been shown. */
export const PolicyChanged1 = defineEvent('policy.changed', 1, policyChanged);

/** The tenant's settings are these from now on; `policyVersion` rises by one. */
export const PolicyChanged = defineEvent(
  'policy.changed',
  2,
  {
    ...policyChanged,
    /**
     * How many people were shown as leaving by the scope before it was saved: so many are no surprise. Null: none were
     * shown. Absent of version 1, which does not tell.
     */
    leavingShown: Type.Optional(Nullable(Count)),
  },
  { from: PolicyChanged1, upcast: (data) => data },
);

/** Whose change somebody said no to, and under which id that is remembered: by it the no is undone. */
const No = exactly({ decisionId: uuid(), personId: PersonId });
/** Absent of version 1, which does not tell. */
const noes = Type.Optional(Type.Array(No, { maxItems: MAX_PEOPLE }));

/** A case was settled, or a settlement undone; `decisionsVersion` rises by one. */
export const DecisionMade = defineEvent('decision.made', 1, {
  decisionId: uuid(),
  decisionsVersion: Count,
  kind: wordOf(
    'same-person',
    'new-person',
    'missing-left',
    'missing-keep',
    'leaver-left',
    'leaver-not-yet',
    'leave-out',
    'kept',
    'undone',
  ),
  employeeId: Nullable(Text(254)),
  personId: Nullable(PersonId),
  reason: Nullable(Text(500)),
  /** Set if it is for the held plan of this sync alone, until that is applied: then `decisionsVersion` stays. */
  forSync: Nullable(SyncId),
});

/** One measured safeguard: `value` people, of whom `limit` were allowed; `field` for those that look at one field. */
const Safeguard = exactly({
  name: wordOf(...safeguardNames),
  field: Nullable(Text(64)),
  value: Type.Number({ minimum: 0 }),
  limit: Type.Number({ minimum: 0 }),
});

/** What is to be done, decided once. Items are never in it; they follow as Employee* events, or wait in the plan. */
export const PlanMade = defineEvent('plan.made', 1, {
  number: SyncNumber,
  mode: SyncMode,
  outcome: oneOf('applying', 'held', 'previewed'),
  /** Names of the safeguards that it tripped. */
  heldBecause: Type.Array(wordOf(...safeguardNames), { maxItems: 100 }),
  itemCount: Count,
  hash: Digest,
  /** The version of known that it was judged against. */
  base: Count,
  /** Digest of the base after this commit; null if there is none. */
  baseDigest: Nullable(Digest),
  /** Version of the tenant's policy. */
  policy: Count,
  /** Version of the settled decisions. */
  decisions: Count,
  /** Version of the rules. */
  rules: Type.Integer({ minimum: 1 }),
  /** The day of the decision, in the policy's time zone. */
  today: PlainDate,
  takenAt: Instant,
  counts: Counts,
  /** Number of problems open once this plan is applied. */
  problems: Count,
  safeguards: Type.Array(Safeguard, { maxItems: 100 }),
  /** Of a held plan: when the first answer was taken whose changes waited since the last accepted one; else null. */
  heldSince: Nullable(Instant),
  /** Ids of decisions that were for an earlier plan alone and are about the same rows here: in force once it is applied. */
  tentative: Type.Array(uuid(), { maxItems: MAX_PEOPLE }),
});

const planRevised = {
  number: SyncNumber,
  hash: Digest,
  itemCount: Count,
  counts: Counts,
  problems: Count,
  safeguards: Type.Array(Safeguard, { maxItems: 100 }),
  /** Who is left out of it. */
  leftOut: Type.Array(PersonId, { maxItems: MAX_PEOPLE }),
};
/** A held plan was judged again with what somebody settled for it alone. It is not told by which words people are left out. */
export const PlanRevised1 = defineEvent('plan.revised', 1, planRevised);

/**
 * A held plan was judged again with what somebody settled for it alone: it is this from now on. `noes`: everything that was
 * said no to for it alone; the ids are part of its hash.
 */
export const PlanRevised = defineEvent(
  'plan.revised',
  2,
  { ...planRevised, noes },
  { from: PlanRevised1, upcast: (data) => data },
);

const planApproved = {
  number: SyncNumber,
  hash: Digest,
  exclude: Type.Array(PersonId, { maxItems: MAX_PEOPLE }),
  part: oneOf('all', 'leavers'),
  /** What is done by it. */
  counts: Counts,
  /** Number of problems open once it is done. */
  problems: Count,
};
/** A held plan is to be applied, but for these people. It is not told by which words they are left out. */
export const PlanApproved1 = defineEvent('plan.approved', 1, planApproved);

/**
 * A held plan is to be applied, but for these people; of `part` leavers only those who leave by status or date, and the
 * answer is not accepted by it. ChangesCompleted always follows. `noes`: those who were excluded with this answer, and had
 * not been left out before.
 */
export const PlanApproved = defineEvent(
  'plan.approved',
  2,
  { ...planApproved, noes },
  { from: PlanApproved1, upcast: (data) => data },
);

const planRejected = {
  number: SyncNumber,
  hash: Digest,
  remembers: oneOf('what-made-it-wait', 'nothing'),
  also: Type.Array(PersonId, { maxItems: MAX_PEOPLE }),
  kept: Count,
};
/** A held plan is not applied. It is not told by which words something is kept away. */
export const PlanRejected1 = defineEvent('plan.rejected', 1, planRejected);

/**
 * A held plan is not applied. `remembers`: what made it wait was said no to, and everything about the people in `also`;
 * or nothing was. `kept`: of how many people something is kept away by it; `noes`: by which words.
 */
export const PlanRejected = defineEvent(
  'plan.rejected',
  2,
  { ...planRejected, noes },
  { from: PlanRejected1, upcast: (data) => data },
);

/** A held plan was not answered within its days. */
export const PlanExpired = defineEvent('plan.expired', 1, { number: SyncNumber, hash: Digest });
/** A newer sync's plan took this one's place. */
export const PlanSuperseded = defineEvent('plan.superseded', 1, { number: SyncNumber, hash: Digest, by: SyncId });

/**
 * The sync ended without a plan that is applied: PeopleHR's answer did not count, or somebody ended it. Whatever comes
 * later of this number is dropped. This, or PlanMade, is how every number is settled: nobody else says so. With
 * the reason `changes-dropped`: its plan was to be applied, and the writer has dropped it.
 */
export const SyncClosed = defineEvent('sync.closed', 1, {
  number: SyncNumber,
  status: oneOf('cancelled', 'failed'),
  reason: Nullable(Text(64)),
  /** Whose EmployeeId the reason is about, if it is about somebody. */
  about: Type.Optional(Text(254)),
});

/** The short cut did not hold: read again, and send every employee. */
export const SnapshotRefetchNeeded = defineEvent('snapshot.refetch-needed', 1, { number: SyncNumber });

const peopleImported = {
  people: Type.Array(
    exactly({
      personId: PersonId,
      sourceVersion: SourceVersion,
      weThriveId: Nullable(Text(254)),
      orgEmployeeId: Nullable(Text(254)),
      email: Nullable(Text(254)),
      name: Text(512),
      team: Nullable(Text(254)),
      location: Nullable(Text(254)),
      department: Nullable(Text(254)),
      manager: Nullable(Text(512)),
      unit: Nullable(Text(254)),
      status: oneOf(...personStatuses),
    }),
    { maxItems: 1000 },
  ),
};
/** People who stand in WeThrive already. It is not told where a list ends that takes several events. */
export const PeopleImported1 = defineEvent('people.imported', 1, peopleImported);

/**
 * People who stand in WeThrive already. `knownVersion`: the version of known from this import on; a long list is told in
 * several events of one version. Absent of version 1, which does not tell.
 */
export const PeopleImported = defineEvent(
  'people.imported',
  2,
  { ...peopleImported, knownVersion: Type.Optional(Count) },
  { from: PeopleImported1, upcast: (data) => data },
);

/**
 * An import was not taken by the writer: whoever of it was not found in PeopleHR since is not known any more.
 * `knownVersion`: the version of known from then on.
 */
export const ImportDropped = defineEvent('import.dropped', 1, {
  people: Type.Array(PersonId, { maxItems: 1000 }),
  knownVersion: Count,
});

/** Somebody joined, or came back (`rejoined`). */
export const EmployeeAdded = defineEvent('employee.added', 1, {
  personId: PersonId,
  sourceVersion: SourceVersion,
  employee: Employee,
  rejoined: Type.Boolean(),
});

/** A known employee's record differs: the full new record, the fields that changed, and their old values. */
export const EmployeeChanged = defineEvent('employee.changed', 1, {
  personId: PersonId,
  sourceVersion: SourceVersion,
  employee: Employee,
  changed: Type.Array(oneOf(...employeeFields), { maxItems: 16 }),
  old: Type.Partial(Employee, { additionalProperties: false }),
});

/** The employee works here no longer. `proof` says how we know. */
export const EmployeeLeft = defineEvent('employee.left', 1, {
  personId: PersonId,
  sourceVersion: SourceVersion,
  employee: Employee,
  proof: wordOf('leaver-status', 'leaving-date', 'absent-twice', 'out-of-scope', 'settled-by-person'),
});

/** Everything of this sync's plan has been sent: `count` Employee* events. */
export const ChangesCompleted = defineEvent('changes.completed', 1, { number: SyncNumber, count: Count });

const problemOpened = {
  problemId: uuid(),
  code: wordOf(),
  personId: Nullable(PersonId),
  employeeId: Nullable(Text(254)),
  /** Whom it is about, as PeopleHR names them. */
  name: Nullable(Text(512)),
  /** What was received. */
  received: Nullable(Text(512)),
  /** The other side of a clash, e.g. the name of whoever holds the address. */
  other: Nullable(Text(512)),
};
/** Something needs a person's attention. Of the other side of it the name is told alone. */
export const ProblemOpened1 = defineEvent('problem.opened', 1, problemOpened);

/**
 * Something needs a person's attention; `code` is stable and has a sentence with the next step. `otherPersonId`: who
 * `other` is, if that is known; null of version 1, which does not tell.
 */
export const ProblemOpened = defineEvent(
  'problem.opened',
  2,
  { ...problemOpened, otherPersonId: Nullable(PersonId) },
  { from: ProblemOpened1, upcast: (data) => ({ ...data, otherPersonId: null }) },
);

/** It is settled: by a change in PeopleHR, or because the case is gone. */
export const ProblemClosed = defineEvent('problem.closed', 1, { problemId: uuid(), code: wordOf() });

/** Somebody set an open problem aside: it is not told again until it changes. Whoever did is the event's actor. */
export const ProblemSetAside = defineEvent('problem.set-aside', 1, { problemId: uuid(), code: wordOf() });

const personErased = { personId: PersonId };
/** A person's data are erased. The number of that change is not told. */
const PersonErased1 = defineEvent('person.erased', 1, personErased);

/**
 * A person's data are erased. On `changes`: to be done; on `people`: done by the writer, whose number of the change it is
 * (`changeNumber`; null on `changes`, and of version 1).
 */
export const PersonErased = defineEvent(
  'person.erased',
  2,
  { ...personErased, changeNumber: Nullable(Type.Integer({ minimum: 1 })) },
  { from: PersonErased1, upcast: (data) => ({ ...data, changeNumber: null }) },
);
