import type { Employee } from '@people-sync/contracts';
import { dayOf } from '../dates/plain-date';
import { maskedRecord } from '../employees/masked-record';
import { recordDigest } from '../plans/item-digest';
import type { Candidates, KnownFacts, RowFacts } from '../verdicts/differing-row';
import type { Holder } from '../verdicts/email-claims';
import { type AbsenceVerdict, type Left, maskedFields, type PlanItem } from '../verdicts/verdict';
import { type ImportedPerson, knownPerson, type KnownPerson } from './known-person';
import { PeopleIndex } from './people-index';

/** Of which row it is asked whose it is. */
interface Asking {
  /** Person id of whom it was settled to be; null: of nobody. */
  readonly settled: string | null;
  /** Who has its EmployeeId; null: nobody who counts. */
  readonly holder: KnownFacts | null;
  /** The answer's rows by EmployeeId. */
  readonly rows: { readonly get: (employeeId: string) => RowFacts | undefined };
}

/**
 * Everybody a tenant knows: what the reconciler keeps in its tables of persons and former links. Each question and each
 * change looks at those alone whom it is about, however many there are.
 */
export class KnownPeople {
  private readonly index: PeopleIndex;
  /** By EmployeeId the persons who were linked to it and are no more. */
  private readonly formerly: Map<string, Set<string>>;

  /** @param before whom to begin with; they stay as they are */
  constructor(before?: KnownPeople) {
    this.index = new PeopleIndex(before?.byId.values());
    this.formerly = new Map([...(before?.formerly ?? [])].map(([employeeId, ids]) => [employeeId, new Set(ids)]));
  }

  get byId(): ReadonlyMap<string, KnownPerson> {
    return this.index.byId;
  }

  /** By EmployeeId the ids of those who were linked to it and are no more. */
  get former(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.formerly;
  }

  /** Who has this EmployeeId now. */
  of(employeeId: string): KnownPerson | undefined {
    return this.index.withEmployeeId(employeeId)[0];
  }

  /** The active person who has this address. */
  holderOf(address: string): Holder | undefined {
    const holder = this.index.withEmail(address).find(({ active }) => active);
    return holder && { personId: holder.personId, employeeId: holder.employeeId ?? '', name: holder.name };
  }

  /** How many persons an EmployeeId was linked to and is no more. */
  formerlyOf(employeeId: string, holder: KnownFacts | null): number {
    const persons = this.formerly.get(employeeId);
    return (persons?.size ?? 0) - (holder && persons?.has(holder.personId) ? 1 : 0);
  }

  /** Whom a row may be, other than whoever has its EmployeeId; null if nobody else comes into question. */
  candidatesFor({ employeeId, uniqueKey, email }: Employee, { settled, holder, rows }: Asking): Candidates | null {
    const candidate = (known: KnownPerson | undefined) =>
      known ? { known, own: (known.employeeId !== null && rows.get(known.employeeId)) || null } : null;
    const { index } = this;
    const others = {
      byUniqueKey: candidate(
        firstOf(uniqueKey === null ? [] : index.withUniqueKey(uniqueKey).filter(({ linked }) => linked)),
      ),
      byOrgEmployeeId: firstOf(index.withOrgEmployeeId(employeeId).filter(({ linked }) => !linked)) ?? null,
      byEmail: candidate(firstOf(email === null ? [] : index.withEmail(email))),
      bySettlement: candidate(this.byId.get(settled ?? '')),
    };
    const people = [others.byUniqueKey, others.byEmail, others.bySettlement].map((one) => one?.known);
    return [...people, others.byOrgEmployeeId].some((one) => one && one.personId !== holder?.personId) ? others : null;
  }

  import(people: readonly ImportedPerson[], recordOf: (person: ImportedPerson) => Employee): void {
    for (const { email } of people) this.giveUp(email);
    for (const person of people) {
      const { personId, active, name, orgEmployeeId = null } = person;
      const imported = { employeeId: null, linked: false, active, name, orgEmployeeId, imported: true };
      this.index.put({ ...knownPerson(personId, 1, recordOf(person), ''), ...imported });
    }
  }

  /** Makes what these items say the known record: leavers first, so that they give their addresses up. */
  apply(items: readonly PlanItem[], received: ReadonlyMap<string, Employee>): void {
    for (const item of items) if (item.kind === 'left') this.leave(item);
    for (const item of items) {
      if (item.kind === 'left' || !item.relinks) continue;
      const employee = received.get(item.row.employeeId);
      const keepsAddress = maskedFields(item).includes('email');
      if (employee) this.unlinkOthers(item.personId, keepsAddress ? { ...employee, email: null } : employee);
    }
    for (const item of items) {
      if (item.kind === 'left') continue;
      const employee = received.get(item.row.employeeId);
      if (!employee) continue;
      const { personId, sourceVersion } = item;
      const before = this.byId.get(personId);
      const masked = maskedFields(item);
      const ignoredLeavingDate = 'ignoredLeavingDate' in item ? item.ignoredLeavingDate : null;
      const { orgEmployeeId = null, imported = false } = before ?? {};
      const record = before ? maskedRecord(before.employee, employee, masked) : employee;
      const next = knownPerson(personId, sourceVersion, record, recordDigest(item));
      this.index.put({ ...next, ignoredLeavingDate, orgEmployeeId, imported, partly: masked.length > 0 });
    }
  }

