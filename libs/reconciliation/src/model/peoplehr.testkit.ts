import { type Employee, type EmployeeField, employeeFields } from '@people-sync/contracts';
import { addDays, dayOf } from '../dates/plain-date';
import { typed } from './typed.testkit';

/** What becomes of a UniqueKey. */
export type Key = 'kept' | 'new' | 'none';

/** Something that happens in the customer's PeopleHR. Records are meant by their number, round the list. */
export type Happening =
  | {
      readonly kind: 'joins';
      readonly who: number;
      readonly address: number;
      readonly key: Key;
      readonly inDays: number;
    }
  | { readonly kind: 'moves'; readonly nth: number; readonly field: MovingField; readonly value: number }
  | {
      readonly kind: 'is renamed';
      readonly nth: number;
      readonly field: 'firstName' | 'lastName';
      readonly value: number;
    }
  | { readonly kind: 'loses their name'; readonly nth: number }
  | { readonly kind: 'gets address'; readonly nth: number; readonly address: number }
  | { readonly kind: 'swap addresses'; readonly nth: number; readonly other: number }
  | { readonly kind: 'is marked'; readonly nth: number; readonly status: string; readonly leaving: Leaving }
  | { readonly kind: 'begins later'; readonly nth: number; readonly inDays: number }
  | { readonly kind: 'begins on no day'; readonly nth: number; readonly text: number }
  | { readonly kind: 'returns on a new record'; readonly nth: number; readonly key: Key; readonly oldStays: boolean }
  | { readonly kind: 'gets EmployeeId'; readonly nth: number; readonly key: Key; readonly formerOne: boolean }
  | {
      readonly kind: 'has their EmployeeId recycled';
      readonly nth: number;
      readonly who: number;
      readonly address: number;
    }
  | { readonly kind: 'gets a second record'; readonly nth: number; readonly key: Key; readonly address: number }
  | { readonly kind: 'gets the UniqueKey of'; readonly nth: number; readonly other: number }
  | { readonly kind: 'vanishes'; readonly nth: number }
  | { readonly kind: 'reappears'; readonly nth: number };

export type MovingField = 'jobRole' | 'location' | 'department';
/** Days from today, or what is no date that counts. */
export type Leaving = number | 'none' | 'unreadable' | 'before the first day' | 'as before';

/** How an answer lies. */
export type Lie =
  | { readonly kind: 'none' }
  | { readonly kind: 'truncated'; readonly rows: number }
  | { readonly kind: 'blank'; readonly field: EmployeeField; readonly missing: boolean }
  | { readonly kind: 'one value'; readonly field: EmployeeField }
  | { readonly kind: 'unknown status'; readonly rows: number }
  | { readonly kind: 'no days'; readonly field: 'startDate' | 'leavingDate' }
  /** Whoever left is current again. */
  | { readonly kind: 'everybody is back' }
  /** Other people altogether, as of another company. */
  | { readonly kind: 'strangers'; readonly people: number };

/** A complete answer, as the fetcher hands it on. */
export interface PeopleHrAnswer {
  readonly employees: readonly Employee[];
  /** The same as they came, row by row: what is read of them is `employees`. */
  readonly sent: readonly Employee[];
  readonly fieldsPresent: readonly EmployeeField[];
  readonly companyId: string;
  /** RFC 3339 */
  readonly takenAt: string;
  readonly today: string;
}

const FIRST = ['Ines', 'Omar', 'Ada', 'Zoë', 'Petra'];
const LAST = ['Faulkner', 'Reyes', 'Moss'];
const VALUES: Record<MovingField, readonly (string | null)[]> = {
  jobRole: ['Kiln Technician', 'Lead', null, 'Kiln Techn\uFFFDcian'],
  location: ['Stoke', 'Leeds', null],
  department: ['Production', 'Sales', 'Warehouse', null, 'W\uFFFDrehouse', ' SALES\u200b', 'Ware\u00adhouse'],
};
/** Where people begin. */
const DEPARTMENTS = VALUES.department.slice(0, 4);
/** What stands in a date field and is no day. */
const NO_DAYS = ['31/01/2026', '2026-02-31', '46053', 'end of May', '2026-01-31T14:30:00', '01.09.2026'];
const nthOf = <T>(values: readonly T[], n: number): T | undefined => values[n % values.length];

