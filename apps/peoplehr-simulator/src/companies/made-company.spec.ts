import { changePart, leavePart } from './bulk-change';
import { makeCompany } from './made-company';

describe('a made company', () => {
  it.each([1, 50, 7919, 20_000])(
    'has exactly %d people with ids, addresses and UniqueKeys of their own',
    (employees) => {
      const rows = [...makeCompany({ id: 7, employees, seed: 1 }).employees()];
      for (const field of ['employeeId', 'email', 'uniqueKey'] as const)
        expect(new Set(rows.map((row) => row[field])).size).toBe(employees);
      const ids = new Set(rows.map(({ employeeId }) => employeeId));
      expect(rows.filter(({ reportsToEmployeeId }) => !ids.has(reportsToEmployeeId))).toHaveLength(1);
    },
  );

  it('is the same for the same seed, another for another, and not sorted', () => {
    const people = (seed: number) => [...makeCompany({ id: 7, employees: 500, seed }).employees()];
    expect(people(1)).toEqual(people(1));
    expect(people(1)).not.toEqual(people(2));
    expect(
      people(1)
        .slice(0, 3)
        .map(({ employeeId }) => employeeId),
    ).toEqual(['PW1', 'PW420', 'PW339']);
  });

  it('weighs about 3.5 KB per person on the wire', () => {
    const company = makeCompany({ id: 7, employees: 200, seed: 1 });
    const bytes = [...company.employees()].reduce((sum, row) => sum + company.recordBytes(row).length, 0);
    expect(bytes / 200).toBeGreaterThan(3_300);
    expect(bytes / 200).toBeLessThan(3_900);
  });

  it('changes exactly the wanted part, the same people for the same seed, and comes back at a reset', () => {
    const company = makeCompany({ id: 7, employees: 1000, seed: 1 });
    const before = [...company.employees()];
    const changedIds = () =>
      [...company.employees()].filter((row, i) => row.jobRole !== before[i]?.jobRole).map((row) => row.employeeId);
    expect(changePart(company, { fraction: 0.03, seed: 5 }, 'jobRole')).toBe(30);
    const first = changedIds();
    expect(changePart(company, { fraction: 0.03, seed: 5 }, 'jobRole')).toBe(0);
    company.reset();
    expect([...company.employees()]).toEqual(before);
    changePart(company, { fraction: 0.03, seed: 5 }, 'jobRole');
    expect([first.length, changedIds()]).toEqual([30, first]);
  });

  it('changes one person when a part is smaller than one, and nobody when it is nothing', () => {
    const company = makeCompany({ id: 7, employees: 50, seed: 1 });
    expect(changePart(company, { fraction: 0.001, seed: 1 }, 'location', 'Hull')).toBe(1);
    expect(changePart(company, { fraction: 0, seed: 1 }, 'location', 'Hull')).toBe(0);
  });

  it('can empty a field for everybody, move addresses, and let a part leave', () => {
    const company = makeCompany({ id: 7, employees: 50, seed: 1 });
    changePart(company, { fraction: 1, seed: 1 }, 'department', '');
    changePart(company, { fraction: 1, seed: 4 }, 'email');
    expect(leavePart(company, { fraction: 0.2, seed: 1 }, '2026-01-31')).toBe(10);
    const rows = [...company.employees()];
    expect(new Set(rows.map(({ department }) => department))).toEqual(new Set(['']));
    expect(company.get('PW3')?.email).toBe('pw3+4@company-7.example');
    expect(rows.filter(({ status, leavingDate }) => status === '2' && leavingDate === '2026-01-31')).toHaveLength(10);
  });
});
