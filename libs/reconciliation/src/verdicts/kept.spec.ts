import type { Employee } from '@people-sync/contracts';
import { keptKey } from './kept-key';
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
  const items = tenant.items({ employees, today });
  expect(items).not.toEqual([]);
  tenant.settle({
    kept: new Map([...tenant.settlements.kept, ...items.map((item) => [item.personId, keptKey(item)] as const)]),
  });
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

  it('is asked again as soon as PeopleHR has another value for that person', () => {
    const tenant = staffed(ines);
    sayNo(tenant, [lead]);
    tenant.sync([lead], TUESDAY);
    expect(tenant.sync([{ ...lead, department: 'Sales' }], WEDNESDAY)).toMatchObject([{ kind: 'changed' }]);
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

  it('about somebody out of the settings holds until anything of their record changes', () => {
    const tenant = staffed(ines, omar);
    const scope = { ...tenant.policy.scope, department: { include: null, exclude: ['Warehouse'] } };
    tenant.policy = { ...tenant.policy, scope };
    const moved = { ...ines, department: 'Warehouse' };
    sayNo(tenant, [moved, omar]);
    expect(tenant.sync([moved, omar], TUESDAY)).toMatchObject([{ kind: 'kept' }, { kind: 'unchanged' }]);
    expect(tenant.items({ employees: [{ ...moved, jobRole: 'Packer' }, omar], today: WEDNESDAY })).toMatchObject([
      { kind: 'left', proof: 'out-of-scope' },
    ]);
    tenant.policy = { ...tenant.policy, scope: new RulesTestkit().policy.scope };
    expect(tenant.items({ employees: [moved, omar], today: WEDNESDAY })).toMatchObject([{ kind: 'changed' }]);
  });

  it('about somebody new ends when their row says something else', () => {
    const tenant = staffed(ines);
    sayNo(tenant, [ines, omar]);
    tenant.sync([ines, omar], TUESDAY);
    tenant.sync([ines, { ...omar, email: null }], TUESDAY);
    expect(tenant.sync([ines, omar], WEDNESDAY).at(-1)).toMatchObject({ kind: 'joined' });
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
    ['somebody who comes back', [{ ...omar, jobRole: 'Lead' }, ines], 'rejoined'],
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
