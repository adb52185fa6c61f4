import { defaultPolicy, type Employee, type EmployeeField, employeeFields, type Policy } from '@people-sync/contracts';
import { employeeDigest } from '../employees/canonical-employee';
import { changesBetween } from '../employees/changes-between';
import { maskedRecord } from '../employees/masked-record';
import { type IdentitySettlement, noSettlements, type Settlements } from '../identity/settlements';
import { plan, type RulesPlan } from '../plans/plan';
import { countingOf } from '../safeguards/counted';
import { type FieldChange, FieldTotals } from '../safeguards/field-totals';
import { heldBecause, type PlanTotals, safeguards } from '../safeguards/safeguards';
import { toldRefusals } from '../safeguards/unreadable';
import { KnownPeople } from '../known/known-people';
import type { ImportedPerson, KnownPerson } from '../known/known-person';
import { looksAtAnything, namedForNobody, type ScopeField } from '../scope/scope';
import { type BaseRow, difference } from '../snapshots/difference';
import { type DifferingRow, factsOf, type KnownFacts, type Records, type RowFacts } from './differing-row';
import { claimedAddresses, type Judgement, needsRecord } from './judge';
import { keptKeys } from './kept-keys';
import { maskedFields, type PlanItem, type Verdict } from './verdict';

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
}

/** An answer of PeopleHR on a day. */
export interface Answer {
  readonly employees: readonly Employee[];
  readonly today: string;
  /** RFC 3339; noon of the day if not given. */
  readonly takenAt?: string;
  readonly companyId?: string;
  /** All of them if not given. */
  readonly fieldsPresent?: readonly EmployeeField[];
}

/** A tenant held in maps: what the reconciler does with tables, told in as few words as possible. */
export class RulesTestkit {
  readonly known = new KnownPeople();
  policy: Policy;
  /** How many people are to leave by the scope as it was shown; null: not shown, or done. */
  leavingShown: number | null = null;
  settlements: Settlements = noSettlements;
  protected base = new Map<string, Row>();
  protected readonly open = new Set<string>();
  protected companyId: string | null = null;
  protected appliedBefore = false;
  /** The version of known. */
  protected version = 0;
  shape: readonly EmployeeField[] = [];
  scopeGone: readonly string[] = [];
  /** What the last accepted answer left to be settled: `EmployeeId code`, or of somebody absent `person code`. */
  problems: readonly string[] = [];
  /** When the newest complete answer was taken, accepted or not. */
  protected newest = '';
  private judgedWith: unknown = null;

  constructor(
    policy: Partial<Policy> = {},
    /** False: every row is judged each time. */
    private readonly shortCut = true,
    readonly tenantId = 'tiles',
  ) {
    this.policy = { ...defaultPolicy, ...policy };
  }

  get people(): ReadonlyMap<string, KnownPerson> {
    return this.known.byId;
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
    return this.known.of(employeeId);
  }

  addressOf(employeeId: string): string | null | undefined {
    return this.personOf(employeeId)?.email;
  }

  /** Addresses of active people. */
  addresses(): (string | null)[] {
    return [...this.people.values()].filter(({ active }) => active).map(({ email }) => email);
  }

  /** People who are in WeThrive already. */
  import(people: readonly ImportedPerson[]): void {
    this.importAs(people, ({ email, name, orgEmployeeId }) =>
      employee(orgEmployeeId ?? '', { email, firstName: name, lastName: null, startDate: null }),
    );
  }

  importAs(people: readonly ImportedPerson[], recordOf: (person: ImportedPerson) => Employee): void {
    this.known.import(people, recordOf);
    this.version += 1;
  }

  settle(settlements: Partial<Settlements>): void {
    this.settlements = { ...this.settlements, ...settlements };
  }

  settleIdentity(employeeId: string, settlement: IdentitySettlement): void {
    this.settle({ identities: new Map([...this.settlements.identities, [employeeId, settlement]]) });
  }

  /** What the answer means, without applying it. */
  judge(answer: Answer): Judgement {
    return this.plan(answer);
  }

