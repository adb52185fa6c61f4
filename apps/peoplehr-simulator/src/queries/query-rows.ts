import type { Company } from '../companies/company';
import type { EmployeeRow } from '../companies/employee-row';
import type { ColumnField, SavedQuery } from './saved-query';

/** How a query writes a date, which is another way than that of an employee's record. */
export type DateStyle = 'yyyy/MM/dd' | 'dd/MM/yyyy';

/** A flat row: column titles, spaces and brackets and all, with texts, numbers as numbers, and null for missing. */
export type QueryRow = Record<string, string | number | null>;

/** What a saved query finds in a company (captures of 2018 and 2022). */
export function queryRows(company: Company, { who, columns }: SavedQuery, dates: DateStyle): QueryRow[] {
  const meant = [...company.employees()].filter(
    ({ status }) => who === 'everybody' || (status === '2') === (who === 'leavers'),
  );
  return meant.map((row) =>
    Object.fromEntries([...columns].map(([title, field]) => [title, cell(company, row, field, dates)])),
  );
}

function cell(company: Company, row: EmployeeRow, field: ColumnField, dates: DateStyle): string | number | null {
  switch (field) {
    case 'fullTimeEquivalent':
      return row.employmentType === 'Part Time' ? 0.6 : 1;
    case 'holidayAllowanceDays':
      return 25;
    case 'reportsTo':
      return company.managerView(row).name || null;
    case 'reportsToEmail':
      return company.managerView(row).email || null;
    case 'startDate':
    case 'leavingDate':
      return dateIn(row[field], dates);
    default:
      return row[field] || null;
  }
}

function dateIn(day: string, style: DateStyle): string | null {
  if (day === '') return null;
  const parts = day.split('-');
  return (style === 'yyyy/MM/dd' ? parts : parts.reverse()).join('/');
}
