import { defaultPolicy, type Employee, type Policy } from '@people-sync/contracts';
import { employee, RulesTestkit } from '../verdicts/rules.testkit';
import {
  contradiction,
  looksAtAnything,
  namedForNobody,
  type ScopeFacts,
  scopeFields,
  scopeStanding,
  scopeValues,
} from './scope';

const MONDAY = '2026-03-02';
const TUESDAY = '2026-03-03';
const WEDNESDAY = '2026-03-04';

type Rules = Partial<Policy['scope']>;
const scopeOf = (rules: Rules): Policy['scope'] => ({ ...defaultPolicy.scope, ...rules });
const only = (...include: string[]) => ({ include, exclude: [] });
const without = (...exclude: string[]) => ({ include: null, exclude });

const isInScope = (values: ScopeFacts, scope: Policy['scope']) => scopeStanding(values, scope, null).kind === 'in';
const facts = { employmentType: 'Full Time', company: 'Northwind Tiles', location: 'Leeds', department: 'Sales' };

/** Everybody of Monday's company works in Leeds; from Tuesday on these rules hold. */
function leeds(rules: Rules, ...people: Employee[]): RulesTestkit {
  const tenant = new RulesTestkit();
  tenant.sync(people, MONDAY);
  tenant.policy = { ...tenant.policy, scope: scopeOf(rules) };
  return tenant;
}

const ines = employee('PW1', { location: 'Leeds', lastName: 'Hart' });
const omar = employee('PW2', { location: 'York', firstName: 'Omar' });

describe('a scope', () => {
  it('has everybody in it as long as it looks at nothing', () => {
    expect(looksAtAnything(defaultPolicy.scope)).toBe(false);
    expect(isInScope(facts, defaultPolicy.scope)).toBe(true);
    const blank = { employmentType: null, company: null, location: null, department: null };
    expect(isInScope(blank, defaultPolicy.scope)).toBe(true);
  });

  it.each(scopeFields)('looks at %s: included values, then excluded ones', (field) => {
    const value = facts[field];
    expect(isInScope(facts, scopeOf({ [field]: only(value, 'Another') }))).toBe(true);
    expect(isInScope(facts, scopeOf({ [field]: only('Another') }))).toBe(false);
    expect(isInScope(facts, scopeOf({ [field]: only() }))).toBe(false);
    expect(isInScope(facts, scopeOf({ [field]: without('Another') }))).toBe(true);
    expect(isInScope(facts, scopeOf({ [field]: without(value) }))).toBe(false);
    expect(isInScope(facts, scopeOf({ [field]: { include: [value], exclude: [value] } }))).toBe(false);
    expect(looksAtAnything(scopeOf({ [field]: only() }))).toBe(true);
    expect(looksAtAnything(scopeOf({ [field]: without('Another') }))).toBe(true);
  });

  it.each([
    ['  leeds  hall ', 'Leeds Hall'],
    ['LEEDS HALL', 'Leeds\u00a0Hall'],
    ['R&amp;D', 'R&D'],
    ['cafe\u0301', 'caf\u00e9'],
    ['Sa\u200bles', 'Sales\ufeff'],
  ])('reads %j as %j, as a reader does, whichever of them stands in the settings', (one, other) => {
    for (const [named, value] of [
      [one, other],
      [other, one],
    ] as const) {
      const there = { ...facts, location: value };
      expect(isInScope(there, scopeOf({ location: only(named) }))).toBe(true);
      expect(isInScope(there, scopeOf({ location: without(named) }))).toBe(false);
      expect(contradiction(scopeOf({ location: { include: [named], exclude: ['York', value] } }))).toEqual({
        field: 'location',
        value,
      });
    }
  });

  it('names the values that nobody has, and not those that are only written otherwise', () => {
    const scope = scopeOf({ location: only('LEEDS', 'York '), department: without('Salse') });
    const here = (field: string) => (field === 'location' ? ['Leeds', 'Hull'] : ['Sales']);
    expect(namedForNobody(scope, here)).toEqual([
      { field: 'location', value: 'York ' },
      { field: 'department', value: 'Salse' },
    ]);
    expect(contradiction(scope)).toBeUndefined();
  });

  it('puts nobody out by a value that they had and lost, but by any that they have', () => {
    const blank = { ...facts, location: null };
    const scope = scopeOf({ location: only('Leeds'), department: without('Sales') });
    expect(scopeStanding({ ...blank, department: 'Kilns' }, scope, facts)).toEqual({
      kind: 'blank',
      field: 'location',
    });
    expect(scopeStanding({ ...blank, department: null }, scope, facts)).toEqual({ kind: 'blank', field: 'location' });
    expect(scopeStanding(blank, scope, facts)).toEqual({ kind: 'out' });
    expect(scopeStanding({ ...blank, department: null }, scope, blank)).toEqual({ kind: 'out' });
  });

  it('takes a blank value for none of the included ones, and for none of the excluded ones', () => {
    const blank = { ...facts, location: null };
    expect(isInScope(blank, scopeOf({ location: only('Leeds') }))).toBe(false);
    expect(isInScope(blank, scopeOf({ location: without('Leeds') }))).toBe(true);
  });

  it('needs every field to be right', () => {
    const both = scopeOf({ location: only('Leeds'), department: without('Sales') });
    expect(isInScope(facts, both)).toBe(false);
    expect(isInScope({ ...facts, department: 'Production' }, both)).toBe(true);
  });

  it('names each of its values once, in order', () => {
    const scope = scopeOf({
      location: { include: ['York', 'Leeds', 'York'], exclude: ['Leeds'] },
      company: without('B'),
    });
    expect(scopeValues(scope)).toEqual([
      { field: 'company', value: 'B' },
      { field: 'location', value: 'Leeds' },
      { field: 'location', value: 'York' },
    ]);
  });
});

