import { defaultPolicy, type Employee, type EmployeeField, employeeFields, type Policy } from '@people-sync/contracts';
import {
  isDay,
  type LeaverWordOfModel,
  type ModelPerson,
  type No,
  stoodBefore,
  type Word,
} from './model-person.testkit';
import { type ModelItem, type ModelPlan, noTo, planOf, type PlanReader } from './model-plan.testkit';
import { goneScopeValues, toldProblems, whyHeld } from './model-safeguards.testkit';
import type { PeopleHrAnswer } from './peoplehr.testkit';

/** A plan that waits for somebody's OK. */
export interface Waiting {
  readonly answer: PeopleHrAnswer;
  readonly plan: ModelPlan;
  /** What it was made with; if that is another now, the plan is outdated. */
  readonly madeWith: string;
}

/** Somebody who is in WeThrive already. */
export interface ModelImport {
  readonly id: string;
  readonly email: string;
  readonly active: boolean;
  readonly orgEmployeeId: string | null;
  readonly record: Employee;
}

/**
 * What the rules make of a company, in the words of the semantics of a sync and in the plainest form: one list of
 * people, every row judged every time. It shares no decision with the rules that are tested.
 */
export class CompanyModel {
  readonly people = new Map<string, ModelPerson>();
  readonly words = new Map<string, Word>();
  readonly missingWords = new Map<string, 'left' | 'keep'>();
  readonly leaverWords = new Map<string, LeaverWordOfModel>();
  readonly leftOut = new Set<string>();
  readonly noes = new Map<string, No>();
  policy: Policy = defaultPolicy;
  /** How many people leave by the scope as it was shown on screen; null: not shown, or done. */
  private leavingShown: number | null = null;
  waiting: Waiting | null = null;
  /** What was applied last, and of which answer. */
  lastApplication: { items: readonly ModelItem[]; answer: PeopleHrAnswer; otherCompany: boolean } | null = null;
  /** What the last answer that was looked at left to be settled: by EmployeeId whom the case is about. */
  cases: ReadonlyMap<string, readonly string[]> = new Map();
  /** Likewise the leavers of whom it is asked whether they left, and their rows. */
  perhapsLeft: ReadonlyMap<string, Employee> = new Map();
  private lastApplied = new Map<string, Employee>();
  /** By EmployeeId everybody who was ever linked to it. */
  private readonly everLinked = new Map<string, Set<string>>();
  private companyId: string | null = null;
  private appliedBefore = false;
  private shape: readonly EmployeeField[] | null = null;
  private acceptedAsGone: readonly string[] = [];
  private known = 0;
  private policies = 0;
  private decisions = 0;

  /** @param personId the id of the person who is the n-th of an EmployeeId */
  constructor(private readonly personId: (companyId: string, employeeId: string, n: number) => string) {}

  import(people: readonly ModelImport[]): void {
    if (people.length === 0) return;
    for (const { email } of people) this.giveUp(email, '');
    for (const one of people) {
      const nothing = { employeeId: null, uniqueKey: null, linked: false, source: null };
      this.people.set(one.id, { ...one, ...nothing, version: 1, ignoredDate: null, missingSince: null });
    }
    this.known += 1;
  }

  /** @param shown how many people would leave by the scope, if that was shown */
  setPolicy(policy: Policy, shown: number | null): void {
    if (JSON.stringify(policy) === JSON.stringify(this.policy)) return;
    if (JSON.stringify(policy.scope) !== JSON.stringify(this.policy.scope)) this.leavingShown = shown;
    this.policy = policy;
    this.policies += 1;
  }

  settleCase(employeeId: string, word: Word): void {
    if (JSON.stringify(this.words.get(employeeId)) !== JSON.stringify(word)) this.decisions += 1;
    this.words.set(employeeId, word);
  }

  settleMissing(person: string, word: 'left' | 'keep'): void {
    if (this.missingWords.get(person) !== word) this.decisions += 1;
    this.missingWords.set(person, word);
  }

  settleLeaver(person: string, word: LeaverWordOfModel): void {
    if (JSON.stringify(this.leaverWords.get(person)) !== JSON.stringify(word)) this.decisions += 1;
    this.leaverWords.set(person, word);
  }

  leaveOut(person: string): void {
    if (!this.leftOut.has(person)) this.decisions += 1;
    this.leftOut.add(person);
  }