  /**
   * What the answer leads to, without applying it.
   * @param everything judge every row, as in a repair
   * @param tentative ids of what was settled for this plan alone
   */
  plan(answer: Answer, everything = false, tentative: readonly string[] = []): RulesPlan {
    const { employees, today, companyId = 'company' } = answer;
    const otherCompany = this.isOther(answer);
    const base = otherCompany ? new Map<string, Row>() : this.base;
    const facts = new Map(employees.map((one) => [one.employeeId, this.factsOf(one)]));
    const all = everything || !this.shortCut || this.judgedWith !== this.judgingBy();
    const digests = new Map([...facts].map(([id, { digest }]) => [id, digest]));
    const wanted = new Set(all ? digests.keys() : difference(base, digests, this.open, today).differing);
    const rows = employees
      .filter(({ employeeId }) => wanted.has(employeeId))
      .map((one): DifferingRow => {
        const known = this.personOf(one.employeeId) ?? null;
        const settled = this.settlements.identities.get(one.employeeId)?.personId ?? null;
        return {
          row: facts.get(one.employeeId) ?? factsOf(one, ''),
          before: base.get(one.employeeId) ?? null,
          known,
          others: this.known.candidatesFor(one, { settled, holder: known, rows: facts }),
          formerly: this.known.formerlyOf(one.employeeId, known),
        };
      });
    const absent = [...this.people.values()].filter(
      ({ active, linked, employeeId }) =>
        active && linked && (otherCompany || employeeId === null || !digests.has(employeeId)),
    );
    const claimed = claimedAddresses(rows, otherCompany);
    const holderOf = (address: string) => (claimed.has(address) ? this.known.holderOf(address) : undefined);
    return plan({
      rows,
      absent,
      state: { tenantId: this.tenantId, companyId, otherCompany, holderOf },
      policy: this.policy,
      settlements: this.settlements,
      records: this.recordsFor(rows, employees),
      takenAt: takenAtOf(answer),
      today,
      seen: employees.length,
      base: this.version,
      policyVersion: 0,
      decisionsVersion: 0,
      tentative,
    });
  }

  /** Which safeguards hold the plan of this answer. */
  held(answer: Answer): string[] {
    return heldBecause(this.measured(answer));
  }

  /** What the safeguards measure of the plan of this answer. */
  measured(answer: Answer, planned = this.plan(answer)): ReturnType<typeof safeguards> {
    return safeguards(this.totals(answer, planned), this.policy.safeguards);
  }

  /** What somebody's no to an item is remembered by. */
  keysOf(item: PlanItem, answer: Answer): string[] {
    return keptKeys(item, this.changesOf(item, answer), this.policy.scope);
  }

  /** Of each item of a plan that waits what made it wait, by person; nothing of those that did not. */
  counted(answer: Answer, planned = this.plan(answer)): Map<string, string[]> {
    const counting = countingOf(this.measured(answer, planned), this.totals(answer, planned), this.policy);
    return new Map(planned.items.map((item) => [item.personId, counting(item, this.changesOf(item, answer))]));
  }

  /** Somebody says no to these items. */
  sayNo(noes: Iterable<readonly [personId: string, keys: readonly string[]]>): void {
    const kept = new Map(this.settlements.kept);
    for (const [personId, keys] of noes)
      if (keys.length > 0) kept.set(personId, new Set([...(kept.get(personId) ?? []), ...keys]));
    this.settle({ kept });
  }

  private totals(answer: Answer, { items, verdicts, absences }: RulesPlan): PlanTotals {
    const fields = new FieldTotals();
    for (const item of items)
      if (item.kind === 'changed' && item.known.linked) fields.add(this.changesOf(item, answer));
    const people = [...this.people.values()].filter(({ active }) => active);
    const linked = people.filter((person) => person.linked).length;
    const present = new Set(answer.fieldsPresent ?? employeeFields);
    return {
      active: people.length,
      linked,
      present: linked - absences.length,
      appliedBefore: this.appliedBefore,
      ontoPeople: this.people.size > 0,
      otherCompany: this.isOther(answer),
      byNewRules: 0,
      leavingShown: this.leavingShown,
      items,
      verdicts,
      fields,
      had: (field) => people.filter((person) => person.employee[field] !== null).length,
      fieldsGone: this.shape.filter((field) => !present.has(field)),
      scopeValuesGone: this.scopeValuesGone(answer).filter((value) => !this.scopeGone.includes(value)),
    };
  }