describe('people whose place in the scope was lost', () => {
  const lost = { ...ines, location: null };
  const problem = { code: 'scope-blank', received: 'location' };

  it('stay as they are with a problem, and everybody else goes on', () => {
    const tenant = leeds({ location: only('Leeds') }, ines, { ...omar, location: 'Leeds' });
    const answer = { employees: [{ ...lost, jobRole: 'Lead' }, omar], today: TUESDAY };
    expect(tenant.apply(answer).verdicts).toMatchObject([
      { kind: 'refused', problem },
      { kind: 'left', proof: 'out-of-scope' },
    ]);
    expect(tenant.active()).toEqual(['PW1']);
    expect(tenant.plan({ ...answer, today: WEDNESDAY }).refused).toMatchObject([{ problem }]);
    expect(tenant.sync([ines, omar], WEDNESDAY)[0]).toMatchObject({ kind: 'unchanged' });
  });

  it('leave by the settings if they never had a value, and by any other proof', () => {
    const never = leeds({ location: only('Leeds') }, lost);
    expect(never.sync([lost], TUESDAY)).toMatchObject([{ kind: 'left', proof: 'out-of-scope' }]);
    const tenant = leeds({ location: only('Leeds') }, ines);
    expect(tenant.sync([{ ...lost, status: '2' }], TUESDAY)).toMatchObject([{ kind: 'left', proof: 'leaver-status' }]);
  });

  it('are not added, and do not come back', () => {
    const tenant = leeds({ location: only('Leeds') }, ines);
    tenant.sync([{ ...ines, status: '2' }], TUESDAY);
    expect(tenant.sync([lost, { ...omar, location: null }], WEDNESDAY)).toMatchObject([
      { kind: 'unchanged' },
      { kind: 'ignored' },
    ]);
  });
});

