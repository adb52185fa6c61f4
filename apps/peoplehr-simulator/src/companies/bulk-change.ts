import type { Company } from './company';
import type { EmployeeRow, RowField } from './employee-row';
import { seeded, shuffled } from './seeded';

/** Fields that a bulk change may set; the ids are who somebody is. */
export type ChangeableField = Exclude<RowField, 'employeeId' | 'uniqueKey'>;

/** Who is meant: exactly this part of the current people (rounded, at least one person unless 0), chosen by the seed. */
export interface Part {
  /** From 0 to 1. */
  readonly fraction: number;
  readonly seed: number;
}

/** Gives them a field's new value: the given one, or their own with the seed behind it. Returns how many now differ. */
export function changePart(company: Company, part: Part, field: ChangeableField, value?: string): number {
  let changed = 0;
  for (const row of chosen(company, part)) {
    const next = value ?? marked(row[field], field, part.seed);
    if (next === row[field]) continue;
    company.put({ employeeId: row.employeeId, [field]: next });
    changed += 1;
  }
  return changed;
}

/** Makes leavers of them. Returns how many. */
export function leavePart(company: Company, part: Part, leavingDate: string): number {
  const leavers = chosen(company, part);
  for (const row of leavers) company.put(leaver(row, leavingDate));
  return leavers.length;
}

/** The same employee, gone: status "2", as MarkAsLeaver leaves it. */
export const leaver = (row: EmployeeRow, leavingDate: string): EmployeeRow => ({
  ...row,
  status: '2',
  leavingDate,
  reasonForLeaving: 'Resignation',
});

function chosen(company: Company, { fraction, seed }: Part): EmployeeRow[] {
  const current = [...company.employees()].filter((row) => row.status === '1');
  const count = fraction === 0 ? 0 : Math.max(1, Math.round(fraction * current.length));
  return shuffled(seeded(seed), current).slice(0, count);
}

function marked(value: string, field: ChangeableField, seed: number): string {
  if (field === 'email') return value.replace(/(\+\d+)?@/, `+${seed}@`);
  return `${value.replace(/ \(\d+\)$/, '')} (${seed})`;
}