  /**
   * Notes since when people are missing; whoever is not any more is found again.
   * @param newest when the newest complete answer was taken, accepted or not
   */
  noteMissing(absences: readonly AbsenceVerdict[], takenAt: string, newest: string): void {
    const away = new Map(absences.map((one) => [one.known.personId, one]));
    for (const [id, person] of this.byId) {
      const absence = away.get(id);
      const since = absence?.kind === 'missing' ? absence.since : (person.missingSince ?? takenAt);
      const seen = person.seenAt !== null && person.seenAt > takenAt ? person.seenAt : null;
      // Nobody looked for them in an answer that came since: it may have had them.
      const unsure = person.missingSince === null && newest > takenAt ? takenAt : null;
      if (!absence && person.missingSince === null && person.seenAt === null) continue;
      this.index.put({ ...person, missingSince: absence ? since : null, seenAt: absence ? (seen ?? unsure) : null });
    }
  }

  /** Notes that an answer has people who are missing by what was accepted. */
  noteSeen(people: readonly string[], takenAt: string): void {
    for (const id of people) {
      const person = this.byId.get(id);
      if (person && (person.seenAt ?? '') < takenAt) this.index.put({ ...person, seenAt: takenAt });
    }
  }

  /** As they are from now on. */
  put(person: KnownPerson): void {
    this.index.put(person);
  }

  /** Nobody knows them any more; the EmployeeIds that they left behind stay theirs. */
  forget(personId: string): void {
    this.index.remove(personId);
  }

  /** Of somebody who is erased only this is left: their EmployeeId never brings them back. */
  erase(personId: string): void {
    const employeeId = this.byId.get(personId)?.employeeId ?? null;
    if (employeeId !== null) this.leaveBehind(personId, employeeId);
    this.forget(personId);
  }

  /** Leaving dates to come that are known without being taken over. */
  announce(items: readonly PlanItem[]): void {
    for (const item of items) {
      const person = item.kind === 'changed' && item.leavesOn !== null ? this.byId.get(item.personId) : undefined;
      if (person && item.kind === 'changed') this.index.put({ ...person, announcedLeavingDate: item.leavesOn });
    }
  }

  /** Another company's ids say nothing of those whom none of its rows led to. */
  dropLinks(led: ReadonlySet<string>): void {
    for (const [id, person] of this.byId) {
      if (!person.linked || led.has(id)) continue;
      if (person.employeeId !== null) this.leaveBehind(id, person.employeeId);
      this.index.put({ ...person, employeeId: null, uniqueKey: null });
    }
  }

  private leave({ personId, sourceVersion, row }: Left): void {
    const person = this.byId.get(personId);
    if (!person) return;
    const said = row ? { status: row.status, leavingDate: dayOf(row.leavingDate) } : {};
    const employee = { ...person.employee, ...said };
    const gone = { sourceVersion, active: false, missingSince: null, seenAt: null, announcedLeavingDate: null };
    this.index.put({ ...person, ...said, ...gone, employee });
  }

  /** An EmployeeId is one person's; an address passes on from whoever is inactive. */
  private unlinkOthers(personId: string, { employeeId, email }: Employee): void {
    for (const person of this.index.withEmployeeId(employeeId))
      if (person.personId !== personId) this.unlink(person, employeeId);
    const own = this.byId.get(personId);
    if (own && own.employeeId !== null && own.employeeId !== employeeId) this.unlink(own, own.employeeId);
    this.giveUp(email, personId);
  }

  private unlink(person: KnownPerson, employeeId: string): void {
    this.leaveBehind(person.personId, employeeId);
    this.index.put({ ...person, employeeId: null });
  }

  /** Whoever has the address and is inactive has it no more. */
  private giveUp(address: string | null, to?: string): void {
    for (const person of address === null ? [] : this.index.withEmail(address))
      if (!person.active && person.personId !== to) this.index.put({ ...person, email: null });
  }

  private leaveBehind(personId: string, employeeId: string): void {
    this.formerly.set(employeeId, (this.formerly.get(employeeId) ?? new Set()).add(personId));
  }
}

/** Whoever is active, then the lowest person id. */
const firstOf = (people: readonly KnownPerson[]): KnownPerson | undefined =>
  people.toSorted((a, b) => Number(b.active) - Number(a.active) || (a.personId < b.personId ? -1 : 1))[0];
