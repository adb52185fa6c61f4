import { defaultPolicy, type Employee, type Policy } from '@people-sync/contracts';
import { employeeDigest } from '../employees/canonical-employee';
import { changesBetween } from '../employees/changes-between';
import { type IdentitySettlement, noSettlements, type Settlements } from '../identity/settlements';
import { itemDigest } from '../plans/item-digest';
import { planHash } from '../plans/plan-hash';
import { RULES_VERSION } from '../rules';
import { FieldTotals } from '../safeguards/field-totals';
import { heldBecause, safeguards } from '../safeguards/safeguards';
import { looksAtAnything } from '../scope/scope';
import { type BaseRow, difference } from '../snapshots/difference';
import { type Candidate, type Candidates, type DifferingRow, factsOf, type KnownFacts } from './differing-row';
import { judge, type Judgement } from './judge';
import { isPlanItem, type AbsenceVerdict, type PlanItem, type Verdict } from './verdict';

/** An invented employee with an address of their own. */
export function employee(employeeId: string, overrides: Partial<Employee> = {}): Employee {
  return {
    employeeId,
    uniqueKey: null,
    email: `${employeeId.toLowerCase()}@tiles.example`,
    firstName: 'Ines',
    lastName: 'Faulkner',
    jobRole: 'Kiln Technician',
    location: 'Stoke-on-Trent',
    department: 'Production',
    reportsTo: null,
    reportsToEmployeeId: null,
    reportsToEmail: null,
    company: null,
    employmentType: null,
    status: '1',
    startDate: '2024-02-05',
    leavingDate: null,
    ...overrides,
  };
}

interface Row extends BaseRow {
  readonly status: string | null;
  readonly leavingDate: string | null;
  readonly employee: Employee;
}

/** A person as the tenant knows them: what decides, and the record last said. */
export interface KnownPerson extends KnownFacts {
  readonly employee: Employee;
}

/** An answer of PeopleHR on a day. */
export interface Answer {
  readonly employees: readonly Employee[];
  readonly today: string;
  /** RFC 3339; noon of the day if not given. */
  readonly takenAt?: string;
  readonly companyId?: string;
}

/** A tenant held in maps: what the reconciler does with tables, told in as few words as possible. */
export class RulesTestkit {
  readonly people = new Map<string, KnownPerson>();
  policy: Policy;
  settlements: Settlements = noSettlements;
  private base = new Map<string, Row>();
  private readonly open = new Set<string>();
  /** By EmployeeId the persons who were linked to it. */
  private readonly formerly = new Map<string, Set<string>>();
  private companyId = 'company';
  private appliedBefore = false;
  /** Versions of known, and of policy and settlements together. */
  private version = 0;
  private judgedWith: unknown = null;

  constructor(
    policy: Partial<Policy> = {},
    /** False: every row is judged each time. */
    private readonly shortCut = true,
  ) {
    this.policy = { ...defaultPolicy, ...policy };
  }

  /** EmployeeIds of active people, in order. */
  active(): string[] {
    return [...this.people.values()]
      .filter(({ active }) => active)
      .map(({ employeeId }) => employeeId ?? '')
      .sort();
  }

  /** Who has this EmployeeId now. */
  personOf(employeeId: string): KnownPerson | undefined {
    return [...this.people.values()].find((person) => person.employeeId === employeeId);
  }

  addressOf(employeeId: string): string | null | undefined {
    return this.personOf(employeeId)?.email;
  }

  /** Addresses of active people. */
  addresses(): (string | null)[] {
    return [...this.people.values()].filter(({ active }) => active).map(({ email }) => email);
  }

  /** People who are in WeThrive already. */
  import(
    people: readonly (Pick<KnownFacts, 'personId' | 'email' | 'name' | 'active'> & { orgEmployeeId?: string })[],
  ): void {
    for (const { personId, email, name, active, orgEmployeeId } of people) {
      const record = employee(orgEmployeeId ?? '', { email, firstName: name, lastName: null, startDate: null });
      this.people.set(personId, { ...knownOf(personId, 1, record, ''), employeeId: null, linked: false, active });
    }
    this.version += 1;
  }

  settle(settlements: Partial<Settlements>): void {
    this.settlements = { ...this.settlements, ...settlements };
  }

  settleIdentity(employeeId: string, settlement: IdentitySettlement): void {
    this.settle({ identities: new Map([...this.settlements.identities, [employeeId, settlement]]) });
  }

