import { defaultPolicy, type EmployeeField, employeeFields, type Policy } from '@people-sync/contracts';
import { employeeDigest } from '../employees/canonical-employee';
import { factsOf, type KnownFacts } from '../verdicts/differing-row';
import { employee, RulesTestkit } from '../verdicts/rules.testkit';
import type { Changed, Joined, Left, PlanItem, Refused, Rejoined } from '../verdicts/verdict';
import { FieldTotals } from './field-totals';
import type { MeasuredSafeguard, SafeguardName } from './measured-safeguard';
import { heldBecause, type PlanTotals, safeguards } from './safeguards';

const limits = defaultPolicy.safeguards;

/** A plan of a company of 1,000 that changes nobody. */
const quiet: PlanTotals = {
  active: 1000,
  linked: 1000,
  present: 1000,
  appliedBefore: true,
  ontoPeople: true,
  otherCompany: false,
  leavingShown: null,
  items: [],
  verdicts: [],
  fields: new FieldTotals(),
  had: () => 1000,
  fieldsGone: [],
  byNewRules: 0,
  scopeValuesGone: [],
};

const measure = (totals: Partial<PlanTotals>, policy: Partial<Policy['safeguards']> = {}): MeasuredSafeguard[] =>
  safeguards({ ...quiet, ...totals }, { ...limits, ...policy });
const held = (totals: Partial<PlanTotals>): SafeguardName[] => heldBecause(measure(totals));

const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

const ines = employee('PW1');
const row = factsOf(ines, employeeDigest(ines, 'key'));
const known: KnownFacts = {
  ...row,
  recordEmail: row.email,
  personId: 'p-1',
  linked: true,
  active: true,
  sourceVersion: 1,
  partly: false,
  ignoredLeavingDate: null,
  scope: null,
  announcedLeavingDate: null,
  missingSince: null,
  seenAt: null,
};
const decided = { personId: 'p-1', sourceVersion: 2, due: null };
const left = (proof: Left['proof'], announced = false): Left => ({
  ...decided,
  kind: 'left',
  row,
  known,
  proof,
  announced,
});
const joined = (): Joined => ({ ...decided, kind: 'joined', row, known: null, relinks: false });
const back = { row, known: { ...known, active: false }, ignoredLeavingDate: null, relinks: false, masked: [] };
const rejoined = (): Rejoined => ({ ...decided, ...back, kind: 'rejoined' });
const moved = (email: string | null, linked = true): Changed => ({
  ...decided,
  kind: 'changed',
  row,
  known: { ...known, email, linked },
  ignoredLeavingDate: null,
  relinks: false,
  leavesOn: null,
  masked: [],
  keeps: false,
});
const unknown = (): Refused => ({
  kind: 'refused',
  row,
  known,
  due: null,
  problem: { code: 'unknown-status', received: '9', other: null, otherPersonId: null },
});
const blank = (count: number, field: EmployeeField): FieldTotals => {
  const fields = new FieldTotals();
  for (let i = 0; i < count; i += 1) fields.add([{ field, old: `v${i}`, new: null }]);
  return fields;
};
const same = (count: number, field: EmployeeField, from = 2): FieldTotals => {
  const fields = new FieldTotals();
  for (let i = 0; i < count; i += 1) fields.add([{ field, old: `v${i % from}`, new: 'all' }]);
  return fields;
};

/** A plan that does this to so many people of a company of so many. */
type Doing = (people: number, active: number) => Partial<PlanTotals>;
const items =
  (make: (i: number) => PlanItem): Doing =>
  (people, active) => ({ active, linked: active, present: active, items: times(people, make) });

/** Each safeguard that counts people: how many it allows in a company of 20, and in one of 1,000. */
const thresholds: [string, SafeguardName, string | null, number, number, Doing][] = [
  ['people with leaver status', 'leavers', null, 5, 100, items(() => left('leaver-status'))],
  ['people whose LeavingDate has passed', 'leavers', null, 5, 100, items(() => left('leaving-date'))],
  ['people who are absent', 'absent-or-out-of-scope', null, 3, 50, items(() => left('absent-twice'))],
  ['people out of scope', 'absent-or-out-of-scope', null, 3, 50, items(() => left('out-of-scope'))],
  ['people who join', 'joiners', null, 10, 250, items(joined)],
  ['people who come back', 'joiners', null, 10, 250, items(rejoined)],
  ['addresses that change', 'email-changes', null, 3, 50, items(() => moved('old@tiles.example'))],
  [
    'locations that go blank',
    'field-goes-blank',
    'location',
    3,
    50,
    (people, active) => ({
      active,
      linked: active,
      present: active,
      had: () => active,
      fields: blank(people, 'location'),
    }),
  ],
  [
    'departments that become one',
    'field-becomes-one-value',
    'department',
    10,
    500,
    (people, active) => ({ active, linked: active, present: active, fields: same(people, 'department') }),
  ],
  [
    'rows with a status that nobody knows',
    'answer-changed-shape',
    'status',
    3,
    50,
    (people, active) => ({ active, linked: active, present: active, verdicts: times(people, unknown) }),
  ],
];

