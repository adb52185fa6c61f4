import type { Employee } from '@people-sync/contracts';
import { dayOf } from '../dates/plain-date';
import { maskedRecord } from '../employees/masked-record';
import { recordDigest } from '../plans/item-digest';
import { type Candidates, factsOf, type KnownFacts, type RowFacts } from './differing-row';
import type { Holder } from './email-claims';
import { type AbsenceVerdict, type Left, maskedFields, type PlanItem } from './verdict';

/** A person as the tenant knows them: what decides, and the record last said. */
export interface KnownPerson extends KnownFacts {
  readonly employee: Employee;
  readonly orgEmployeeId: string | null;
}

/** Somebody who is in WeThrive already. */
export type ImportedPerson = Pick<KnownFacts, 'personId' | 'email' | 'name' | 'active'> & {
  readonly orgEmployeeId?: string;
};

/** Everybody a tenant knows, in a map: what the reconciler keeps in its tables of persons and former links. */
export class KnownPeople {
  readonly byId = new Map<string, KnownPerson>();
  /** By EmployeeId the persons who were linked to it and are no more. */
  private readonly formerly = new Map<string, Set<string>>();

  /** Who has this EmployeeId now. */
  of(employeeId: string): KnownPerson | undefined {
    return this.find((person) => person.employeeId === employeeId);
  }

  /** The active person who has this address. */
  holderOf(address: string): Holder | undefined {
    const holder = this.find(({ active, email }) => active && email === address);
    return holder && { personId: holder.personId, employeeId: holder.employeeId ?? '', name: holder.name };
  }

  /** How many persons an EmployeeId was linked to and is no more. */
  formerlyOf(employeeId: string, holder: KnownFacts | null): number {
    const persons = this.formerly.get(employeeId);
    return (persons?.size ?? 0) - (holder && persons?.has(holder.personId) ? 1 : 0);
  }

  /** Whom a row may be, other than whoever has its EmployeeId. */
  candidatesFor(
    { employeeId, uniqueKey, email }: Employee,
    settled: string | null,
    rows: ReadonlyMap<string, RowFacts>,
  ): Candidates | null {
    const candidate = (known: KnownPerson | undefined) =>
      known ? { known, own: (known.employeeId !== null && rows.get(known.employeeId)) || null } : null;
    const firstOf = (is: (person: KnownPerson) => boolean) =>
      [...this.byId.values()]
        .filter(is)
        .sort((a, b) => Number(b.active) - Number(a.active) || (a.personId < b.personId ? -1 : 1))[0];
    const others = {
      byUniqueKey: candidate(
        firstOf((person) => person.linked && uniqueKey !== null && person.uniqueKey === uniqueKey),
      ),
      byOrgEmployeeId: this.find((person) => !person.linked && person.orgEmployeeId === employeeId) ?? null,
      byEmail: candidate(firstOf((person) => email !== null && person.email === email)),
      bySettlement: candidate(this.byId.get(settled ?? '')),
    };
    const people = [others.byUniqueKey, others.byEmail, others.bySettlement].map((one) => one?.known);
    const own = this.of(employeeId)?.personId;
    return [...people, others.byOrgEmployeeId].some((one) => one && one.personId !== own) ? others : null;
  }

  import(people: readonly ImportedPerson[], recordOf: (person: ImportedPerson) => Employee): void {
    for (const person of people) this.giveUp(({ email }) => email === person.email);
    for (const person of people) {
      const { personId, active, orgEmployeeId = null } = person;
      const imported = { employeeId: null, linked: false, active, orgEmployeeId };
      this.byId.set(personId, { ...knownOf(personId, 1, recordOf(person), ''), ...imported });
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
      const orgEmployeeId = before?.orgEmployeeId ?? null;
      const record = before ? maskedRecord(before.employee, employee, masked) : employee;
      const next = knownOf(personId, sourceVersion, record, recordDigest(item));
      this.byId.set(personId, { ...next, ignoredLeavingDate, orgEmployeeId, partly: masked.length > 0 });
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
      this.byId.set(id, { ...person, missingSince: absence ? since : null, seenAt: absence ? (seen ?? unsure) : null });
    }
  }

  /** Notes that an answer has people who are missing by what was accepted. */
  noteSeen(people: readonly string[], takenAt: string): void {
    for (const id of people) {
      const person = this.byId.get(id);
      if (person && (person.seenAt ?? '') < takenAt) this.byId.set(id, { ...person, seenAt: takenAt });
    }
  }

  /** Leaving dates to come that are known without being taken over. */
  announce(items: readonly PlanItem[]): void {
    for (const item of items) {
      const person = item.kind === 'changed' && item.leavesOn !== null ? this.byId.get(item.personId) : undefined;
      if (person && item.kind === 'changed')
        this.byId.set(person.personId, { ...person, announcedLeavingDate: item.leavesOn });
    }
  }

  /** Another company's ids say nothing of those whom none of its rows led to. */
  dropLinks(led: ReadonlySet<string>): void {
    for (const [id, person] of this.byId) {
      if (!person.linked || led.has(id)) continue;
      if (person.employeeId !== null) this.leaveBehind(id, person.employeeId);
      this.byId.set(id, { ...person, employeeId: null, uniqueKey: null });
    }
  }

  private leave({ personId, sourceVersion, row }: Left): void {
    const person = this.byId.get(personId);
    if (!person) return;
    const said = row ? { status: row.status, leavingDate: dayOf(row.leavingDate) } : {};
    const employee = { ...person.employee, ...said };
    const gone = { sourceVersion, active: false, missingSince: null, seenAt: null, announcedLeavingDate: null };
    this.byId.set(personId, { ...person, ...said, ...gone, employee });
  }

  /** An EmployeeId is one person's; an address passes on from whoever is inactive. */
  private unlinkOthers(personId: string, employee: Employee | undefined): void {
    if (!employee) return;
    const { employeeId, email } = employee;
    for (const [id, person] of this.byId) {
      const held = person.employeeId;
      if (held === null || (id === personId ? held === employeeId : held !== employeeId)) continue;
      this.leaveBehind(id, held);
      this.byId.set(id, { ...person, employeeId: null });
    }
    this.giveUp((person) => person.personId !== personId && person.email === email);
  }

  private giveUp(concerns: (person: KnownPerson) => boolean): void {
    for (const [id, person] of this.byId) {
      if (!person.active && person.email !== null && concerns(person)) this.byId.set(id, { ...person, email: null });
    }
  }

  private leaveBehind(personId: string, employeeId: string): void {
    this.formerly.set(employeeId, (this.formerly.get(employeeId) ?? new Set()).add(personId));
  }

  private find(holds: (person: KnownPerson) => boolean): KnownPerson | undefined {
    for (const person of this.byId.values()) if (holds(person)) return person;
    return undefined;
  }
}

function knownOf(personId: string, sourceVersion: number, record: Employee, digest: string): KnownPerson {
  return {
    ...factsOf(record, digest, true),
    recordEmail: record.email,
    personId,
    linked: true,
    active: true,
    sourceVersion,
    ignoredLeavingDate: null,
    announcedLeavingDate: null,
    missingSince: null,
    seenAt: null,
    partly: false,
    employee: record,
    orgEmployeeId: null,
  };
}