  /** What a changed item does to its person's record. */
  private changesOf(item: PlanItem, { employees }: Answer): FieldChange[] {
    const received = employees.find(({ employeeId }) => employeeId === item.row?.employeeId);
    const before = item.known && this.people.get(item.known.personId)?.employee;
    if (item.kind !== 'changed' || !received || !before) return [];
    const after = maskedRecord(before, received, maskedFields(item));
    const { changed, old } = changesBetween(before, after);
    return changed.map((field) => ({ field, old: old[field] ?? null, new: after[field] }));
  }

  /** The plan's hash, without applying it. */
  hash(employees: readonly Employee[], today: string): string {
    return this.plan({ employees, today }).hash;
  }

  /** The changes that the answer leads to. */
  items(answer: Answer): PlanItem[] {
    return this.plan(answer).items;
  }

  /** Applies an answer; the verdicts in the order of its rows. */
  sync(employees: readonly Employee[], today: string): Verdict[] {
    return this.apply({ employees, today }).verdicts;
  }

  /** Applies an answer. */
  apply(answer: Answer, planned = this.plan(answer)): RulesPlan {
    const { verdicts, items } = planned;
    const received = byEmployeeId(answer);
    this.accept(planned, answer);
    this.take(planned, answer);
    if (this.isOther(answer)) this.base.clear();
    for (const { row, due, kind } of verdicts) {
      this.base.set(row.employeeId, { ...row, due });
      if (kind === 'refused' || kind === 'kept') this.open.add(row.employeeId);
      else this.open.delete(row.employeeId);
    }
    for (const id of [...this.base.keys(), ...this.open]) {
      if (received.has(id)) continue;
      this.base.delete(id);
      this.open.delete(id);
    }
    this.judgedWith = this.judgingBy();
    this.leavingShown = null;
    this.scopeGone = this.scopeGone.filter((value) => this.scopeValuesGone(answer).includes(value));
    this.companyId = answer.companyId ?? 'company';
    this.appliedBefore = true;
    if (items.length > 0) this.version += 1;
    return planned;
  }

  /** What any complete answer leaves behind, accepted or not: that it had people who were missing. */
  see({ seenAgain }: Pick<RulesPlan, 'seenAgain'>, answer: Answer): void {
    const takenAt = takenAtOf(answer);
    this.known.noteSeen(seenAgain, takenAt);
    if (takenAt > this.newest) this.newest = takenAt;
  }

  /** What is noted of an accepted answer: who is missing, what was settled and has ended, its shape, its problems. */
  protected accept(planned: RulesPlan, answer: Answer): void {
    const { absences, endedNoes, noLongerAsked, seenAgain } = planned;
    // As long as it stands beside what is known: that is about to change.
    this.problems = this.problemsOf(planned, answer);
    this.see({ seenAgain }, answer);
    this.shape = answer.fieldsPresent ?? employeeFields;
    this.known.noteMissing(absences, takenAtOf(answer), this.newest);
    const { missing, leavers, kept } = this.settlements;
    const away = new Set(absences.map(({ known }) => known.personId));
    const holding = [...kept].map(([personId, keys]) => {
      const ended = new Set(endedNoes.flatMap((one) => (one.personId === personId ? [one.key] : [])));
      return [personId, new Set([...keys].filter((key) => !ended.has(key)))] as const;
    });
    this.settle({
      missing: new Map([...missing].filter(([personId]) => away.has(personId))),
      leavers: new Map([...leavers].filter(([personId]) => !noLongerAsked.includes(personId))),
      kept: new Map(holding.filter(([, keys]) => keys.size > 0)),
    });
  }

  /** What the refusals of an answer are told as. */
  told(planned: RulesPlan, answer: Answer): ReturnType<typeof toldRefusals> {
    return toldRefusals(planned.refused, this.measured(answer, planned));
  }

