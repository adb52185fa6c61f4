import { defaultPolicy, type Employee, type EmployeeField, employeeFields, type Policy } from '@people-sync/contracts';
import { dateThatCounts, isDay, type ModelPerson, stoodBefore } from './model-person.testkit';
import {
  missingSince,
  type ModelItem,
  type ModelPlan,
  noesTo,
  planOf,
  type PlanReader,
  type SaidNo,
} from './model-plan.testkit';
import { type Circumstances, goneScopeValues, toldProblems, whatMadeItWait, whyHeld } from './model-safeguards.testkit';
import { ModelSettled, type ModelDraft, type Settled, withNoes } from './model-settled.testkit';
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
  readonly settled = new ModelSettled();
  /** Since when changes wait. */
  heldSince: string | null = null;
  /** What the last accepted answer left to be decided. */
  problems: readonly string[] = [];
  policy: Policy = defaultPolicy;
  /** How many people leave by the scope as it was shown on screen; null: not shown, or done. */
  private leavingShown: number | null = null;
  waiting: Waiting | null = null;
  /** By what the answer that was taken or approved last was judged. */
  judgedBy: Settled = this.settled.with([]);
  /** What was applied last, and of which answer. */
  lastApplication: { items: readonly ModelItem[]; answer: PeopleHrAnswer; otherCompany: boolean } | null = null;
  /** What the last accepted answer left to be settled: by EmployeeId whom the case is about. */
  cases: ReadonlyMap<string, readonly string[]> = new Map();
  /** Likewise the leavers of whom it is asked whether they left, and their rows. */
  perhapsLeft: ReadonlyMap<string, Employee> = new Map();
  private lastApplied = new Map<string, Employee>();
  /** By EmployeeId everybody who was ever linked to it. */
  private readonly everLinked = new Map<string, Set<string>>();
  private companyId: string | null = null;
  private appliedBefore = false;
  shape: readonly EmployeeField[] | null = null;
  acceptedAsGone: readonly string[] = [];
  /** When the newest complete answer was taken, accepted or not. */
  private newest = '';
  private known = 0;
  private policies = 0;

  /** @param personId the id of the person who is the n-th of an EmployeeId */
  constructor(private readonly personId: (companyId: string, employeeId: string, n: number) => string) {}

  import(people: readonly ModelImport[]): void {
    if (people.length === 0) return;
    for (const { email } of people) this.giveUp(email, '');
    for (const one of people) {
      const nothing = { employeeId: null, uniqueKey: null, linked: false, source: null };
      const never = { ignoredDate: null, announcedDate: null, missingSince: null, seenAt: null };
      this.people.set(one.id, { ...one, ...nothing, ...never, version: 1 });
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

  /** Nobody has left whom the newest complete answer has. */
  settleMissing(person: string, word: 'left' | 'keep'): 'settled' | 'in-newest-answer' {
    if (word === 'left' && this.isSeen(person)) return 'in-newest-answer';
    this.settled.settleMissing(person, word);
    return 'settled';
  }

  /** What an answer would lead to now: what was settled for the plan that waits counts for the same rows. */
  planOf(answer: PeopleHrAnswer, settled: Settled = this.settled.with(this.settled.carried(answer))): ModelPlan {
    return planOf(this.reader(answer, settled));
  }

  /** The leavers of whom it is asked whether they left, and their rows: not where that is asked of too many. */
  askedLeavers(plan: ModelPlan, answer: PeopleHrAnswer): [string, Employee][] {
    const told = new Set(toldProblems(plan.refused, this.whyHeld(plan, answer)));
    const isAsked = ([, row]: [string, Employee]) => told.has(`${row.employeeId} leaver-date-unreadable`);
    return [...plan.perhapsLeft].filter(isAsked).sort(([, a], [, b]) => (a.employeeId < b.employeeId ? -1 : 1));
  }

  whyHeld(plan: ModelPlan, answer: PeopleHrAnswer): string[] {
    return whyHeld(plan, answer, this.circumstances(answer));
  }

  /** A complete answer that nobody accepted, or not yet: it says in their favour that those who were missing are here. */
  see({ seenAgain }: ModelPlan, { takenAt }: PeopleHrAnswer): void {
    for (const id of seenAgain) {
      const person = this.people.get(id);
      if (person && (person.seenAt ?? '') < takenAt) this.people.set(id, { ...person, seenAt: takenAt });
    }
    if (takenAt > this.newest) this.newest = takenAt;
  }

  /** An answer that was taken for real: it is applied, or its plan waits. */
  take(answer: PeopleHrAnswer): { readonly plan: ModelPlan; readonly held: readonly string[] } {
    const plan = this.planOf(answer);
    const held = this.whyHeld(plan, answer);
    this.settled.drafts = this.settled.carried(answer);
    this.judgedBy = this.settled.with(this.settled.drafts);
    this.see(plan, answer);
    this.waiting = held.length > 0 ? { answer, plan, madeWith: this.versions() } : null;
    if (held.length > 0) {
      this.heldSince ??= answer.takenAt;
      return { plan, held };
    }
    this.settled.putInForce();
    this.accept(plan, answer);
    this.change(plan, answer);
    this.leavingShown = null;
    this.lastApplied = new Map(answer.employees.map((row) => [row.employeeId, row]));
    const gone = goneScopeValues(this.policy, answer);
    this.acceptedAsGone = this.acceptedAsGone.filter((value) => gone.includes(value));
    return { plan, held };
  }

  /** Somebody settles something for the plan that waits alone: its own rows are judged again at once. */
  draft(draft: ModelDraft): 'drafted' | 'plan-outdated' | 'exclusion-clash' | 'no-plan' | 'in-newest-answer' {
    const { waiting } = this;
    if (!waiting) return 'no-plan';
    const { answer, madeWith, plan } = waiting;
    if (madeWith !== this.versions()) return 'plan-outdated';
    if (draft.kind === 'missing' && draft.word === 'left' && this.isSeen(draft.about)) return 'in-newest-answer';
    const drafts = [
      ...this.settled.drafts.filter((one) => one.kind !== draft.kind || one.about !== draft.about),
      draft,
    ];
    const again = this.planOf(answer, this.settled.with(drafts));
    if (draft.kind === 'no' && clash(plan, again, [draft.about])) return 'exclusion-clash';
    this.settled.drafts = drafts;
    this.waiting = { answer, madeWith, plan: again };
    return 'drafted';
  }

  /** Somebody's yes to the plan that waits, but for these people; or to those alone who leave by status or date. */
  approve(
    exclude: readonly string[],
    only: 'all' | 'leavers',
    now: string,
  ): 'decided' | 'plan-outdated' | 'exclusion-clash' | 'no-plan' | 'answer-too-old' {
    const { waiting } = this;
    if (!waiting) return 'no-plan';
    const { answer, plan, madeWith } = waiting;
    if (madeWith !== this.versions()) return 'plan-outdated';
    if (only === 'all' && Date.parse(now) - Date.parse(answer.takenAt) > 24 * 3_600_000) return 'answer-too-old';
    const said = plan.items.filter(({ person }) => exclude.includes(person)).flatMap((item) => this.noesTo(item));
    const settled = this.settled.with(this.settled.drafts);
    // Somebody whom a later answer has is not missing from this one for the second time any more.
    if (!sameItems(plan, this.planOf(answer, settled))) return 'plan-outdated';
    this.judgedBy = settled;
    const rest = this.planOf(answer, { ...settled, noes: withNoes(settled.noes, said) });
    if (only === 'all' && clash(plan, rest, exclude)) return 'exclusion-clash';
    // What was settled for the plan came first.
    if (only === 'all') this.settled.putInForce();
    // Whoever is left out of what goes on waiting is not to go by what was settled for it.
    else
      this.settled.drafts = this.settled.drafts.filter(
        ({ kind, about }) => kind === 'case' || !exclude.includes(about),
      );
    this.settled.sayNo(said);
    this.waiting = null;
    if (only === 'leavers') this.letGo(rest, answer);
    else this.acceptWaiting(rest, answer);
    return 'decided';
  }

  /** A no to what made the plan wait, and to everything about these people. */
  reject(also: readonly string[]): 'decided' | 'plan-outdated' | 'no-plan' {
    const { waiting } = this;
    if (!waiting) return 'no-plan';
    const { answer, plan, madeWith } = waiting;
    if (madeWith !== this.versions()) return 'plan-outdated';
    const counted = whatMadeItWait(plan, answer, this.circumstances(answer));
    this.settled.sayNo([
      ...counted.filter(({ person }) => !also.includes(person)),
      ...plan.items.filter(({ person }) => also.includes(person)).flatMap((item) => this.noesTo(item)),
    ]);
    this.end();
    return 'decided';
  }

  /** What is known, settled or set is another by now than when the plan that waits was made. */
  get isOutdated(): boolean {
    return this.waiting !== null && this.waiting.madeWith !== this.versions();
  }

  /** The plan waits no longer, and nothing is remembered of it. */
  end(): void {
    this.waiting = null;
    this.settled.drafts = [];
  }

  noesTo(item: ModelItem): SaidNo[] {
    return noesTo(item, this).map((no) => ({ person: item.person, no }));
  }

  private acceptWaiting(plan: ModelPlan, answer: PeopleHrAnswer): void {
    const other = this.isOther(answer);
    this.accept(plan, answer);
    this.change(plan, answer);
    if (other) this.lastApplied = new Map();
    this.acceptedAsGone = [...new Set([...this.acceptedAsGone, ...goneScopeValues(this.policy, answer)])];
  }

  /** 'Apply only the leavers': nothing else of the answer is believed for that, but for when people are going to leave. */
  private letGo({ items }: ModelPlan, answer: PeopleHrAnswer): void {
    const going = items.filter(({ proof }) => proof === 'leaver-status' || proof === 'leaving-date');
    for (const item of going) this.leave(item);
    for (const { kind, person, before, row } of items) {
      const known = this.people.get(person);
      const date = kind === 'changed' && row ? dateThatCounts(row, before, this.lastApplied.get(row.employeeId)) : null;
      if (known && date !== null && date >= answer.today) this.people.set(person, { ...known, announcedDate: date });
    }
    this.lastApplication = { items: going, answer, otherCompany: this.isOther(answer) };
    if (going.length > 0) this.known += 1;
  }

  private isSeen(person: string): boolean {
    const seenAt = this.people.get(person)?.seenAt ?? null;
    return seenAt !== null && seenAt === this.newest;
  }

  private circumstances(answer: PeopleHrAnswer): Circumstances {
    return {
      policy: this.policy,
      people: [...this.people.values()],
      appliedBefore: this.appliedBefore,
      otherCompany: this.isOther(answer),
      leavingShown: this.leavingShown,
      shape: this.shape,
      acceptedAsGone: this.acceptedAsGone,
    };
  }

  /** The id that the next newcomer with this EmployeeId gets. */
  newcomer(companyId: string, employeeId: string): string {
    return this.personId(companyId, employeeId, this.everLinked.get(employeeId)?.size ?? 0);
  }

  private reader(answer: PeopleHrAnswer, { words, missingWords, leaverWords, leftOut, noes }: Settled): PlanReader {
    const otherCompany = this.isOther(answer);
    return {
      rows: answer.employees,
      people: [...this.people.values()],
      policy: this.policy,
      today: answer.today,
      takenAt: answer.takenAt,
      otherCompany,
      lastApplied: otherCompany ? new Map() : this.lastApplied,
      words,
      noes,
      leftOut: new Set([...leftOut, ...this.policy.leaveOut.map(({ personId }) => personId)]),
      missingWords,
      leaverWords,
      newcomer: (employeeId) => this.newcomer(answer.companyId, employeeId),
    };
  }

  /** Only an accepted answer says who is missing, what is to be decided, how answers look, and that a no has ended. */
  private accept(plan: ModelPlan, answer: PeopleHrAnswer): void {
    const { away, endedNoes, endedLeaverWords, cases, refused, asked } = plan;
    const { takenAt } = answer;
    const told = toldProblems(refused, this.whyHeld(plan, answer));
    this.perhapsLeft = new Map(this.askedLeavers(plan, answer));
    for (const person of [...this.people.values()]) {
      const isAway = away.includes(person.id);
      const seen = person.seenAt !== null && person.seenAt > takenAt ? person.seenAt : null;
      // An answer that came since, and was only looked at, may have had them.
      const unsure = person.missingSince === null && this.newest > takenAt ? takenAt : null;
      this.people.set(person.id, {
        ...person,
        missingSince: isAway ? missingSince(person, takenAt) : null,
        seenAt: isAway ? (seen ?? unsure) : null,
      });
      if (!isAway) this.settled.missingWords.delete(person.id);
    }
    this.settled.endNoes(endedNoes);
    for (const id of endedLeaverWords) this.settled.leaverWords.delete(id);
    this.cases = cases;
    this.problems = [...told, ...asked].sort();
    this.shape = employeeFields.filter((field) => answer.fieldsPresent.includes(field));
    this.heldSince = null;
  }

  private change({ items, unchanged }: ModelPlan, answer: PeopleHrAnswer): void {
    if (this.isOther(answer)) this.dropLinks(items, unchanged);
    for (const item of items) if (item.kind === 'left') this.leave(item);
    for (const { kind, person, row, before, after } of items) {
      if (kind === 'left' || !row) continue;
      this.unlink(row, person);
      if (after?.email !== before?.email) this.giveUp(after?.email ?? null, person);
    }
    const before = this.isOther(answer) ? new Map<string, Employee>() : this.lastApplied;
    for (const item of items) {
      if (item.kind !== 'left' && item.row) this.say(item, item.row, answer.today, before.get(item.row.employeeId));
    }
    this.lastApplication = { items, answer, otherCompany: this.isOther(answer) };
    if (items.length > 0) this.known += 1;
    this.companyId = answer.companyId;
    this.appliedBefore = true;
  }

  private leave({ person, row }: ModelItem): void {
    const before = this.people.get(person);
    if (!before) return;
    const { status, leavingDate } = row ?? before.record;
    // A date that nobody can read is told to nobody.
    const record = { ...before.record, status, leavingDate: isDay(leavingDate) ? leavingDate : null };
    const gone = { active: false, missingSince: null, seenAt: null, announcedDate: null };
    this.people.set(person, { ...before, ...gone, record, version: before.version + 1 });
    this.settled.missingWords.delete(person);
    this.settled.leaverWords.delete(person);
  }

  /** From now on the person is what the row says. */
  private say(
    { kind, person, after }: ModelItem,
    row: Employee,
    today: string,
    lastApplied: Employee | undefined,
  ): void {
    const before = this.people.get(person) ?? null;
    const record = after ?? row;
    const date = isDay(row.leavingDate) ? row.leavingDate : null;
    const returns = before?.active === false && date !== null;
    const stood =
      before?.active === true
        ? before.ignoredDate === date
        : returns && (date < today || stoodBefore(row, before, lastApplied));
    this.people.set(person, {
      id: person,
      employeeId: row.employeeId,
      uniqueKey: record.uniqueKey,
      email: record.email,
      active: true,
      linked: true,
      orgEmployeeId: before?.orgEmployeeId ?? null,
      record,
      source: record === row ? row : null,
      version: (before?.version ?? 0) + 1,
      ignoredDate: stood ? date : null,
      announcedDate: null,
      missingSince: null,
      seenAt: null,
    });
    this.everLinked.set(row.employeeId, (this.everLinked.get(row.employeeId) ?? new Set()).add(person));
    const word = this.settled.words.get(row.employeeId);
    if (kind === 'joined' && word?.person === null) this.settled.words.set(row.employeeId, { ...word, person });
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
    return JSON.stringify([this.known, this.policies, this.settled.decisions]);
  }
}

/** The same would be done to the same people. */
function sameItems(one: ModelPlan, other: ModelPlan): boolean {
  const [items, others] = [one, other].map((plan) =>
    plan.items.map(({ kind, person, proof }) => [kind, person, proof]),
  );
  return JSON.stringify(items) === JSON.stringify(others);
}

/** Somebody would not be changed as planned without these. */
function clash(before: ModelPlan, after: ModelPlan, without: readonly string[]): boolean {
  const changes = new Set(after.items.map(({ person }) => person));
  return before.items.some(({ person }) => !without.includes(person) && !changes.has(person));
}
