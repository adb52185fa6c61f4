import { type EmployeeRow, rowOf } from './employee-row';
import { type ManagerView, type Profile, recordOf } from './record-text';

/** One customer of the simulated PeopleHR. Rows are kept in no order, as the real list is not sorted. */
export class Company {
  profile: Profile = '2023';
  private readonly rows = new Map<string, EmployeeRow>();
  /** The JSON of each record, made when it is first asked for: a company of 50,000 answers often. */
  private readonly texts = new Map<string, string>();

  constructor(
    readonly id: number,
    readonly name: string,
    rows: Iterable<EmployeeRow> = [],
  ) {
    for (const row of rows) this.rows.set(row.employeeId, row);
  }

  get size(): number {
    return this.rows.size;
  }

  get(employeeId: string): EmployeeRow | undefined {
    return this.rows.get(employeeId);
  }

  employees(): IterableIterator<EmployeeRow> {
    return this.rows.values();
  }

  /** Adds or replaces a row. */
  put(values: Partial<EmployeeRow> & { employeeId: string }): EmployeeRow {
    const row = rowOf({ company: this.name, ...this.rows.get(values.employeeId), ...values });
    this.rows.set(row.employeeId, row);
    this.forget(row.employeeId);
    return row;
  }

  /** False if there was none. */
  remove(employeeId: string): boolean {
    this.forget(employeeId);
    return this.rows.delete(employeeId);
  }

  /** UpdateEmployeeId: the same person under another id. */
  rename(from: string, to: string): EmployeeRow | undefined {
    const row = this.rows.get(from);
    if (!row) return undefined;
    this.remove(from);
    for (const other of this.rows.values()) {
      if (other.reportsToEmployeeId === from) this.put({ ...other, reportsToEmployeeId: to });
    }
    return this.put({ ...row, employeeId: to });
  }

  /** The JSON of one record. */
  text(row: EmployeeRow): string {
    const known = this.texts.get(row.employeeId);
    if (known !== undefined) return known;
    const text = JSON.stringify(this.record(row));
    this.texts.set(row.employeeId, text);
    return text;
  }

  /** One record as PeopleHR answers it. */
  record(row: EmployeeRow): Record<string, unknown> {
    return recordOf(row, this.managerOf(row), this.profile);
  }

  /** Forgets made texts; after a change of the profile. */
  forgetTexts(): void {
    this.texts.clear();
  }

  private managerOf(row: EmployeeRow): ManagerView | undefined {
    const manager = this.rows.get(row.reportsToEmployeeId);
    if (!manager) return undefined;
    return {
      name: `${manager.firstName} ${manager.lastName}`,
      employeeId: manager.employeeId,
      email: manager.email.trim(),
    };
  }

  /** A manager's name and address stand in the records of those who report to them. */
  private forget(employeeId: string): void {
    this.texts.delete(employeeId);
    for (const row of this.rows.values()) if (row.reportsToEmployeeId === employeeId) this.texts.delete(row.employeeId);
  }
}