  /** What an answer leaves to be settled if it is accepted. */
  private problemsOf(planned: RulesPlan, answer: Answer): string[] {
    const { each, together } = this.told(planned, answer);
    const open = planned.absences.filter((one) => one.kind === 'missing' && !one.settled);
    return [
      ...each.map(({ row, problem }) => `${row.employeeId} ${problem.code}`),
      ...together.map(() => ' dates-unreadable'),
      ...open.map(
        (one) => `${one.known.personId} ${one.kind === 'missing' && one.protected ? 'protected' : 'missing'}`,
      ),
    ].sort();
  }

  /** Makes known what a plan says. */
  protected take({ items, verdicts }: Pick<RulesPlan, 'items' | 'verdicts'>, answer: Answer): void {
    if (this.isOther(answer)) {
      const anew = items.flatMap((item) => (item.kind === 'left' ? [] : [item.personId]));
      const still = verdicts.flatMap(({ kind, known, row }) =>
        kind === 'unchanged' && known?.digest === row.digest && known.employeeId === row.employeeId
          ? [known.personId]
          : [],
      );
      this.known.dropLinks(new Set([...anew, ...still]));
    }
    this.say(items, answer);
  }

  /** Makes known what these items say. */
  protected say(items: readonly PlanItem[], answer: Answer): void {
    this.known.apply(items, byEmployeeId(answer));
    for (const item of items) {
      const { missing, leavers } = this.settlements;
      if (item.kind === 'left')
        this.settle({ missing: without(missing, item.personId), leavers: without(leavers, item.personId) });
      if (item.kind !== 'joined') continue;
      const settled = this.settlements.identities.get(item.row.employeeId);
      if (settled?.personId === null) this.settleIdentity(item.row.employeeId, { ...settled, personId: item.personId });
    }
  }

  protected isOther({ companyId = 'company' }: Answer): boolean {
    return this.companyId !== null && companyId !== this.companyId;
  }

  /** Scope values that the answer has for nobody, as `field: value`. */
  protected scopeValuesGone({ employees }: Answer): string[] {
    const here = (field: ScopeField) => employees.flatMap((one) => one[field] ?? []);
    return namedForNobody(this.policy.scope, here).map(({ field, value }) => `${field}: ${value}`);
  }

  digestOf(one: Employee): string {
    return digestOf(one);
  }

  private factsOf(one: Employee): RowFacts {
    return factsOf(one, digestOf(one), looksAtAnything(this.policy.scope));
  }

  /** The whole records that it takes to judge rows of people to whose fields somebody said no. */
  private recordsFor(rows: readonly DifferingRow[], employees: readonly Employee[]): Records {
    const ofRow = new Map<string, Employee>();
    const ofPerson = new Map<string, Employee>();
    const received = new Map(employees.map((one) => [one.employeeId, one]));
    for (const { row, known, others } of rows) {
      const people = [
        known,
        others?.byUniqueKey?.known,
        others?.byOrgEmployeeId,
        others?.byEmail?.known,
        others?.bySettlement?.known,
      ];
      const needed = people.filter((one): one is KnownFacts => !!one && needsRecord(one, this.settlements));
      const employee = received.get(row.employeeId);
      if (needed.length > 0 && employee) ofRow.set(row.employeeId, employee);
      for (const { personId } of needed) {
        const person = this.people.get(personId);
        if (person) ofPerson.set(personId, person.employee);
      }
    }
    return { ofPerson, ofRow };
  }

  private judgingBy(): string {
    const { identities, missing, leavers, leftOut, kept } = this.settlements;
    return JSON.stringify([
      this.policy,
      ...[identities, missing, leavers, leftOut].map((all) => [...all]),
      [...kept].map(([id, keys]) => [id, [...keys]]),
    ]);
  }
}

const digests = new WeakMap<Employee, string>();

/** Remembered: an employee is the same in many answers. */
function digestOf(one: Employee): string {
  const digest = digests.get(one) ?? employeeDigest(one, 'key');
  digests.set(one, digest);
  return digest;
}

const takenAtOf = ({ takenAt, today }: Answer): string => takenAt ?? `${today}T12:00:00Z`;

const byEmployeeId = ({ employees }: Answer): Map<string, Employee> =>
  new Map(employees.map((one) => [one.employeeId, one]));

const without = <T>(all: ReadonlyMap<string, T>, personId: string): Map<string, T> =>
  new Map([...all].filter(([id]) => id !== personId));