describe('a plan passes at the limit and is held one above it', () => {
  it.each(thresholds)('%s', (_, name, field, small, large, doing) => {
    for (const [active, limit] of [
      [20, small],
      [1000, large],
    ] as const) {
      expect(measure(doing(limit, active))).toEqual([{ name, field, value: limit, limit, tripped: false }]);
      expect(measure(doing(limit + 1, active))).toEqual([{ name, field, value: limit + 1, limit, tripped: true }]);
      expect(held(doing(limit, active))).toEqual([]);
      expect(held(doing(limit + 1, active))).toEqual([name]);
    }
  });

  it.each(thresholds)('%s: the settings say how many', (_, name, field, _small, _large, doing) => {
    const none = { people: 0, fraction: 0 };
    const strict = {
      leavers: none,
      absentOrOutOfScope: none,
      joiners: none,
      fieldGoesBlank: none,
      fieldBecomesOneValue: none,
      emailChanges: none,
      unknownStatus: none,
    };
    const two = name === 'field-becomes-one-value' ? 2 : 1;
    expect(measure(doing(two, 1000), strict)).toEqual([{ name, field, value: two, limit: 0, tripped: true }]);
    expect(measure(doing(0, 1000), strict)).toEqual([]);
  });

  it('a fraction that is no whole number allows the people below it', () => {
    expect(held({ active: 59, items: times(5, () => left('leaver-status')) })).toEqual([]);
    expect(held({ active: 59, items: times(6, () => left('leaver-status')) })).toEqual(['leavers']);
    expect(held({ active: 60, items: times(6, () => left('leaver-status')) })).toEqual([]);
  });

  it('exactly half of those who are known in the answer pass, one fewer holds', () => {
    expect(measure({ linked: 20, present: 10 })).toEqual([]);
    expect(measure({ linked: 20, present: 9 })).toEqual([
      { name: 'hardly-anybody-known', field: null, value: 9, limit: 10, tripped: true },
    ]);
    expect(measure({ linked: 0, present: 0 })).toEqual([]);
  });
});

describe('no surprise are', () => {
  it('leavers whose future date stood in an earlier plan', () => {
    expect(measure({ items: times(500, () => left('leaving-date', true)) })).toEqual([]);
    expect(measure({ items: times(500, () => left('leaver-status', true)) })).toEqual([]);
  });

  it('leavers whom a person settled', () => {
    expect(measure({ items: times(500, () => left('settled-by-person')) })).toEqual([]);
  });

  it('people who leave by a scope whose effect was shown; those who are absent still are', () => {
    const shown = { leavingShown: 450 };
    expect(measure({ ...shown, items: times(500, () => left('out-of-scope')) })).toEqual([]);
    expect(held({ ...shown, items: times(501, () => left('out-of-scope')) })).toEqual(['absent-or-out-of-scope']);
    expect(held({ ...shown, items: times(500, () => left('absent-twice')) })).toEqual(['absent-or-out-of-scope']);
  });

  it('joiners of the first plan', () => {
    expect(
      measure({ active: 0, linked: 0, present: 0, ontoPeople: false, appliedBefore: false, items: times(500, joined) }),
    ).toEqual([]);
  });

  it('addresses of imported people, which were nobody’s in PeopleHR before', () => {
    expect(measure({ items: times(500, () => moved('old@tiles.example', false)) })).toEqual([]);
    expect(measure({ items: times(500, () => moved(row.email)) })).toEqual([]);
  });

  it('a department that got another name', () => {
    expect(measure({ fields: same(1000, 'department', 1) })).toEqual([]);
  });
});

