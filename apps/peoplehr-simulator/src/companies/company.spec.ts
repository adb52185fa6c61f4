import { Company } from './company';
import { CacheBudget } from './record-cache';

interface Wrapped {
  DisplayValue: string;
}

describe('a company', () => {
  const build = (budget?: CacheBudget) =>
    new Company(
      7,
      'Acme',
      () => [
        { employeeId: 'A1', firstName: 'Ada', lastName: 'Thorne', email: 'ada@acme.example' },
        { employeeId: 'A2', firstName: 'Rafe', reportsToEmployeeId: 'A1' },
      ],
      budget,
    );
  const shown = (company: Company, employeeId: string, field: string): string => {
    const row = company.get(employeeId)!;
    const record = JSON.parse(company.recordBytes(row).toString()) as Record<string, Wrapped>;
    return record[field]!.DisplayValue;
  };

  it.each([
    ['kept', undefined],
    ['made anew because there is no room to keep them', new CacheBudget(0)],
  ])('shows a change of somebody, and of their manager, at once (records %s)', (_, budget) => {
    const company = build(budget);
    expect([shown(company, 'A2', 'FirstName'), shown(company, 'A2', 'ReportsTo')]).toEqual(['Rafe', 'Ada Thorne']);
    company.put({ employeeId: 'A2', firstName: 'Ralph' });
    company.put({ employeeId: 'A1', lastName: 'Marsh' });
    expect([shown(company, 'A2', 'FirstName'), shown(company, 'A2', 'ReportsTo')]).toEqual(['Ralph', 'Ada Marsh']);
  });

  it('keeps the UniqueKey of somebody who gets another id, and gives a new one to whoever comes after a deletion', () => {
    const company = build();
    const [ada, rafe] = [company.get('A1')!.uniqueKey, company.get('A2')!.uniqueKey];
    company.rename('A1', 'B1');
    expect([company.get('A1'), company.get('B1')?.uniqueKey]).toEqual([undefined, ada]);
    expect(shown(company, 'A2', 'ReportsToEmployeeId')).toBe('B1');
    company.remove('A2');
    expect(company.put({ employeeId: 'A2' }).uniqueKey).not.toBe(rafe);
  });

  it('names a manager who is in no row by id only, or as was entered', () => {
    const company = build();
    const manager = () =>
      ['ReportsTo', 'ReportsToEmployeeId', 'ReportsToEmailAddress'].map((field) => shown(company, 'A2', field));
    company.put({ employeeId: 'A2', reportsToName: 'Somebody Else' });
    expect(manager()).toEqual(['Ada Thorne', 'A1', 'ada@acme.example']);
    company.put({ employeeId: 'A2', reportsToName: '' });
    company.remove('A1');
    expect(manager()).toEqual(['', 'A1', '']);
    company.put({ employeeId: 'A2', reportsToName: 'Ada Thorne' });
    expect(manager()).toEqual(['Ada Thorne', 'A1', '']);
  });

  it('gives the room of its records back', () => {
    const budget = new CacheBudget(4_000);
    const company = build(budget);
    shown(company, 'A1', 'EmailId');
    expect(budget.take(4_000)).toBe(false);
    company.put({ employeeId: 'A1', email: 'a@acme.example' });
    shown(company, 'A1', 'EmailId');
    company.clear();
    expect(budget.take(4_000)).toBe(true);
  });
});
