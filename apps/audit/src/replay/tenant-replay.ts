import {
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  PeopleImported,
  PersonErased,
  PlanMade,
  SnapshotCompleted,
  SnapshotUnchanged,
} from '@people-sync/contracts';
import {
  Comparing,
  comparePeople,
  comparePlans,
  compareKnown,
  dataOf,
  evolvePeople,
  evolvePlans,
  KnownPeople,
  type KnownRow,
  noPeople,
  type PeopleRecord,
  type PeopleRow,
  type PlanRow,
  type PlansRecord,
  type RecordedEvent,
  Replay,
  type ReplayReport,
} from '@people-sync/reconciliation';
import type { Opened } from '../sealing/sealing';
import { Answers } from './answers';
import { type OpenedEntry, RecordFaultError } from './opened-entry';

/** How far a replay goes, stream by stream; what is undefined sets no end. */
export interface Cut {
  /** What happened later than this is not looked at, RFC 3339. */
  readonly until?: string | undefined;
  /** Of the reconciler's stream: nothing behind this place. */
  readonly changes?: { readonly epoch: number; readonly position: number } | undefined;
  /** Of the People table: no change behind this number. */
  readonly people?: number | undefined;
}

/** More events that wait for an answer of PeopleHR are of a record in which it is not. */
const MOST_WAITING = 200_000;

/**
 * One tenant's record, replayed: entries in, a report out. Nothing is read or written here, and nothing is said to anybody.
 * The record is in order of receipt, in which one topic may come before another that caused it: the reconciler's events
 * wait for the answer that their plan was made of.
 */
export class TenantReplay {
  private readonly comparing = new Comparing();
  private readonly answers = new Answers();
  private readonly erasedPeople = new Set<string>();
  private readonly replay: Replay;
  private readonly waiting: OpenedEntry[] = [];
  private readonly taken: RecordedEvent[] = [];
  private readonly saidOfPeople: RecordedEvent[] = [];
  private plans: PlansRecord = new Map();
  private people: PeopleRecord = noPeople;
  private cut: Cut;
  private changesEnded = false;
  private peopleEnded = false;

  constructor(tenantId: string, until: string | undefined) {
    this.replay = new Replay(tenantId, this.comparing, this.erasedPeople);
    this.cut = { until };
  }

  /** From now on it goes no further than this. */
  end(cut: Omit<Cut, 'until'>): void {
    this.cut = { ...this.cut, ...cut };
  }

  /** Nothing that comes now is looked at any more. */
  get isOver(): boolean {
    return this.changesEnded && this.peopleEnded;
  }

  /** The number of the last change of the People table that was folded. */
  get changeNumber(): number {
    this.settle();
    return this.people.changeNumber;
  }

  /**
   * The next entry. @param opened what is behind the hashes of its rows
   * @throws RecordFaultError, RecordIncompleteError if the record does not have what it rests on
   */
  take(one: OpenedEntry, opened: Opened): void {
    const { entry, event } = one;
    switch (entry.place.topic) {
      case 'peoplesync.snapshots':
        this.answer(one, opened);
        break;
      case 'peoplesync.changes':
        if (this.changesEnded || this.isBehindChanges(one)) this.changesEnded = true;
        else this.waiting.push(one);
        break;
      case 'peoplesync.people':
        if (this.peopleEnded || this.isBehindPeople(one)) this.peopleEnded = true;
        else this.saidOfPeople.push(blanked(event));
        break;
    }
    this.drain(false);
    if (this.waiting.length > MOST_WAITING)
      throw new RecordFaultError('record-incomplete', entry.index, "PeopleHR's answer to an earlier sync is not here.");
  }

  /** Everything was taken: what still waits has to do without an answer. @throws as `take` */
  finish(): void {
    this.drain(true);
    this.settle();
    this.replay.end();
  }

  /** Folds what was taken so far in one go: each fold copies a table. To be called now and then. */
  settle(): void {
    if (this.taken.length > 0) this.plans = evolvePlans(this.plans, this.taken.splice(0));
    if (this.saidOfPeople.length > 0) this.people = evolvePeople(this.people, this.saidOfPeople.splice(0));
  }