  /** What the answer means, without applying it. */
  judge({ employees, today, takenAt = `${today}T12:00:00Z`, companyId = 'company' }: Answer): Judgement {
    const otherCompany = this.isOther(companyId);
    const base = otherCompany ? new Map<string, Row>() : this.base;
    const scoped = looksAtAnything(this.policy.scope);
    const digests = new Map(employees.map((one) => [one.employeeId, employeeDigest(one, 'key')]));
    const facts = new Map(
      employees.map((one) => [one.employeeId, factsOf(one, digests.get(one.employeeId) ?? '', scoped)]),
    );
    const { differing } = difference(base, digests, this.open, today);
    const everything = !this.shortCut || this.judgedWith !== this.judgingBy();
    const wanted = new Set(everything ? digests.keys() : differing);
    const candidate = (person: KnownPerson | undefined): Candidate | null =>
      person ? { known: person, own: (person.employeeId !== null && facts.get(person.employeeId)) || null } : null;
    const rows = employees
      .filter(({ employeeId }) => wanted.has(employeeId))
      .map((one): DifferingRow => {
        const row = facts.get(one.employeeId) ?? factsOf(one, '');
        const known = this.personOf(one.employeeId) ?? null;
        const others: Candidates = {
          byUniqueKey: candidate(
            this.find(({ linked, uniqueKey }) => linked && uniqueKey !== null && uniqueKey === one.uniqueKey),
          ),
          byOrgEmployeeId:
            this.find((person) => !person.linked && person.employee.employeeId === one.employeeId) ?? null,
          byEmail: candidate(this.find(({ email }) => email !== null && email === one.email)),
        };
        const someone = [others.byUniqueKey?.known, others.byOrgEmployeeId, others.byEmail?.known];
        const elsewhere = someone.some((person) => person && person.personId !== known?.personId);
        return {
          row,
          before: base.get(one.employeeId) ?? null,
          known,
          others: elsewhere ? others : null,
          formerly: this.formerlyOf(one.employeeId, known),
        };
      });
    const absent = [...this.people.values()].filter(
      ({ active, linked, employeeId }) =>
        active && linked && (otherCompany || employeeId === null || !digests.has(employeeId)),
    );
    const holders = new Map(
      [...this.people.values()].flatMap(({ active, email, personId, name, employeeId }) =>
        active && email !== null ? [[email, { personId, employeeId: employeeId ?? '', name }]] : [],
      ),
    );
    const holderOf = (address: string) => holders.get(address);
    const state = { tenantId: 'tiles', companyId, otherCompany, holderOf };
    return judge({ rows, absent, state, policy: this.policy, settlements: this.settlements, takenAt, today });
  }

  /** Which safeguards hold the plan of this answer. */
  held(answer: Answer): string[] {
    return heldBecause(this.measured(answer));
  }

  /** What the safeguards measure of the plan of this answer. */
  measured(answer: Answer): ReturnType<typeof safeguards> {
    const { verdicts, absences } = this.judge(answer);
    const items = [...verdicts, ...absences].filter(isPlanItem);
    const received = new Map(answer.employees.map((one) => [one.employeeId, one]));
    const fields = new FieldTotals();
    for (const item of items) {
      const after = item.kind === 'changed' && received.get(item.row.employeeId);
      const before = item.known && this.people.get(item.known.personId)?.employee;
      if (!after || !before) continue;
      const { changed, old } = changesBetween(before, after);
      fields.add(changed.map((field) => ({ field, old: old[field] ?? null, new: after[field] })));
    }
    const people = [...this.people.values()].filter(({ active }) => active);
    const linked = people.filter((person) => person.linked).length;
    return safeguards(
      {
        active: people.length,
        linked,
        present: linked - absences.length,
        appliedBefore: this.appliedBefore,
        ontoPeople: people.length > 0,
        otherCompany: this.isOther(answer.companyId),
        scopeShown: false,
        items,
        verdicts,
        fields,
        had: (field) => people.filter((person) => person.employee[field] !== null).length,
        fieldsGone: [],
        scopeValuesGone: [],
      },
      this.policy.safeguards,
    );
  }

  /** The plan's hash, without applying it. */
  hash(employees: readonly Employee[], today: string): string {
    return planHash({
      itemDigests: this.items({ employees, today }).map(itemDigest),
      base: this.version,
      policy: 0,
      decisions: 0,
      rules: RULES_VERSION,
    });
  }

  /** The changes that the answer leads to. */
  items(answer: Answer): PlanItem[] {
    const { verdicts, absences } = this.judge(answer);
    return [...verdicts, ...absences].filter(isPlanItem);
  }

  /** Applies an answer; the verdicts in the order of its rows. */
  sync(employees: readonly Employee[], today: string): Verdict[] {
    return this.apply({ employees, today }).verdicts;
  }

  /** Applies an answer. */
  apply(answer: Answer): Judgement {
    const judged = this.judge(answer);
    const { verdicts, absences } = judged;
    if ([...verdicts, ...absences].some(isPlanItem)) this.version += 1;
    const byId = new Map(answer.employees.map((one) => [one.employeeId, one]));
    if (this.isOther(answer.companyId)) this.dropLinks(judged);
    for (const verdict of verdicts) this.applyRow(verdict, byId.get(verdict.row.employeeId));
    const missing = new Set<string>();
    for (const absence of absences) {
      if (absence.kind === 'missing') missing.add(absence.known.personId);
      this.applyAbsence(absence);
    }
    for (const [id, person] of this.people) {
      if (person.missingSince !== null && !missing.has(id)) this.people.set(id, { ...person, missingSince: null });
    }
    this.base = new Map([...this.base].filter(([id]) => byId.has(id)));
    for (const id of this.open) if (!byId.has(id)) this.open.delete(id);
    this.judgedWith = this.judgingBy();
    this.companyId = answer.companyId ?? 'company';
    this.appliedBefore = true;
    return judged;
  }