describe('a field that goes blank', () => {
  it.each(employeeFields)('is measured for %s, as is one that gets one value for everybody', (field) => {
    expect(held({ fields: blank(51, field), had: () => 1000 })).toEqual(['field-goes-blank']);
    expect(held({ fields: same(501, field) })).toEqual(['field-becomes-one-value']);
  });

  it('is measured against those who had a value', () => {
    const having = (people: number) => ({ fields: blank(10, 'location'), had: () => people });
    expect(held(having(200))).toEqual([]);
    expect(held(having(199))).toEqual(['field-goes-blank']);
  });

  it('is measured one field at a time', () => {
    const fields = new FieldTotals();
    const gone = (field: EmployeeField) => ({ field, old: 'x', new: null });
    for (let i = 0; i < 3; i += 1) fields.add([gone('location'), gone('jobRole')]);
    fields.add([gone('jobRole')]);
    expect(measure({ fields, had: () => 20 })).toEqual([
      { name: 'field-goes-blank', field: 'jobRole', value: 4, limit: 3, tripped: true },
      { name: 'field-goes-blank', field: 'location', value: 3, limit: 3, tripped: false },
    ]);
  });

  it('counts what people had before only if that decides', () => {
    const had = jest.fn(() => 20);
    measure({ fields: blank(3, 'location'), had });
    expect(had).not.toHaveBeenCalled();
    measure({ fields: blank(4, 'location'), had });
    expect(had).toHaveBeenCalledWith('location');
  });
});

describe('held in any case', () => {
  const always = (name: SafeguardName, field: string | null = null) => ({
    name,
    field,
    value: 1,
    limit: 0,
    tripped: true,
  });

  it('the first plan that would change people who are there already, and no later one', () => {
    const first = { appliedBefore: false, items: [joined()] };
    expect(measure(first)).toEqual([always('first-onto-people')]);
    expect(measure({ ...first, ontoPeople: false })).toEqual([]);
    expect(measure({ ...first, items: [] })).toEqual([]);
    expect(held({ ...first, appliedBefore: true })).toEqual([]);
  });

  it('the first plan after another company was confirmed', () => {
    expect(measure({ otherCompany: true, items: [moved(row.email)] })).toEqual([always('first-after-other-company')]);
    expect(measure({ otherCompany: true })).toEqual([]);
  });

  it('the first plan in which new rules alone would change who is in WeThrive, with how many', () => {
    expect(measure({ byNewRules: 3 })).toEqual([{ ...always('first-under-new-rules'), value: 3 }]);
    expect(measure({ byNewRules: 0 })).toEqual([]);
  });

  it('an answer without a field that was there, naming it', () => {
    expect(measure({ fieldsGone: ['Department', 'JobRole'] })).toEqual([
      always('answer-changed-shape', 'Department'),
      always('answer-changed-shape', 'JobRole'),
    ]);
  });

  it('an answer in which a scope value occurs no more, naming it', () => {
    const value = `department: ${'x'.repeat(80)}`;
    expect(measure({ scopeValuesGone: ['location: Leeds', value] })).toEqual([
      always('scope-value-gone', 'location: Leeds'),
      always('scope-value-gone', value.slice(0, 64)),
    ]);
  });

  it('each reason is named once', () => {
    expect(held({ fieldsGone: ['Department', 'JobRole'], scopeValuesGone: ['location: Leeds'] })).toEqual([
      'answer-changed-shape',
      'scope-value-gone',
    ]);
  });
});