  /** Takes a word back. */
  undo(kind: 'case' | 'missing' | 'leaver' | 'leave out' | 'no', about: string): void {
    const { words, missingWords, leaverWords, leftOut, noes } = this;
    const held = { case: words, missing: missingWords, leaver: leaverWords, 'leave out': leftOut, no: noes }[kind];
    if (held.delete(about)) this.decisions += 1;
  }

  /** What an answer would lead to now. */
  planOf(answer: PeopleHrAnswer, noes: ReadonlyMap<string, No> = this.noes): ModelPlan {
    return planOf(this.reader(answer, noes));
  }

  whyHeld(plan: ModelPlan, answer: PeopleHrAnswer): string[] {
    return whyHeld(plan, answer, {
      policy: this.policy,
      people: [...this.people.values()],
      appliedBefore: this.appliedBefore,
      otherCompany: this.isOther(answer),
      leavingShown: this.leavingShown,
      shape: this.shape,
      acceptedAsGone: this.acceptedAsGone,
    });
  }

  /** An answer that was taken for real: it is applied, or its plan waits. */
  take(answer: PeopleHrAnswer): { readonly plan: ModelPlan; readonly held: readonly string[] } {
    const plan = this.planOf(answer);
    const held = this.whyHeld(plan, answer);
    this.cases = plan.cases;
    const told = new Set(toldProblems(plan.refused, held));
    const isAsked = ([, row]: [string, Employee]) => told.has(`${row.employeeId} leaver-date-unreadable`);
    this.perhapsLeft = new Map([...plan.perhapsLeft].filter(isAsked));
    this.note(plan, answer);
    // A field that is gone is missed until somebody accepts it; a new one is there from now on.
    const seen = (field: EmployeeField) => this.shape?.includes(field) === true || answer.fieldsPresent.includes(field);
    this.shape = employeeFields.filter(seen);
    this.waiting = held.length > 0 ? { answer, plan, madeWith: this.versions() } : null;
    if (held.length === 0) {
      this.change(plan, answer);
      this.leavingShown = null;
      this.lastApplied = new Map(answer.employees.map((row) => [row.employeeId, row]));
      const gone = goneScopeValues(this.policy, answer);
      this.acceptedAsGone = this.acceptedAsGone.filter((value) => gone.includes(value));
    }
    return { plan, held };
  }

  /** Somebody's yes to the plan that waits, but for these people. */
  approve(exclude: readonly string[]): 'decided' | 'plan-outdated' | 'exclusion-clash' | 'no-plan' {
    const { waiting } = this;
    if (!waiting) return 'no-plan';
    const { answer, plan, madeWith } = waiting;
    if (madeWith !== this.versions()) return 'plan-outdated';
    const noes = new Map(this.noes);
    const said = plan.items.filter(({ person }) => exclude.includes(person));
    for (const item of said) noes.set(item.person, noTo(item));
    const rest = this.planOf(answer, noes);
    const changes = new Set(rest.items.map(({ person }) => person));
    const clash = plan.items.some(({ person }) => !exclude.includes(person) && !changes.has(person));
    if (clash) return 'exclusion-clash';
    for (const item of said) this.noes.set(item.person, noTo(item));
    if (said.length > 0) this.decisions += 1;
    const other = this.isOther(answer);
    this.change(rest, answer);
    if (other) this.lastApplied = new Map();
    this.acceptedAsGone = [...new Set([...this.acceptedAsGone, ...goneScopeValues(this.policy, answer)])];
    this.waiting = null;
    return 'decided';
  }

  reject(): 'decided' | 'plan-outdated' | 'no-plan' {
    const { waiting } = this;
    if (!waiting) return 'no-plan';
    if (waiting.madeWith !== this.versions()) return 'plan-outdated';
    for (const item of waiting.plan.items) this.noes.set(item.person, noTo(item));
    if (waiting.plan.items.length > 0) this.decisions += 1;
    this.waiting = null;
    return 'decided';
  }

  /** The id that the next newcomer with this EmployeeId gets. */
  newcomer(companyId: string, employeeId: string): string {
    return this.personId(companyId, employeeId, this.everLinked.get(employeeId)?.size ?? 0);
  }

  private reader(answer: PeopleHrAnswer, noes: ReadonlyMap<string, No>): PlanReader {
    const otherCompany = this.isOther(answer);
    return {
      rows: answer.employees,
      people: [...this.people.values()],
      policy: this.policy,
      today: answer.today,
      takenAt: answer.takenAt,
      otherCompany,
      lastApplied: otherCompany ? new Map() : this.lastApplied,
      words: this.words,
      noes,
      leftOut: new Set([...this.leftOut, ...this.policy.leaveOut.map(({ personId }) => personId)]),
      missingWords: this.missingWords,
      leaverWords: this.leaverWords,
      newcomer: (employeeId) => this.newcomer(answer.companyId, employeeId),
    };
  }