/** Addresses are few, so that people meet at them; the last ones are none. */
export const ADDRESSES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => `${name}@tiles.example`);
const addressOf = (n: number): string | null =>
  n < ADDRESSES.length ? (ADDRESSES[n] ?? null) : n % 2 === 0 ? null : 'no address';

const strangers = (people: number): Employee[] =>
  Array.from({ length: people }, (_, n) => ({
    employeeId: `X${n}`,
    uniqueKey: `x-${n}`,
    email: `x${n}@strangers.example`,
    firstName: nthOf(FIRST, n) ?? null,
    lastName: 'Strange',
    jobRole: null,
    location: null,
    department: null,
    reportsTo: null,
    reportsToEmployeeId: null,
    reportsToEmail: null,
    company: null,
    employmentType: null,
    status: '1',
    startDate: '2020-01-06',
    leavingDate: null,
  }));

/** A customer's PeopleHR, as far as it is seen from outside: records, and answers that need not be true. */
export class PeopleHr {
  records: Employee[] = [];
  companyId = 'company-1';
  private vanished: Employee[] = [];
  private readonly retired: string[] = [];
  private ids = 0;
  private keys = 0;
  private now = Date.parse('2026-03-02T02:00:00Z');

  /** RFC 3339 */
  get time(): string {
    return new Date(this.now).toISOString();
  }

  get today(): string {
    return new Date(this.now).toISOString().slice(0, 10);
  }

  pass(hours: number): void {
    this.now += hours * 3_600_000;
  }

  /** From now on another company stands behind the key: other people with the same kind of ids, some addresses alike. */
  becomeAnother(): void {
    this.companyId = `company-${Number(this.companyId.slice(8)) + 1}`;
    this.records = this.records.map((one, n) => ({
      ...one,
      employeeId: this.records[this.records.length - 1 - n]?.employeeId ?? one.employeeId,
      uniqueKey: this.newKey('new', null),
    }));
  }

  happen(one: Happening): void {
    if (one.kind === 'joins') {
      const { who, address, key, inDays } = one;
      const startDate = inDays < 0 ? '2024-02-05' : addDays(this.today, inDays);
      this.records.push(this.person(this.newId(), who, address, { uniqueKey: this.newKey(key, null), startDate }));
      return;
    }
    if (one.kind === 'reappears') {
      const [back] = this.vanished.splice(one.nth % (this.vanished.length || 1), 1);
      if (back && !this.records.some(({ employeeId }) => employeeId === back.employeeId)) this.records.push(back);
      return;
    }
    const record = nthOf(this.records, one.nth);
    if (record) this.happenTo(record, one);
  }

  /** @param seed how values are written that can be written in several ways; 0: as they are */
  answer(lie: Lie, reversed: boolean, seed = 0): PeopleHrAnswer {
    const told = this.told(lie);
    const employees = reversed ? told.toReversed() : told;
    const gone = lie.kind === 'blank' && lie.missing ? lie.field : null;
    return {
      employees,
      sent: employees.map((one) => typed(one, seed)),
      fieldsPresent: employeeFields.filter((field) => field !== gone),
      companyId: this.companyId,
      takenAt: new Date(this.now).toISOString(),
      today: this.today,
    };
  }

  private told(lie: Lie): Employee[] {
    const all = this.records;
    switch (lie.kind) {
      case 'none':
        return [...all];
      case 'truncated':
        return all.slice(0, Math.max(1, lie.rows));
      case 'blank':
        return all.map((one) => ({ ...one, [lie.field]: null }));
      case 'one value':
        return all.map((one) => ({ ...one, [lie.field]: all[0]?.[lie.field] ?? null }));
      case 'unknown status':
        return all.map((one, n) => (n < lie.rows ? { ...one, status: '9' } : one));
      case 'no days':
        return all.map((one, n) => ({ ...one, [lie.field]: nthOf(NO_DAYS, n) ?? null }));
      case 'everybody is back':
        return all.map((one) => ({ ...one, status: '1', leavingDate: null }));
      case 'strangers':
        return all.length === 0 ? [] : strangers(lie.people);
    }
  }