describe('a plan’s safeguards, from the answers on', () => {
  const MONDAY = '2026-03-02';
  const TUESDAY = '2026-03-03';
  const WEDNESDAY = '2026-03-04';
  const people = times(20, (i) =>
    employee(`P${i}`, { firstName: `n${i}`, department: `d${i % 4}`, location: `l${i}` }),
  );
  const staffed = (employees = people) => {
    const tenant = new RulesTestkit();
    tenant.sync(employees, MONDAY);
    return tenant;
  };
  /** Of the company the first so many are like this. */
  const first = (count: number, change: (i: number) => object, of = people) =>
    of.map((one, i) => (i < count ? { ...one, ...change(i) } : one));
  const heldOn = (employees: typeof people, tenant = staffed(), today = TUESDAY) => tenant.held({ employees, today });

  it('five of 20 may leave in a day, six are held', () => {
    expect(heldOn(first(5, () => ({ status: '2' })))).toEqual([]);
    expect(heldOn(first(6, () => ({ status: '2' })))).toEqual(['leavers']);
  });

  it('everybody may leave on a date that was known', () => {
    const announced = first(20, () => ({ leavingDate: TUESDAY }));
    expect(heldOn(announced, staffed(announced), WEDNESDAY)).toEqual([]);
  });

  it('a date that meant nothing announces nobody: one before the first day, or one from an earlier time here', () => {
    const odd = first(20, () => ({ leavingDate: '2024-01-31' }));
    expect(
      heldOn(
        first(20, () => ({ leavingDate: '2024-01-31', status: '2' })),
        staffed(odd),
      ),
    ).toEqual(['leavers']);
    const rehired = first(20, () => ({ leavingDate: '2024-01-31' }));
    const startless = first(20, () => ({ leavingDate: '2024-01-31', startDate: null }));
    expect(heldOn(startless, staffed(rehired))).toEqual(['leavers']);
    const tenant = staffed();
    const gone = first(20, () => ({ leavingDate: '2026-03-01', status: '2' }));
    const again = first(20, () => ({ leavingDate: '2026-03-01' }));
    tenant.sync(gone, MONDAY);
    tenant.sync(again, TUESDAY);
    expect(tenant.active()).toHaveLength(20);
    expect(heldOn(gone, tenant, WEDNESDAY)).toEqual(['leavers']);
  });

  it('three absent people may leave, four are held, and half of the company gone is told', () => {
    for (const [gone, why] of [
      [3, []],
      [4, ['absent-or-out-of-scope']],
      [11, ['absent-or-out-of-scope', 'hardly-anybody-known']],
    ] as const) {
      const tenant = staffed();
      tenant.sync(people.slice(gone), TUESDAY);
      expect(heldOn(people.slice(gone), tenant, WEDNESDAY)).toEqual(why);
    }
  });

  it('three addresses may change, four are held', () => {
    expect(heldOn(first(3, (i) => ({ email: `new${i}@tiles.example` })))).toEqual([]);
    expect(heldOn(first(4, (i) => ({ email: `new${i}@tiles.example` })))).toEqual(['email-changes']);
  });

  it('a location may go blank for three, not for four', () => {
    expect(heldOn(first(3, () => ({ location: null })))).toEqual([]);
    expect(heldOn(first(4, () => ({ location: null })))).toEqual(['field-goes-blank']);
  });

  it('UniqueKeys that go blank are held: nobody could be found by them any more', () => {
    const keyed = first(20, (i) => ({ uniqueKey: `k-${i}` }));
    expect(
      heldOn(
        first(3, () => ({ uniqueKey: null }), keyed),
        staffed(keyed),
      ),
    ).toEqual([]);
    expect(
      heldOn(
        first(20, () => ({ uniqueKey: null }), keyed),
        staffed(keyed),
      ),
    ).toEqual(['field-goes-blank']);
  });

  it('a leaver’s row, cut down to a few fields, makes no field go blank', () => {
    const cut = { location: null, department: null, jobRole: null, firstName: null, lastName: null, email: null };
    expect(heldOn(first(5, () => ({ ...cut, status: '2' })))).toEqual([]);
  });

  it('ten people may get one department, eleven are held, and a department may be renamed for everybody', () => {
    expect(heldOn(first(10, () => ({ department: 'all' })))).toEqual([]);
    expect(heldOn(first(11, () => ({ department: 'all' })))).toEqual(['field-becomes-one-value']);
    const one = staffed(first(20, () => ({ department: 'old name' })));
    expect(
      heldOn(
        first(20, () => ({ department: 'new name' })),
        one,
      ),
    ).toEqual([]);
  });

  it('ten may join, eleven are held; in the first sync any number', () => {
    const joiners = (count: number) => times(count, (i) => employee(`N${i}`));
    expect(heldOn([...people, ...joiners(10)])).toEqual([]);
    expect(heldOn([...people, ...joiners(11)])).toEqual(['joiners']);
    expect(heldOn(joiners(500), new RulesTestkit())).toEqual([]);
  });

  it('three statuses that nobody knows are problems, four are a change of PeopleHR', () => {
    expect(heldOn(first(3, () => ({ status: '9' })))).toEqual([]);
    expect(heldOn(first(4, () => ({ status: '9' })))).toEqual(['answer-changed-shape']);
  });

  it('the first plan onto imported people is held', () => {
    const tenant = new RulesTestkit();
    tenant.import([{ personId: 'p-jo', email: 'jo@tiles.example', name: 'Jo Trustee', active: true }]);
    expect(heldOn(people.slice(0, 1), tenant)).toEqual(['first-onto-people']);
    tenant.sync(people.slice(0, 1), MONDAY);
    expect(heldOn(people.slice(0, 2), tenant)).toEqual([]);
  });
});
