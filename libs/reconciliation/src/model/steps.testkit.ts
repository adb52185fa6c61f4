import { defaultPolicy, type Policy } from '@people-sync/contracts';
import fc from 'fast-check';
import { happening, lie, number, often } from './happenings.testkit';
import type { Happening, Key, Lie } from './peoplehr.testkit';

/** @property typed the seed of how values are written that can be written in several ways; without it: as they are */
export interface SyncStep {
  readonly sync: 'apply' | 'repair' | 'preview';
  readonly lie: Lie;
  readonly reversed: boolean;
  readonly typed?: number;
}

/** One step in the life of a company: in its PeopleHR, or at its sync. */
export type Step =
  | { readonly inPeopleHr: Happening }
  | { readonly hoursPass: number }
  | SyncStep
  /** An answer that is not true and that nobody accepts; of one whose plan would be applied by itself nothing comes. */
  | { readonly lies: Lie; readonly ends: LieEnd }
  | { readonly plan: 'approved' | 'approved for leavers' | 'rejected'; readonly people: readonly number[] }
  | { readonly plan: 'expired' | 'not now' | 'cancelled' }
  | { readonly drafts: 'case'; readonly nth: number; readonly as: 'same' | 'new' }
  | { readonly drafts: 'missing'; readonly nth: number; readonly as: 'left' | 'keep' }
  | { readonly drafts: 'leaver'; readonly nth: number; readonly as: 'left' | 'not-yet' }
  | { readonly drafts: 'leave out' | 'no'; readonly nth: number }
  | { readonly settles: 'case'; readonly nth: number; readonly as: 'same' | 'new' }
  | { readonly settles: 'missing'; readonly nth: number; readonly as: 'left' | 'keep' }
  | { readonly settles: 'leaver'; readonly nth: number; readonly as: 'left' | 'not-yet' }
  | { readonly settles: 'leave out'; readonly nth: number }
  | { readonly undoes: number }
  /** An open problem is set aside; whatever is judged stays as it was. */
  | { readonly setsAside: number }
  | { readonly setting: Setting }
  | { readonly imports: Trustee }
  | { readonly company: 'is another one' };

/** What becomes of an answer that nobody accepts. */
export type LieEnd = 'superseded' | 'expired' | 'not now' | 'cancelled' | 'previewed' | 'failed';

/** Somebody who is in WeThrive already, by the numbers of address and EmployeeId. */
export interface Trustee {
  readonly address: number;
  readonly active: boolean;
  readonly org: number | null;
}

/** People are meant by their number, round the list. */
export type Setting =
  | { readonly of: 'scope'; readonly department: keyof typeof scopes; readonly shown: boolean }
  | { readonly of: 'protected'; readonly nth: number | null }
  | { readonly of: 'left out'; readonly nth: number | null }
  | { readonly of: 'days before start'; readonly days: number }
  | { readonly of: 'limits'; readonly limits: keyof typeof allLimits };

export const scopes = {
  everybody: { include: null, exclude: [] },
  'not Warehouse': { include: null, exclude: ['WAREHOUSE '] },
  'only Sales and Production': { include: ['Sales', 'Production'], exclude: [] },
} satisfies Record<string, Policy['scope']['department']>;

const every = (people: number, fraction: number, knownInSnapshot: number): Policy['safeguards'] => {
  const limit = { people, fraction };
  return {
    leavers: limit,
    absentOrOutOfScope: limit,
    joiners: limit,
    fieldGoesBlank: limit,
    fieldBecomesOneValue: limit,
    emailChanges: limit,
    unknownStatus: limit,
    knownInSnapshot,
  };
};

export const allLimits = {
  usual: defaultPolicy.safeguards,
  'nothing passes': every(0, 0, 1),
  'one passes': every(1, 0, 0.8),
  'a third passes': every(0, 0.34, 0.5),
  'everything passes': every(1_000, 1, 0),
} satisfies Record<string, Policy['safeguards']>;

const limits: fc.Arbitrary<Step> = fc
  .constantFrom(...(['usual', 'nothing passes', 'one passes', 'a third passes', 'everything passes'] as const))
  .map((some) => ({ setting: { of: 'limits', limits: some } }));

const setting: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({
      of: fc.constant('scope' as const),
      department: fc.constantFrom('everybody', 'not Warehouse', 'only Sales and Production'),
      shown: fc.boolean(),
    })
    .map((scope) => ({ setting: scope })),
  fc.option(number).map((nth) => ({ setting: { of: 'protected' as const, nth } })),
  fc.option(number).map((nth) => ({ setting: { of: 'left out' as const, nth } })),
  fc.nat(2).map((days) => ({ setting: { of: 'days before start' as const, days } })),
  limits,
);

const trustee: fc.Arbitrary<Step> = fc
  .record({ address: fc.nat(7), active: fc.boolean(), org: fc.option(number) })
  .map((imports) => ({ imports }));

const hours = fc.constantFrom(1, 6, 19, 20, 24, 24, 24, 48).map((hoursPass): Step => ({ hoursPass }));