describe('people outside the scope', () => {
  it('leave when they fall out of it, and come back as themselves', () => {
    const tenant = leeds({ location: only('Leeds') }, ines);
    const person = tenant.personOf('PW1')?.personId;
    const moved = { ...ines, location: 'York' };
    expect(tenant.sync([moved], TUESDAY)).toMatchObject([{ kind: 'left', proof: 'out-of-scope', personId: person }]);
    expect(tenant.sync([moved], WEDNESDAY).filter(({ kind }) => kind !== 'unchanged')).toEqual([]);
    expect(tenant.sync([ines], WEDNESDAY)).toMatchObject([{ kind: 'rejoined', personId: person, sourceVersion: 3 }]);
  });

  it('leave when the settings change though nothing changed in PeopleHR', () => {
    const tenant = leeds({ location: without('York') }, ines, omar);
    expect(tenant.sync([ines, omar], TUESDAY)).toMatchObject([
      { kind: 'unchanged' },
      { kind: 'left', proof: 'out-of-scope' },
    ]);
  });

  it('are left by their status or date rather than by scope, if PeopleHR says so', () => {
    const tenant = leeds({ location: only('Leeds') }, ines);
    const gone = { ...ines, location: 'York', status: '2' };
    expect(tenant.sync([gone], TUESDAY)).toMatchObject([{ kind: 'left', proof: 'leaver-status' }]);
  });

  it('are not added, and nothing is said of them', () => {
    const tenant = leeds({ location: only('Leeds') });
    expect(tenant.sync([omar, employee('PW3', { location: null, email: null })], TUESDAY)).toMatchObject([
      { kind: 'ignored' },
      { kind: 'ignored' },
    ]);
  });

  it('claim no address: of two with one address the one in scope is added', () => {
    const tenant = leeds({ location: only('Leeds') });
    const rows = [ines, { ...omar, email: ines.email }];
    expect(tenant.sync(rows, TUESDAY)).toMatchObject([{ kind: 'joined' }, { kind: 'ignored' }]);
  });

  it('free their address by leaving', () => {
    const tenant = leeds({ location: only('Leeds') }, ines, { ...omar, location: 'Leeds' });
    const rows = [
      { ...ines, location: 'York' },
      { ...omar, location: 'Leeds', email: ines.email },
    ];
    expect(tenant.sync(rows, TUESDAY)).toMatchObject([{ kind: 'left' }, { kind: 'changed' }]);
  });

  it('are no second row of somebody: the one in scope decides', () => {
    const tenant = leeds({ location: only('Leeds') }, { ...ines, uniqueKey: 'k-1' });
    const person = tenant.personOf('PW1')?.personId;
    const old = { ...ines, uniqueKey: 'k-1', location: 'York' };
    const now = { ...ines, uniqueKey: 'k-1', employeeId: 'PW9' };
    expect(tenant.sync([old, now], TUESDAY)).toMatchObject([
      { kind: 'unchanged' },
      { kind: 'changed', personId: person },
    ]);
    expect(tenant.active()).toEqual(['PW9']);
  });

  it('are added when the scope takes them in', () => {
    const tenant = leeds({ location: only('Leeds') });
    tenant.sync([omar], TUESDAY);
    tenant.policy = defaultPolicy;
    expect(tenant.sync([omar], WEDNESDAY)).toMatchObject([{ kind: 'joined' }]);
  });
});

describe('people who are left out', () => {
  it('leave if they were there, and come back when they are not left out any more', () => {
    const tenant = leeds({}, ines, omar);
    const personId = tenant.personOf('PW2')?.personId ?? '';
    tenant.settle({ leftOut: new Set([personId]) });
    expect(tenant.sync([ines, omar], TUESDAY)).toMatchObject([
      { kind: 'unchanged' },
      { kind: 'left', proof: 'settled-by-person' },
    ]);
    expect(tenant.sync([ines, { ...omar, jobRole: 'Lead' }], TUESDAY)).toMatchObject([{ kind: 'unchanged' }]);
    tenant.settle({ leftOut: new Set() });
    expect(tenant.sync([ines, omar], WEDNESDAY)[1]).toMatchObject({ kind: 'rejoined', personId });
  });

  it('are never added: somebody said so before their first day', () => {
    const first = leeds({});
    const [joiner] = first.items({ employees: [ines], today: TUESDAY });
    const tenant = leeds({});
    tenant.policy = {
      ...tenant.policy,
      leaveOut: [{ personId: joiner?.personId ?? '', reason: 'Not to be surveyed' }],
    };
    expect(tenant.sync([ines], TUESDAY)).toMatchObject([{ kind: 'ignored' }]);
  });

  it('claim no address', () => {
    const tenant = leeds({}, ines);
    tenant.settle({ leftOut: new Set([tenant.personOf('PW1')?.personId ?? '']) });
    const newcomer = { ...omar, email: ines.email };
    expect(tenant.sync([ines, newcomer], TUESDAY)).toMatchObject([{ kind: 'left' }, { kind: 'joined' }]);
  });

  it('stay as they are if they were imported and never found in PeopleHR', () => {
    const tenant = new RulesTestkit();
    tenant.import([{ personId: 'p-jo', email: ines.email, name: 'Jo Trustee', active: true }]);
    tenant.settle({ leftOut: new Set(['p-jo']) });
    expect(tenant.items({ employees: [ines], today: TUESDAY })).toEqual([]);
  });
});
