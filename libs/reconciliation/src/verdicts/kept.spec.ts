import type { Employee } from '@people-sync/contracts';
import { employee, RulesTestkit } from './rules.testkit';

const MONDAY = '2026-03-02';
const TUESDAY = '2026-03-03';
const WEDNESDAY = '2026-03-04';
const THURSDAY = '2026-03-05';

const ines = employee('PW1', { lastName: 'Hart' });
const omar = employee('PW2', { firstName: 'Omar' });

function staffed(...people: Employee[]): RulesTestkit {
  const tenant = new RulesTestkit();
  tenant.sync(people, MONDAY);
  return tenant;
}

/** Somebody says no to everything that this answer leads to. */
function sayNo(tenant: RulesTestkit, employees: Employee[], today = TUESDAY): void {
  const answer = { employees, today };
  const items = tenant.items(answer);
  expect(items).not.toEqual([]);
  tenant.sayNo(items.map((item) => [item.personId, tenant.keysOf(item, answer)] as const));
}

describe('a change that somebody said no to', () => {
  const lead = { ...ines, jobRole: 'Lead' };

  it('stays away night after night, and the rest of the company goes on', () => {
    const tenant = staffed(ines, omar);
    sayNo(tenant, [lead, omar]);
    for (const today of [TUESDAY, WEDNESDAY, THURSDAY]) {
      const answer = { employees: [lead, { ...omar, jobRole: `As of ${today}` }], today };
      expect(tenant.apply(answer).verdicts).toMatchObject([
        { kind: 'kept', item: { kind: 'changed' } },
        { kind: 'changed' },
      ]);
    }
    expect(tenant.personOf('PW1')?.employee.jobRole).toBe('Kiln Technician');
  });

  it('is about that field: what else changes of the person is applied beside it', () => {
    const tenant = staffed(ines);
    sayNo(tenant, [lead]);
    tenant.sync([lead], TUESDAY);
    const moved = { ...lead, department: 'Sales', location: 'Leeds' };
    expect(tenant.sync([moved], WEDNESDAY)).toMatchObject([{ kind: 'changed', masked: ['jobRole'], keeps: true }]);
    expect(tenant.personOf('PW1')?.employee).toEqual({ ...moved, jobRole: ines.jobRole });
    expect(tenant.sync([moved], THURSDAY)).toMatchObject([{ kind: 'kept', item: { kind: 'changed' } }]);
  });

  it('ends when that field gets another value, and only then', () => {
    const tenant = staffed(ines);
    sayNo(tenant, [lead]);
    tenant.sync([{ ...lead, department: 'Sales' }], TUESDAY);
    expect([...tenant.settlements.kept.keys()]).toHaveLength(1);
    expect(tenant.sync([{ ...lead, department: 'Sales', jobRole: 'Owner' }], WEDNESDAY)).toMatchObject([
      { kind: 'changed', masked: [] },
    ]);
    expect(tenant.settlements.kept.size).toBe(0);
    expect(tenant.personOf('PW1')?.employee).toMatchObject({ jobRole: 'Owner', department: 'Sales' });
    // What was said no to once is asked about again when it comes again.
    expect(tenant.sync([{ ...lead, department: 'Sales' }], THURSDAY)).toMatchObject([{ kind: 'changed' }]);
  });

  it('leaves the record as it was if PeopleHR goes back in that field alone', () => {
    const tenant = staffed(ines);
    sayNo(tenant, [lead]);
    tenant.sync([{ ...lead, department: 'Sales' }], TUESDAY);
    const back = { ...ines, department: 'Sales' };
    expect(tenant.sync([back], WEDNESDAY)).toMatchObject([{ kind: 'unchanged' }]);
    expect(tenant.sync([back], THURSDAY)).toMatchObject([{ kind: 'unchanged' }]);
    expect(tenant.personOf('PW1')?.employee).toEqual(back);
  });

  it('stands beside a later one about the same person, and neither ends the other', () => {
    const tenant = staffed(ines);
    sayNo(tenant, [lead]);
    const both = { ...lead, department: 'Sales' };
    sayNo(tenant, [both]);
    expect(tenant.sync([both], TUESDAY)).toMatchObject([{ kind: 'kept' }]);
    expect([...(tenant.settlements.kept.values().next().value ?? [])]).toHaveLength(2);
    expect(tenant.sync([{ ...both, department: 'Dispatch' }], WEDNESDAY)).toMatchObject([
      { kind: 'changed', masked: ['jobRole'] },
    ]);
  });

  it('to another EmployeeId keeps away everything that the other record says', () => {
    const tenant = staffed({ ...ines, uniqueKey: 'k-1' });
    const other = { ...lead, uniqueKey: 'k-1', employeeId: 'PW9' };
    sayNo(tenant, [other]);
    expect(tenant.sync([{ ...other, department: 'Sales' }], TUESDAY)).toMatchObject([{ kind: 'kept' }]);
    expect(tenant.personOf('PW1')?.employee).toMatchObject({ department: 'Production' });
  });

  it('is gone by itself when PeopleHR goes back', () => {
    const tenant = staffed(ines);
    sayNo(tenant, [lead]);
    tenant.sync([lead], TUESDAY);
    expect(tenant.sync([ines], WEDNESDAY)).toMatchObject([{ kind: 'unchanged' }]);
  });

  it('is not asked again because an answer lacks that person for a day', () => {
    const tenant = staffed(ines, omar);
    sayNo(tenant, [lead, omar]);
    tenant.sync([omar], TUESDAY);
    expect(tenant.sync([lead, omar], WEDNESDAY)).toMatchObject([{ kind: 'kept' }]);
  });

  it('is not asked again because another row led to that person for a day', () => {
    const tenant = staffed({ ...ines, uniqueKey: 'k-1' });
    const changed = { ...lead, uniqueKey: 'k-1' };
    sayNo(tenant, [changed]);
    const twin = { ...changed, employeeId: 'PW9', email: 'twin@tiles.example' };
    expect(tenant.sync([changed, twin], TUESDAY)).toMatchObject([
      { kind: 'kept' },
      { problem: { code: 'identity-two-rows' } },
    ]);
    expect(tenant.sync([changed], WEDNESDAY)).toMatchObject([{ kind: 'kept' }]);
  });

  it('about somebody out of the settings holds as long as they are out by the same value; their details go on', () => {
    const tenant = staffed(ines, omar);
    const scope = { ...tenant.policy.scope, department: { include: null, exclude: ['Warehouse', 'Yard'] } };
    tenant.policy = { ...tenant.policy, scope };
    const moved = { ...ines, department: 'Warehouse' };
    sayNo(tenant, [moved, omar]);
    expect(tenant.sync([moved, omar], TUESDAY)).toMatchObject([
      { kind: 'changed', keeps: true, known: { active: true } },
      { kind: 'unchanged' },
    ]);
    expect(tenant.sync([moved, omar], TUESDAY)).toMatchObject([{ kind: 'kept', item: { kind: 'left' } }]);
    const packer = { ...moved, jobRole: 'Packer' };
    expect(tenant.sync([packer, omar], WEDNESDAY)).toMatchObject([{ kind: 'changed', keeps: true }]);
    expect(tenant.items({ employees: [{ ...packer, department: 'Yard' }, omar], today: THURSDAY })).toMatchObject([
      { kind: 'left', proof: 'out-of-scope' },
    ]);
  });

  const answers = {
    'a department that was renamed': { department: 'Manufacturing' },
    'another address': { email: 'omar.reyes@tiles.example' },
    'no address at all': { email: null },
    'another name': { lastName: 'Reyes' },
  };
  it.each(Object.entries(answers))('about a newcomer, or somebody who comes back, does not end by %s', (_, change) => {
    const tenant = staffed(ines, employee('PW3'));
    tenant.sync([ines, { ...employee('PW3'), status: '2' }], MONDAY);
    sayNo(tenant, [ines, omar, employee('PW3')]);
    const others = [omar, employee('PW3')].map((one) => ({ ...one, ...change }));
    for (const today of [TUESDAY, WEDNESDAY]) {
      const kept = tenant.sync([ines, ...others], today).filter(({ kind }) => kind === 'kept');
      expect(kept.map(({ row }) => row.employeeId)).toEqual(['PW2', 'PW3']);
    }
    expect(tenant.active()).toEqual(['PW1']);
  });

  it.each([
    ['status', { status: '2' }],
    ['StartDate', { startDate: '2025-01-06' }],
    ['LeavingDate', { leavingDate: '2026-12-31' }],
  ])('about somebody new ends when their %s is another one', (_, change) => {
    const tenant = staffed(ines);
    sayNo(tenant, [ines, omar]);
    tenant.sync([ines, omar], TUESDAY);
    tenant.sync([ines, { ...omar, ...change }], TUESDAY);
    expect(tenant.settlements.kept.size).toBe(0);
    expect(tenant.sync([ines, omar], WEDNESDAY).at(-1)).not.toMatchObject({ kind: 'kept' });
  });

  it('comes when the no is taken back', () => {
    const tenant = staffed(ines);
    sayNo(tenant, [lead]);
    tenant.sync([lead], TUESDAY);
    tenant.settle({ kept: new Map() });
    expect(tenant.sync([lead], WEDNESDAY)).toMatchObject([{ kind: 'changed', sourceVersion: 2 }]);
  });

  it('does not count for any safeguard', () => {
    const people = [...Array(8).keys()].map((i) => employee(`L${i}`, { lastName: `n${i}` }));
    const leavers = people.map((one) => ({ ...one, status: '2' }));
    const tenant = staffed(...people);
    expect(tenant.held({ employees: leavers, today: TUESDAY })).toEqual(['leavers']);
    sayNo(tenant, leavers);
    expect(tenant.measured({ employees: leavers, today: TUESDAY })).toEqual([]);
  });

  it.each([
    ['a newcomer', [omar, employee('PW3', { firstName: 'Ada' })], 'joined'],
    ['a leaver', [{ ...omar, status: '2', leavingDate: MONDAY }], 'left'],
    ['somebody who comes back', [omar, ines], 'rejoined'],
  ])('may be about %s', (_, employees, kind) => {
    const tenant = staffed(omar, ines);
    tenant.sync([omar, { ...ines, status: '2' }], MONDAY);
    const changed = tenant.items({ employees, today: TUESDAY }).map((item) => item.kind);
    expect(changed).toContain(kind);
    sayNo(tenant, employees);
    expect(tenant.items({ employees, today: TUESDAY })).toEqual([]);
    tenant.sync(employees, TUESDAY);
    expect(tenant.items({ employees, today: WEDNESDAY })).toEqual([]);
  });

  it('about a leaver holds for that status and that date', () => {
    const tenant = staffed(ines);
    const gone = { ...ines, status: '2', leavingDate: MONDAY };
    sayNo(tenant, [gone]);
    expect(tenant.sync([{ ...gone, jobRole: 'Cut away' }], TUESDAY)).toMatchObject([{ kind: 'kept' }]);
    expect(tenant.sync([{ ...gone, leavingDate: TUESDAY }], WEDNESDAY)).toMatchObject([{ kind: 'left' }]);
  });

  it('leaves the old address with its holder: whoever wants it is refused', () => {
    const tenant = staffed(ines, omar);
    const moved = { ...ines, email: 'hart@tiles.example' };
    sayNo(tenant, [moved, omar]);
    expect(tenant.sync([moved, { ...omar, email: ines.email }], TUESDAY)).toMatchObject([
      { kind: 'kept' },
      { kind: 'refused', problem: { code: 'email-taken', other: 'Ines Hart' } },
    ]);
  });

  it('claims no new address: somebody else may have it', () => {
    const tenant = staffed(ines, omar);
    const moved = { ...ines, email: 'desk@tiles.example' };
    sayNo(tenant, [moved, omar]);
    expect(tenant.sync([moved, { ...omar, email: 'desk@tiles.example' }], TUESDAY)).toMatchObject([
      { kind: 'kept' },
      { kind: 'changed' },
    ]);
  });

  it('leaves a leaver’s address with them', () => {
    const tenant = staffed(ines, omar);
    const gone = { ...ines, status: '2', leavingDate: MONDAY };
    sayNo(tenant, [gone, omar]);
    expect(tenant.sync([gone, { ...omar, email: ines.email }], TUESDAY)).toMatchObject([
      { kind: 'kept' },
      { kind: 'refused', problem: { code: 'email-taken' } },
    ]);
  });
});