  private isOther(companyId = 'company'): boolean {
    return this.base.size > 0 && companyId !== this.companyId;
  }

  /** How many persons an EmployeeId was linked to and is no more. */
  private formerlyOf(employeeId: string, holder: KnownFacts | null): number {
    const persons = this.formerly.get(employeeId);
    return (persons?.size ?? 0) - (holder && persons?.has(holder.personId) ? 1 : 0);
  }

  /** Another company's ids say nothing of those whom no row led to. */
  private dropLinks({ verdicts }: Judgement): void {
    const led = new Set(
      verdicts.map((one) => (isPlanItem(one) ? one.personId : one.kind === 'unchanged' ? one.known?.personId : '')),
    );
    for (const [id, person] of this.people) {
      if (!person.linked || led.has(id)) continue;
      if (person.employeeId !== null) this.leaveBehind(id, person.employeeId);
      this.people.set(id, { ...person, employeeId: null, uniqueKey: null });
    }
  }

  private judgingBy(): string {
    const { identities, missing, leftOut, kept } = this.settlements;
    return JSON.stringify([this.policy, [...identities], [...missing], [...leftOut], [...kept]]);
  }

  private find(holds: (person: KnownPerson) => boolean): KnownPerson | undefined {
    return [...this.people.values()].find(holds);
  }

  private applyRow(verdict: Verdict, received: Employee | undefined): void {
    const { row } = verdict;
    if (!received) return;
    this.base.set(row.employeeId, { ...row, due: verdict.due, employee: received });
    if (verdict.kind === 'refused' || verdict.kind === 'kept') this.open.add(row.employeeId);
    else this.open.delete(row.employeeId);
    if (!isPlanItem(verdict)) return;
    const { personId, sourceVersion } = verdict;
    if (verdict.kind === 'left') {
      const record = { ...verdict.known, ...this.people.get(personId), personId, sourceVersion, active: false };
      const { status, leavingDate } = row;
      this.people.set(personId, { ...record, employee: record.employee ?? received, status, leavingDate });
      return;
    }
    this.unlinkOthers(personId, received);
    const next = knownOf(personId, sourceVersion, received, row.digest);
    const ignoredLeavingDate = 'ignoredLeavingDate' in verdict ? verdict.ignoredLeavingDate : null;
    this.people.set(personId, { ...next, ignoredLeavingDate });
    const settled = this.settlements.identities.get(row.employeeId);
    if (settled?.personId === null && verdict.kind === 'joined') {
      this.settleIdentity(row.employeeId, { ...settled, personId });
    }
  }

  private applyAbsence(absence: AbsenceVerdict): void {
    const person = this.people.get(absence.known.personId);
    if (!person) return;
    const { personId } = person;
    if (absence.kind === 'missing') this.people.set(personId, { ...person, missingSince: absence.since });
    else
      this.people.set(personId, { ...person, active: false, sourceVersion: absence.sourceVersion, missingSince: null });
  }

  /** EmployeeId and UniqueKey are one person's; an address passes on from whoever is inactive. */
  private unlinkOthers(personId: string, { employeeId, uniqueKey, email }: Employee): void {
    for (const [id, person] of this.people) {
      if (id === personId) {
        if (person.employeeId !== null && person.employeeId !== employeeId) this.leaveBehind(id, person.employeeId);
        continue;
      }
      if (person.employeeId === employeeId) this.leaveBehind(id, employeeId);
      this.people.set(id, {
        ...person,
        employeeId: person.employeeId === employeeId ? null : person.employeeId,
        uniqueKey: person.uniqueKey === uniqueKey ? null : person.uniqueKey,
        email: !person.active && person.email === email ? null : person.email,
      });
    }
  }

  private leaveBehind(personId: string, employeeId: string): void {
    this.formerly.set(employeeId, (this.formerly.get(employeeId) ?? new Set()).add(personId));
  }
}

function knownOf(personId: string, sourceVersion: number, record: Employee, digest: string): KnownPerson {
  const { employeeId, uniqueKey, email, firstName, status, startDate, leavingDate } = record;
  return {
    personId,
    employeeId,
    linked: true,
    active: true,
    sourceVersion,
    digest,
    uniqueKey,
    email,
    name: factsOf(record, digest).name,
    firstName,
    status,
    startDate,
    leavingDate,
    ignoredLeavingDate: null,
    missingSince: null,
    employee: record,
  };
}
