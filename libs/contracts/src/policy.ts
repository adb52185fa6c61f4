import { type Static, Type } from '@sinclair/typebox';
import { Count, exactly, Nullable, PersonId, Text } from './primitives';

const fraction = Type.Number({ minimum: 0, maximum: 1 });

/** A plan is held when more people than `max(people, fraction of the people it is about)` are concerned. */
const Limit = exactly({ people: Count, fraction });

const Values = Type.Array(Text(254), { maxItems: 1000 });

/** Include (null: everything) and exclude lists for one field; PeopleHR's spelling. */
const ScopeRule = exactly({ include: Nullable(Values), exclude: Values });

/** A tenant's settings for deciding; versioned, and each plan records the version that it used. */
export const Policy = exactly({
  timeZone: Text(64),
  daysBeforeStart: Type.Integer({ minimum: 0, maximum: 365 }),
  scope: exactly({
    employmentType: ScopeRule,
    company: ScopeRule,
    location: ScopeRule,
    department: ScopeRule,
  }),
  leaveOut: Type.Array(exactly({ personId: PersonId, reason: Text(500) }), { maxItems: 10_000 }),
  protectedPeople: Type.Array(PersonId, { maxItems: 10_000 }),
  safeguards: exactly({
    leavers: Limit,
    absentOrOutOfScope: Limit,
    joiners: Limit,
    fieldGoesBlank: Limit,
    fieldBecomesOneValue: Limit,
    emailChanges: Limit,
    unknownStatus: Limit,
    /** Held when fewer than this part of the active, linked people are in the snapshot. */
    knownInSnapshot: fraction,
  }),
});
export type Policy = Static<typeof Policy>;

const everything = { include: null, exclude: [] };

/** What holds for a tenant that has set nothing (docs/semantics.md §4). */
export const defaultPolicy: Policy = {
  timeZone: 'Europe/London',
  daysBeforeStart: 0,
  scope: { employmentType: everything, company: everything, location: everything, department: everything },
  leaveOut: [],
  protectedPeople: [],
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
};
