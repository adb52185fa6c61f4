import { createHmac } from 'node:crypto';
import { cutText, type Employee, type EmployeeField, employeeFields, MAX_PEOPLE } from '@people-sync/contracts';
import type { RecordFields, ResultSink } from '@people-sync/platform';
import { canonicalEmployee, readEmployee, snapshotDigest } from '@people-sync/reconciliation';
import { fieldText, MAX_TEXT } from '../answers/clean-text';
import { isLongGone, reduced } from './leaver-row';
import { TooLargeError } from './memory-budget';
import { RowStore } from './row-store';

/** A whole company, as PeopleHR told it, ready to be sent. */
export interface Snapshot {
  /** Canonical employees (JSON), in the order they will have. */
  readonly rows: RowStore;
  /** HMAC of each row, in the same order. */
  readonly digests: readonly string[];
  /** SHA-256 over the sorted row digests. */
  readonly digest: string;
  /** When the last byte had been read, by the database's clock. */
  readonly takenAt: Date;
  readonly fieldsPresent: readonly EmployeeField[];
  readonly statusCounts: Readonly<Record<string, number>>;
}

/** What the builder has to know beside the answer. */
export interface SnapshotTerms {
  /** The installation's digest key. */
  readonly digestKey: Buffer;
  /** HMAC digests, under the same key, of the EmployeeIds of erased people. */
  readonly erased: ReadonlySet<string>;
  /** When reading began: who was long gone then is so at its end. */
  readonly startedAt: Date;
  /** Is told of memory taken, in bytes, before it is taken; may throw TooLargeError. */
  readonly onGrow?: (bytes: number) => void;
}

/** Why there is no list of employees. `detail` names nobody; `about` is the EmployeeId of whoever it is about. */
interface Defect {
  readonly reason: 'unexpected-answer' | 'employee-twice';
  readonly detail: string;
  readonly about?: string;
}

/** Codes beyond these are counted together: a broken field must not make an endless event. */
const MAX_STATUSES = 50;
const MAX_STATUS = 32;
/** What V8 takes beside the characters: of a row its digest and its place in the index, of a leaver the record. */
const ROW_BYTES = 220;
const ERASED_BYTES = 130;
const RECORD_BYTES = 300;
/** Leavers that are settled between two turns of others. */
const LEAVERS_A_TURN = 100;

/**
 * Collects the employees of one answer, each reduced at once to what may leave the fetcher. Nothing of it is a
 * snapshot until the answer has been proven complete and `finish` is called.
 */
export class SnapshotBuilder implements ResultSink<EmployeeField> {
  private rows: RowStore;
  private digests: string[] = [];
  private readonly indexById = new Map<string, number>();
  /** Leavers of the last days: whether they are long gone depends on when the answer ends. */
  private recentLeavers: Employee[] = [];
  private readonly present = new Set<EmployeeField>();
  private readonly statuses = new Map<string, number>();
  private elements = 0;
  /** Of the whole answer, also of an earlier Result. */
  private read = 0;
  private found: Defect | undefined;

  constructor(private readonly terms: SnapshotTerms) {
    this.rows = new RowStore(terms.onGrow);
    this.grow(terms.erased.size * ERASED_BYTES);
  }

  /** Rows of the answer so far. */
  get rowsRead(): number {
    return this.read;
  }

  /** Why the elements are no list of employees, whatever the envelope says. */
  get defect(): Defect | undefined {
    return this.found;
  }

  begin(): void {
    this.rows = new RowStore(this.terms.onGrow);
    this.digests = [];
    this.indexById.clear();
    this.recentLeavers = [];
    this.present.clear();
    this.statuses.clear();
    this.elements = 0;
    this.found = undefined;
  }

  /** @throws TooLargeError at the first row that is one too many, and beyond what one answer may hold */
  element(scan: RecordFields<EmployeeField>): void {
    if (++this.read > MAX_PEOPLE) throw new TooLargeError(`Result has more than ${MAX_PEOPLE} rows`);
    const index = this.elements++;
    if (this.found !== undefined) return;
    const employeeId = textIn(scan, 'employeeId');
    if (employeeId === null) {
      this.found = { reason: 'unexpected-answer', detail: `Result has no EmployeeId in row ${index + 1}` };
      return;
    }
    const first = this.indexById.get(employeeId);
    if (first !== undefined) {
      const detail = `Result has the same EmployeeId in rows ${first + 1} and ${index + 1}`;
      this.found = { reason: 'employee-twice', detail, about: employeeId };
      return;
    }
    this.grow(ROW_BYTES + 2 * employeeId.length);
    this.indexById.set(employeeId, index);
    for (const field of employeeFields) if (scan.has(field)) this.present.add(field);
    if (this.isErased(employeeId)) return;
    const employee = this.withoutErasedManager(employeeIn(scan, employeeId));
    this.countStatus(employee.status);
    if (isLongGone(employee, this.terms.startedAt)) this.store(reduced(employee));
    else if (employee.status === '2') this.wait(employee);
    else this.store(employee);
  }

