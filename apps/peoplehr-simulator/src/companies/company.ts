import { type EmployeeRow, isWhole, rowOf } from './employee-row';
import { SavedQueries } from '../queries/saved-query';
import { type ManagerView, type RecordEdition, recordOf } from './record';
import { CacheBudget, RecordCache, viewOf } from './record-cache';
import { guid, seeded } from './seeded';

/** Where real companies have been seen, or are thought, to answer differently. */
export interface Habits {
  /** Which captured shape a record has. */
  edition: RecordEdition;
  /** What is answered for nobody: Status 10 with `""`, or success with `[]`. */
  emptyAnswer: 'status-10' | 'empty-list';
  /** The Status for an EmployeeId that is not there. */
  unknownId: 5 | 10;
  /** What is answered while another query runs: success with one row that has a message only, or an error. */
  busyAnswer: 'row' | 'error-5';
  /** Whether the actions of version 4 are there, and its word for everything that is not granted. */
  v4: boolean;
}

const usual: Habits = { edition: '2023', emptyAnswer: 'status-10', unknownId: 5, busyAnswer: 'row', v4: false };

/** One customer of the simulated PeopleHR. Rows keep the order in which they came: the real list is not sorted. */
export class Company {
  readonly habits: Habits = { ...usual };
  readonly queries = new SavedQueries();
  private readonly rows = new Map<string, EmployeeRow>();
  private readonly records: RecordCache;
  private joined = 0;

  /** @param origin the rows to begin with, and to come back to at a reset */
  constructor(
    readonly id: number,
    readonly name: string,
    private readonly origin: () => Iterable<Partial<EmployeeRow> & { employeeId: string }>,
    budget: CacheBudget = new CacheBudget(),
  ) {
    this.records = new RecordCache(budget);
    this.reset();
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

  /** Adds somebody, with an own UniqueKey if none is given, or changes the given values of somebody who is there. */
  put(values: Partial<EmployeeRow> & { employeeId: string }): EmployeeRow {
    const row = isWhole(values) ? values : this.filled(values);
    this.rows.set(row.employeeId, row);
    return row;
  }

  /** Takes somebody out of every answer; false if there was nobody. */
  remove(employeeId: string): boolean {
    this.records.forget(employeeId);
    return this.rows.delete(employeeId);
  }

  /** UpdateEmployeeId: the same person, UniqueKey included, under another id; who reports to them follows. */
  rename(from: string, to: string): EmployeeRow | undefined {
    const row = this.rows.get(from);
    if (!row || from === to) return row;
    this.remove(from);
    for (const other of [...this.rows.values()]) {
      if (other.reportsToEmployeeId === from) this.put({ ...other, reportsToEmployeeId: to });
    }
    return this.put({ ...row, employeeId: to });
  }

  /** One record as PeopleHR answers it. */
  record(row: EmployeeRow): Record<string, unknown> {
    return recordOf(row, this.managerView(row), this.habits.edition);
  }

  /** What PeopleHR says of somebody's manager. */
  managerView(row: EmployeeRow): ManagerView {
    return viewOf(row, this.managerOf(row));
  }

  /** The same as JSON in UTF-8. */
  recordBytes(row: EmployeeRow): Buffer {
    return this.records.bytes(row, this.managerOf(row), this.habits.edition);
  }

  /** As on the first day. */
  reset(): void {
    this.clear();
    Object.assign(this.habits, usual);
    this.queries.reset();
    this.joined = 0;
    for (const row of this.origin()) this.put(row);
  }

  /** Who was there on the first day, as they were then. */
  *firstDay(): Generator<Partial<EmployeeRow> & { employeeId: string }> {
    yield* this.origin();
  }

  /** Nobody works here any more, and nothing is kept of them. */
  clear(): void {
    this.records.clear();
    this.rows.clear();
  }

  private filled(values: Partial<EmployeeRow> & { employeeId: string }): EmployeeRow {
    const known = this.rows.get(values.employeeId);
    if (known) return { ...known, ...values };
    return rowOf({ company: this.name, uniqueKey: values.uniqueKey ?? this.newUniqueKey(), ...values });
  }

  private managerOf(row: EmployeeRow): EmployeeRow | undefined {
    return this.rows.get(row.reportsToEmployeeId);
  }

  /** Never the same twice, not even for somebody who gets an id again that was deleted. */
  private newUniqueKey(): string {
    this.joined += 1;
    return guid(seeded(Math.imul(this.id, 0x9e3779b1) ^ Math.imul(this.joined, 0x85ebca6b)));
  }
}