  private happenTo(record: Employee, one: Exclude<Happening, { kind: 'joins' | 'reappears' }>): void {
    switch (one.kind) {
      case 'moves': {
        this.change(record, { [one.field]: nthOf(VALUES[one.field], one.value) ?? null });
        return;
      }
      case 'is renamed': {
        this.change(record, { [one.field]: nthOf(one.field === 'firstName' ? FIRST : LAST, one.value) ?? null });
        return;
      }
      case 'loses their name': {
        this.change(record, { firstName: null, lastName: null });
        return;
      }
      case 'gets address': {
        this.change(record, { email: addressOf(one.address) });
        return;
      }
      case 'swap addresses': {
        const other = nthOf(this.records, one.other) ?? record;
        this.change(record, { email: other.email });
        if (other !== record) this.change(other, { email: record.email });
        return;
      }
      case 'is marked': {
        this.change(record, { status: one.status, leavingDate: this.leavingDate(record, one.leaving) });
        return;
      }
      case 'begins later': {
        this.change(record, { startDate: addDays(this.today, one.inDays) });
        return;
      }
      case 'begins on no day': {
        this.change(record, { startDate: nthOf(NO_DAYS, one.text) ?? null });
        return;
      }
      case 'returns on a new record': {
        const next = { ...record, employeeId: this.newId(), uniqueKey: this.newKey(one.key, record.uniqueKey) };
        if (one.oldStays) this.change(record, { status: '2', leavingDate: addDays(this.today, -1) });
        else this.remove(record);
        this.records.push({ ...next, status: '1', leavingDate: null, startDate: this.today });
        return;
      }
      case 'gets EmployeeId': {
        const former = one.formerOne ? this.retired.find((id) => !this.has(id)) : undefined;
        this.retired.push(record.employeeId);
        const uniqueKey = this.newKey(one.key, record.uniqueKey);
        this.change(record, { employeeId: former ?? this.newId(), uniqueKey });
        return;
      }
      case 'has their EmployeeId recycled': {
        const fresh = { uniqueKey: this.newKey('new', null), startDate: this.today };
        this.change(record, this.person(record.employeeId, one.who, one.address, fresh));
        return;
      }
      case 'gets a second record': {
        const uniqueKey = this.newKey(one.key, record.uniqueKey);
        this.records.push({ ...record, employeeId: this.newId(), uniqueKey, email: addressOf(one.address) });
        return;
      }
      case 'gets the UniqueKey of': {
        this.change(record, { uniqueKey: nthOf(this.records, one.other)?.uniqueKey ?? null });
        return;
      }
      case 'vanishes':
        this.vanished.push(record);
        {
          this.remove(record);
          return;
        }
    }
  }

  private person(employeeId: string, who: number, address: number, fields: Partial<Employee>): Employee {
    return {
      employeeId,
      uniqueKey: null,
      email: addressOf(address),
      firstName: nthOf(FIRST, who) ?? null,
      lastName: nthOf(LAST, who) ?? null,
      jobRole: 'Kiln Technician',
      location: 'Stoke',
      department: nthOf(DEPARTMENTS, who) ?? null,
      reportsTo: null,
      reportsToEmployeeId: null,
      reportsToEmail: null,
      company: null,
      employmentType: null,
      status: '1',
      startDate: '2024-02-05',
      leavingDate: null,
      ...fields,
    };
  }

  private leavingDate(record: Employee, leaving: Leaving): string | null {
    if (leaving === 'as before') return record.leavingDate;
    if (leaving === 'none') return null;
    if (leaving === 'unreadable') return nthOf(NO_DAYS, this.ids) ?? null;
    if (leaving === 'before the first day') return addDays(dayOf(record.startDate) ?? this.today, -1);
    return addDays(this.today, leaving);
  }

  private change(record: Employee, fields: Partial<Employee>): void {
    this.records = this.records.map((one) => (one === record ? { ...one, ...fields } : one));
  }

  private remove(record: Employee): void {
    this.records = this.records.filter((one) => one !== record);
  }

  private has(id: string): boolean {
    return [...this.records, ...this.vanished].some(({ employeeId }) => employeeId === id);
  }

  private newId(): string {
    this.ids += 1;
    return `E${this.ids}`;
  }

  private newKey(key: Key, kept: string | null): string | null {
    if (key !== 'new') return key === 'kept' ? kept : null;
    this.keys += 1;
    return `k-${this.keys}`;
  }
}