  comparePeople(table: readonly PeopleRow[]): void {
    const rows = new Map([...this.people.rows].filter(([personId]) => !this.erasedPeople.has(personId)));
    comparePeople(
      { ...this.people, rows },
      this.others(table, ({ person }) => person.personId),
      this.comparing,
    );
  }

  compareKnown(table: readonly KnownRow[]): void {
    const known = new KnownPeople(this.replay.record.known);
    // Of those who were erased nothing is known any more, on either side.
    for (const personId of this.erasedPeople) known.erase(personId);
    compareKnown(
      { known },
      this.others(table, ({ personId }) => personId),
      this.comparing,
    );
  }

  comparePlans(table: readonly PlanRow[]): void {
    comparePlans(this.plans, table, this.comparing);
  }

  report(): ReplayReport {
    return this.comparing.report();
  }

  private others<T>(table: readonly T[], idOf: (row: T) => string): T[] {
    return table.filter((row) => !this.erasedPeople.has(idOf(row)));
  }

  private answer({ entry, event }: OpenedEntry, opened: Opened): void {
    const { syncId } = event;
    const completed = dataOf(SnapshotCompleted, event);
    const unchanged = dataOf(SnapshotUnchanged, event);
    if (syncId === undefined) return;
    if (completed && entry.rows) this.answers.completed(entry.index, syncId, completed, entry.rows, opened);
    else if (unchanged) this.answers.unchanged(syncId, unchanged);
  }

  private drain(isEnd: boolean): void {
    let taken = 0;
    for (const one of this.waiting) {
      const made = dataOf(PlanMade, one.event);
      const snapshot = made && this.answers.of(one.event.syncId ?? '', made.takenAt);
      if (made && !snapshot && !isEnd) break;
      taken += 1;
      this.change(one, snapshot && { snapshot });
    }
    this.waiting.splice(0, taken);
  }

  private change({ event, erased }: OpenedEntry, more: Pick<RecordedEvent, 'snapshot'> | undefined): void {
    const gone = dataOf(PersonErased, event);
    if (gone) this.erasedPeople.add(gone.personId);
    if (erased > 0 && isOfErased(event)) {
      this.erasedPeople.add(event.subject);
      return;
    }
    const whole = { ...blanked(event), ...more, ...(erased > 0 && { isPart: true }) };
    this.taken.push(whole);
    this.replay.take(whole);
  }

  private isBehindChanges({ entry: { time, place } }: OpenedEntry): boolean {
    const { until, changes } = this.cut;
    if (until !== undefined && Date.parse(time) > Date.parse(until)) return true;
    if (!changes || place.epoch === null || place.position === null) return false;
    return place.epoch > changes.epoch || (place.epoch === changes.epoch && place.position > changes.position);
  }

  private isBehindPeople({ entry: { time }, event: { data } }: OpenedEntry): boolean {
    const { until, people } = this.cut;
    if (until !== undefined && Date.parse(momentOf(data) ?? time) > Date.parse(until)) return true;
    const number = numberOf(data);
    return people !== undefined && number !== null && number > people;
  }
}

/** When a version of somebody was written; what the People table of a moment goes by. */
const momentOf = (data: unknown): string | null => {
  const at = fieldOf(data, 'at');
  return typeof at === 'string' ? at : null;
};
const numberOf = (data: unknown): number | null => {
  const number = fieldOf(data, 'changeNumber');
  return typeof number === 'number' ? number : null;
};
const fieldOf = (data: unknown, name: string): unknown =>
  typeof data === 'object' && data !== null && name in data ? Reflect.get(data, name) : undefined;

/** True of what was said of somebody who is erased, but for whoever is erased beside them. */
const isOfErased = (event: RecordedEvent): boolean =>
  [EmployeeAdded, EmployeeChanged, EmployeeLeft].some(({ type }) => type === event.type) &&
  fieldOf(fieldOf(event.data, 'employee'), 'employeeId') === null;

/** Without those of an import who were erased since. */
function blanked(event: RecordedEvent): RecordedEvent {
  const imported = dataOf(PeopleImported, event);
  if (!imported) return event;
  const named = imported.people.filter(({ name }) => typeof name === 'string');
  return named.length === imported.people.length ? event : { ...event, data: { ...imported, people: named } };
}
