import { demoCompany } from './demo-company';
import type { EmployeeRow } from './employee-row';

describe('the demo company', () => {
  const rows: EmployeeRow[] = [...demoCompany().employees()];
  const byId = new Map(rows.map((row) => [row.employeeId, row]));
  const leavers = rows.filter(({ status }) => status === '2');

  it('has 120 people, six of them leavers whose last day has passed', () => {
    expect([rows.length, byId.size, leavers.length]).toEqual([120, 120, 6]);
    for (const { startDate, leavingDate } of leavers) {
      expect(leavingDate).toMatch(/^2025-\d\d-\d\d$/);
      expect(startDate < leavingDate).toBe(true);
    }
  });

  it('is the same at every start, and in no order', () => {
    const ids = rows.map(({ employeeId }) => employeeId);
    expect([...demoCompany().employees()]).toEqual(rows);
    expect(ids).not.toEqual([...ids].sort());
    expect(ids).not.toEqual([...ids].sort().reverse());
  });

  it('gives everybody a current manager, and one tree with one person at the top', () => {
    const top = rows.filter(({ reportsToEmployeeId }) => reportsToEmployeeId === '');
    expect(top.map(({ jobRole }) => jobRole)).toEqual(['Managing Director']);
    for (const row of rows) {
      let at: EmployeeRow | undefined = row;
      for (let steps = 0; at !== undefined && at !== top[0] && steps < 10; steps++) {
        at = byId.get(at.reportsToEmployeeId);
        expect(at?.status).toBe('1');
      }
      expect(at).toBe(top[0]);
    }
  });

  it('gives everybody a name, an address of their own, a job, a place, a department and a UniqueKey', () => {
    const addresses = rows.map(({ email }) => email.trim().toLowerCase());
    expect(new Set(addresses).size).toBe(120);
    for (const address of addresses) expect(address).toMatch(/^[a-z-]+\.[a-z-]+@northwind-tiles\.example$/);
    expect(new Set(rows.map(({ uniqueKey }) => uniqueKey)).size).toBe(120);
    for (const { firstName, lastName, jobRole, location, department } of rows)
      expect([firstName, lastName, jobRole, location, department]).not.toContain('');
  });

  it('is as untidy as a real one: accents, apostrophes, capitals and spaces in addresses', () => {
    const names = rows.map(({ firstName, lastName }) => `${firstName} ${lastName}`).join();
    expect(names).toMatch(/[éëïöøłÓ]/);
    expect(names).toContain("'");
    expect(rows.some(({ email }) => email !== email.trim())).toBe(true);
    expect(rows.some(({ email }) => email !== email.toLowerCase())).toBe(true);
  });
});