  /** Seen in every complete answer, whether or not its plan waits. */
  private note({ away, endedNoes, endedLeaverWords }: ModelPlan, { takenAt }: PeopleHrAnswer): void {
    for (const person of [...this.people.values()]) {
      const missingSince = away.includes(person.id) ? (person.missingSince ?? takenAt) : null;
      this.people.set(person.id, { ...person, missingSince });
      if (missingSince === null) this.missingWords.delete(person.id);
    }
    for (const id of endedNoes) this.noes.delete(id);
    for (const id of endedLeaverWords) this.leaverWords.delete(id);
  }

  private change({ items, unchanged }: ModelPlan, answer: PeopleHrAnswer): void {
    if (this.isOther(answer)) this.dropLinks(items, unchanged);
    for (const item of items) if (item.kind === 'left') this.leave(item);
    for (const { kind, person, row } of items) {
      if (kind === 'left' || !row) continue;
      this.unlink(row, person);
      this.giveUp(row.email, person);
    }
    const before = this.isOther(answer) ? new Map<string, Employee>() : this.lastApplied;
    for (const item of items) {
      if (item.kind !== 'left' && item.row) this.say(item, item.row, answer.today, before.get(item.row.employeeId));
    }
    this.lastApplication = { items, answer, otherCompany: this.isOther(answer) };
    if (items.length > 0) this.known += 1;
    this.companyId = answer.companyId;
    this.appliedBefore = true;
    this.shape = employeeFields.filter((field) => answer.fieldsPresent.includes(field));
  }

  private leave({ person, row }: ModelItem): void {
    const before = this.people.get(person);
    if (!before) return;
    const { status, leavingDate } = row ?? before.record;
    // A date that nobody can read is told to nobody.
    const record = { ...before.record, status, leavingDate: isDay(leavingDate) ? leavingDate : null };
    this.people.set(person, { ...before, record, active: false, missingSince: null, version: before.version + 1 });
    this.missingWords.delete(person);
    this.leaverWords.delete(person);
  }

  /** From now on the person is what the row says. */
  private say({ kind, person }: ModelItem, row: Employee, today: string, lastApplied: Employee | undefined): void {
    const before = this.people.get(person) ?? null;
    const date = isDay(row.leavingDate) ? row.leavingDate : null;
    const returns = before?.active === false && date !== null;
    const stood =
      before?.active === true
        ? before.ignoredDate === date
        : returns && (date < today || stoodBefore(row, before, lastApplied));
    this.people.set(person, {
      id: person,
      employeeId: row.employeeId,
      uniqueKey: row.uniqueKey,
      email: row.email,
      active: true,
      linked: true,
      orgEmployeeId: before?.orgEmployeeId ?? null,
      record: row,
      source: row,
      version: (before?.version ?? 0) + 1,
      ignoredDate: stood ? date : null,
      missingSince: null,
    });
    this.everLinked.set(row.employeeId, (this.everLinked.get(row.employeeId) ?? new Set()).add(person));
    const word = this.words.get(row.employeeId);
    if (kind === 'joined' && word?.person === null) this.words.set(row.employeeId, { ...word, person });
  }

  private unlink({ employeeId }: Employee, to: string): void {
    for (const person of [...this.people.values()]) {
      if (person.id !== to && person.employeeId === employeeId)
        this.people.set(person.id, { ...person, employeeId: null });
    }
  }

  /** Somebody inactive gives their address up. */
  private giveUp(address: string | null, to: string): void {
    for (const person of [...this.people.values()]) {
      if (person.id !== to && !person.active && person.email === address)
        this.people.set(person.id, { ...person, email: null });
    }
  }

  private dropLinks(items: readonly ModelItem[], unchanged: readonly string[]): void {
    const linked = new Set([...items.flatMap(({ kind, person }) => (kind === 'left' ? [] : [person])), ...unchanged]);
    for (const person of [...this.people.values()]) {
      if (person.linked && !linked.has(person.id))
        this.people.set(person.id, { ...person, employeeId: null, uniqueKey: null });
    }
  }

  private isOther({ companyId }: PeopleHrAnswer): boolean {
    return this.companyId !== null && companyId !== this.companyId;
  }

  private versions(): string {
    return JSON.stringify([this.known, this.policies, this.decisions]);
  }
}