const sync: fc.Arbitrary<Step> = fc.record({
  sync: fc.constantFrom('apply', 'apply', 'apply', 'apply', 'repair', 'preview'),
  lie,
  reversed: fc.boolean(),
  typed: fc.oneof(fc.constant(0), fc.nat(999)),
});

const some = fc.array(number, { minLength: 1, maxLength: 2 });

/** Somebody says yes or no to the plan that waits, or nobody does for too long; if none waits, nothing happens. */
const planDecision: fc.Arbitrary<Step> = fc.oneof(
  often(3, fc.record({ plan: fc.constant('approved' as const), people: fc.constant([]) })),
  often(2, fc.record({ plan: fc.constant('approved' as const), people: some })),
  often(2, fc.record({ plan: fc.constant('approved for leavers' as const), people: fc.constant([]) })),
  often(1, fc.record({ plan: fc.constant('approved for leavers' as const), people: some })),
  often(2, fc.record({ plan: fc.constant('rejected' as const), people: fc.constant([]) })),
  often(2, fc.record({ plan: fc.constant('rejected' as const), people: some })),
  often(2, fc.record({ plan: fc.constantFrom('expired' as const, 'not now' as const, 'cancelled' as const) })),
);

/** Somebody settles something for the plan that waits alone. */
const drafting: fc.Arbitrary<Step> = fc.oneof(
  often(3, fc.record({ drafts: fc.constant('case' as const), nth: number, as: fc.constantFrom('same', 'new') })),
  often(2, fc.record({ drafts: fc.constant('missing' as const), nth: number, as: fc.constantFrom('left', 'keep') })),
  often(2, fc.record({ drafts: fc.constant('leaver' as const), nth: number, as: fc.constantFrom('left', 'not-yet') })),
  often(2, fc.record({ drafts: fc.constantFrom('leave out' as const, 'no' as const), nth: number })),
);

const settles = <T extends string>(what: T): fc.Arbitrary<T> => fc.constant(what);
const decision: fc.Arbitrary<Step> = fc.oneof(
  often(6, fc.record({ settles: settles('case'), nth: number, as: fc.constantFrom('same', 'new') })),
  often(3, fc.record({ settles: settles('missing'), nth: number, as: fc.constantFrom('left', 'keep') })),
  often(4, fc.record({ settles: settles('leaver'), nth: number, as: fc.constantFrom('left', 'not-yet') })),
  often(2, fc.record({ settles: settles('leave out'), nth: number })),
  often(3, fc.record({ undoes: number })),
  often(3, fc.record({ setsAside: number })),
  often(8, setting),
  often(2, trustee),
  often(1, fc.record({ company: fc.constant('is another one' as const) })),
);

/** A day or so: things happen, somebody decides, and there is a sync. */
const day: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.option(hours, { freq: 3 }),
    fc.array(happening, { maxLength: 3 }),
    fc.option(decision, { freq: 2 }),
    sync,
    fc.array(drafting, { maxLength: 2 }),
    fc.option(planDecision, { freq: 2 }),
  )
  .map(([passing, happenings, before, syncing, drafts, after]) =>
    [passing, ...happenings.map((inPeopleHr): Step => ({ inPeopleHr })), before, syncing, ...drafts, after].filter(
      (one) => one !== null,
    ),
  );

const founder = fc.tuple(number, fc.constantFrom<Key[]>('new', 'new', 'none'));

/** A company of some people, its first sync, and what comes then. */
export const companyLife: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.option(trustee, { freq: 2 }),
    fc.array(founder, { minLength: 2, maxLength: 6 }),
    fc.option(limits),
    fc.array(day, { minLength: 1, maxLength: 7 }),
  )
  .map(([before, founders, limited, days]): Step[] => [
    ...(before ? [before] : []),
    ...founders.map(([who, uniqueKey], address): Step => ({
      inPeopleHr: { kind: 'joins', who, address, key: uniqueKey, inDays: -1 },
    })),
    { sync: 'apply', lie: { kind: 'none' }, reversed: false },
    // Onto people who are there already it waits for somebody's OK.
    ...(before ? [{ plan: 'approved' as const, people: [] }] : []),
    ...(limited ? [limited] : []),
    ...days.flat(),
  ]);

const ends: LieEnd[] = ['superseded', 'superseded', 'expired', 'not now', 'cancelled', 'previewed', 'failed'];

/** A life, and the same one with lies in between that nobody accepts. */
export const liedTo: fc.Arbitrary<{ readonly life: readonly Step[]; readonly lied: readonly Step[] }> = fc
  .tuple(
    companyLife,
    fc.array(fc.record({ lies: lie, ends: fc.constantFrom(...ends) }), { minLength: 1, maxLength: 8 }),
  )
  .map(([life, lies]) => {
    let next = 0;
    const isReal = (step: Step) => 'sync' in step && step.sync !== 'preview';
    // A lie that is left waiting is replaced by the sync that comes next.
    const lied = life.flatMap((step) => (isReal(step) ? [lies[next++ % lies.length] ?? [], step].flat() : [step]));
    return { life, lied };
  });