  /**
   * Stores the leavers of the last days, for `finish`; yields where others should have a turn.
   * @param takenAt when the last byte had been read
   */
  *settleLeavers(takenAt: Date): Generator<void> {
    for (const [index, leaver] of this.recentLeavers.entries()) {
      if (index % LEAVERS_A_TURN === LEAVERS_A_TURN - 1) yield;
      this.store(isLongGone(leaver, takenAt) ? reduced(leaver) : leaver);
    }
    this.recentLeavers = [];
  }

  /** The snapshot, to be called once, when leavers are settled. @param takenAt when the last byte had been read */
  finish(takenAt: Date): Snapshot {
    this.indexById.clear();
    const { rows, digests } = this;
    return {
      rows,
      digests,
      digest: snapshotDigest(digests),
      takenAt,
      fieldsPresent: employeeFields.filter((field) => this.present.has(field)),
      statusCounts: Object.fromEntries(this.statuses),
    };
  }

  /** The canonical form is both what is stored and what is digested, so its bytes are made once. */
  private store(employee: Employee): void {
    const bytes = this.rows.append(canonicalEmployee(employee));
    this.digests.push(createHmac('sha256', this.terms.digestKey).update(bytes).digest('hex'));
  }

  private wait(leaver: Employee): void {
    const characters = employeeFields.reduce((sum, field) => sum + (leaver[field]?.length ?? 0), 0);
    this.grow(RECORD_BYTES + 2 * characters);
    this.recentLeavers.push(leaver);
  }

  private grow(bytes: number): void {
    this.terms.onGrow?.(bytes);
  }

  private countStatus(status: string | null): void {
    const code = cutText(status ?? '', MAX_STATUS);
    const key = this.statuses.has(code) || this.statuses.size < MAX_STATUSES ? code : 'other';
    this.statuses.set(key, (this.statuses.get(key) ?? 0) + 1);
  }

  private isErased(employeeId: string): boolean {
    const { erased, digestKey } = this.terms;
    return erased.size > 0 && erased.has(createHmac('sha256', digestKey).update(employeeId, 'utf8').digest('hex'));
  }

  /** The name of somebody erased is not told by those who report to them either. */
  private withoutErasedManager(employee: Employee): Employee {
    if (employee.reportsToEmployeeId === null || !this.isErased(employee.reportsToEmployeeId)) return employee;
    return { ...employee, reportsTo: null, reportsToEmployeeId: null, reportsToEmail: null };
  }
}

/** Read before it is digested: the same value written otherwise is no change. */
function employeeIn(scan: RecordFields<EmployeeField>, employeeId: string): Employee {
  const text = (field: EmployeeField) => textIn(scan, field);
  const read = readEmployee({
    employeeId,
    uniqueKey: text('uniqueKey'),
    email: text('email'),
    firstName: text('firstName'),
    lastName: text('lastName'),
    jobRole: text('jobRole'),
    location: text('location'),
    department: text('department'),
    reportsTo: text('reportsTo'),
    reportsToEmployeeId: text('reportsToEmployeeId'),
    reportsToEmail: text('reportsToEmail'),
    company: text('company'),
    employmentType: text('employmentType'),
    status: text('status'),
    startDate: text('startDate'),
    leavingDate: text('leavingDate'),
  });
  // Some letters become two when they are written small.
  for (const field of employeeFields) {
    const value = read[field];
    if (value !== null && value.length > MAX_TEXT) return { ...read, ...shortened(read) };
  }
  return read;
}

/** What has become too long, marked as unreadable. */
const shortened = (employee: Employee): Partial<Employee> =>
  Object.fromEntries(
    employeeFields.flatMap((field) => {
      const value = employee[field];
      return value !== null && value.length > MAX_TEXT ? [[field, fieldText(value, false)]] : [];
    }),
  );

const textIn = (scan: RecordFields<EmployeeField>, field: EmployeeField): string | null =>
  fieldText(scan.text(field) ?? '', scan.isCut(field));
