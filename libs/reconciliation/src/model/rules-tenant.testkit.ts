import { personIdOf, type Policy } from '@people-sync/contracts';
import type { IdentitySettlement } from '../identity/settlements';
import { leavingKey } from '../verdicts/kept-keys';
import type { RulesPlan } from '../plans/plan';
import { readEmployee } from '../reading/read-employee';
import { toldRefusals } from '../safeguards/unreadable';
import type { RowFacts } from '../verdicts/differing-row';
import type { KnownPerson } from '../known/known-person';
import {
  type DraftWord,
  type ModelImport,
  type Observed,
  type Outcome,
  type PeopleHrAnswer,
  recordText,
  type TableRow,
  type TenantUnderTest,
  type WordKind,
} from './company-life.testkit';
import type { Answer } from '../verdicts/rules.testkit';
import { type Draft, WaitingRules } from './waiting-rules.testkit';

/**
 * The pure rules as a tenant under test. Every answer is judged a second time, without the short cut (or with it) and in
 * another order; the plan and its hash must be the same.
 */
export class RulesTenant implements TenantUnderTest {
  private readonly rules = new WaitingRules();
  private drafted = 0;
  /** The rows that were asked about when an answer was last accepted. */
  private asked = new Map<string, IdentitySettlement['about']>();
  /** By person id the rows of leavers of whom it was asked whether they left. */
  private perhapsLeft = new Map<string, RowFacts>();

  personId(companyId: string, employeeId: string, n: number): string {
    const key = `${companyId} ${employeeId} ${n}`;
    const id = ids.get(key) ?? personIdOf(this.rules.tenantId, companyId, employeeId, n);
    ids.set(key, id);
    return id;
  }

  importedId(name: string): string {
    return name;
  }

  import({ id, name, email, active, orgEmployeeId, record }: ModelImport & { readonly name: string }): Promise<void> {
    const org = orgEmployeeId === null ? {} : { orgEmployeeId };
    this.rules.importAs([{ personId: id, name, email, active, ...org }], () => record);
    return Promise.resolve();
  }

  setPolicy(policy: Policy, shown: boolean): Promise<number | null> {
    const { rules } = this;
    const changed = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
    const leaving = shown ? 1 : null;
    if (changed(policy.scope, rules.policy.scope)) rules.leavingShown = leaving;
    if (changed(policy, rules.policy)) rules.settledVersion += 1;
    rules.policy = policy;
    return Promise.resolve(leaving);
  }

  sync({ sent, ...answer }: PeopleHrAnswer, mode: 'apply' | 'repair' | 'preview'): Promise<Outcome> {
    const { rules } = this;
    const given = { ...answer, employees: sent.map(readEmployee) };
    const reversed = { ...given, employees: given.employees.toReversed() };
    const everything = mode === 'repair';
    const plan = rules.next(given, everything);
    const how = everything ? 'with the short cut, in another order' : 'without the short cut, in another order';
    const [one, two] = [plan, rules.next(reversed, !everything)].map((each) => JSON.stringify(decided(each), null, 2));
    if (one !== two) throw new Error(`the plan differs ${how}: ${one ?? ''} and ${two ?? ''}`);
    const told = rules.told(plan, given);
    const held = mode === 'preview' ? rules.whyHeld(given, plan) : rules.offer(given, plan);
    if (mode === 'preview') rules.see(plan, given);
    else if (held.length === 0) this.accepted(plan, told);
    return Promise.resolve(outcomeOf(plan, held, told));
  }

  approve(exclude: readonly string[], only: 'all' | 'leavers', now: string): Promise<string> {
    const { rules } = this;
    const plan = rules.without(exclude);
    const told = plan && rules.waiting && rules.told(plan, rules.waiting.answer);
    const answer = rules.approve(exclude, only, now);
    if (answer === 'decided' && only === 'all' && plan && told) this.accepted(plan, told);
    return Promise.resolve(answer);
  }

  reject(also: readonly string[]): Promise<string> {
    return Promise.resolve(this.rules.reject(also));
  }

  end(): Promise<void> {
    this.rules.end();
    return Promise.resolve();
  }

  fail(): Promise<void> {
    return Promise.resolve();
  }

  draft(word: DraftWord): Promise<Outcome | string> {
    const { rules } = this;
    const { waiting } = rules;
    if (rules.isOutdated) return Promise.resolve('plan-outdated');
    const plan = rules.again();
    if (!waiting || !plan) return Promise.resolve('no-plan');
    if (word.kind === 'missing' && word.word === 'left' && rules.isSeen(word.person))
      return Promise.resolve('in-newest-answer');
    const after = rules.draft(this.draftOf(word, plan, waiting.answer));
    if (typeof after === 'string') return Promise.resolve(after);
    return Promise.resolve(outcomeOf(after, [], rules.told(after, waiting.answer)));
  }

  observed(): Promise<Observed> {
    const { problems, shape, scopeGone, heldSince } = this.rules;
    return Promise.resolve({ problems, shape, scopeGone: [...scopeGone].sort(), heldSince });
  }

  settleCase(employeeId: string, personId: string | null): Promise<IdentitySettlement['about']> {
    const row = this.asked.get(employeeId);
    if (!row) throw new Error(`${employeeId} was not asked about`);
    const { uniqueKey, email, firstName, startDate } = row;
    const about = { uniqueKey, email, firstName, startDate };
    const kind = personId === null ? 'new-person' : 'same-person';
    this.rules.word({ kind: 'identity', employeeId, identity: { kind, personId, about } });
    return Promise.resolve(about);
  }

  settleMissing(person: string, word: 'left' | 'keep'): Promise<string> {
    if (word === 'left' && this.rules.isSeen(person)) return Promise.resolve('in-newest-answer');
    this.rules.word({ kind: 'missing', personId: person, word });
    return Promise.resolve('settled');
  }

  settleLeaver(person: string, word: 'left' | 'not-yet'): Promise<void> {
    const row = this.perhapsLeft.get(person);
    if (!row) throw new Error(`it was not asked whether ${person} left`);
    this.rules.word({ kind: 'leaver', personId: person, said: { word, about: leavingKey(row) } });
    return Promise.resolve();
  }

  leaveOut(person: string): Promise<void> {
    this.rules.word({ kind: 'leave-out', personId: person });
    return Promise.resolve();
  }

  /** The plain rules know nothing of it. */
  setAside(): Promise<void> {
    return Promise.resolve();
  }

  undo(kind: WordKind, about: string): Promise<void> {
    const { identities, missing, leavers, leftOut, kept } = this.rules.settlements;
    const but = <T>(all: ReadonlyMap<string, T>) => new Map([...all].filter(([key]) => key !== about));
    this.rules.settledVersion += 1;
    if (kind === 'case') this.rules.settle({ identities: but(identities) });
    if (kind === 'missing') this.rules.settle({ missing: but(missing) });
    if (kind === 'leaver') this.rules.settle({ leavers: but(leavers) });
    if (kind === 'leave out') this.rules.settle({ leftOut: new Set([...leftOut].filter((one) => one !== about)) });
    if (kind === 'no') this.rules.settle({ kept: but(kept) });
    return Promise.resolve();
  }

  table(): Promise<TableRow[]> {
    return Promise.resolve([...this.rules.people.values()].map(tableRow));
  }

  settled(): Promise<string[]> {
    const { identities, missing, leavers, leftOut, kept } = this.rules.settlements;
    const words: [WordKind, Iterable<string>][] = [
      ['case', identities.keys()],
      ['missing', missing.keys()],
      ['leaver', leavers.keys()],
      ['leave out', leftOut],
      ['no', kept.keys()],
    ];
    return Promise.resolve(words.flatMap(([kind, abouts]) => [...abouts].map((about) => `${kind} ${about}`)).sort());
  }

  private accepted(plan: RulesPlan, { each }: Told): void {
    this.asked = new Map(plan.refused.map(({ row }) => [row.employeeId, row]));
    const leavers = each.filter(({ problem }) => problem.code === 'leaver-date-unreadable');
    this.perhapsLeft = new Map(leavers.map(({ row, known }) => [known?.personId ?? '', row]));
  }

  private draftOf(word: DraftWord, plan: RulesPlan, answer: Answer): Draft {
    this.drafted += 1;
    const id = String(this.drafted);
    if (word.kind === 'case') {
      const { employeeId, person: personId } = word;
      const asked = plan.refused.find(({ row }) => row.employeeId === employeeId);
      if (!asked) throw new Error(`${employeeId} was not asked about`);
      const { uniqueKey, email, firstName, startDate, digest } = asked.row;
      const kind = personId === null ? 'new-person' : 'same-person';
      const identity = { kind, personId, about: { uniqueKey, email, firstName, startDate } } as const;
      return { id, as: { kind: 'identity', employeeId, identity }, row: { employeeId, digest } };
    }
    const { person: personId } = word;
    if (word.kind === 'leaver') {
      const isAsked = ({ known, problem }: RulesPlan['refused'][number]) =>
        known?.personId === personId && problem.code === 'leaver-date-unreadable';
      const asked = plan.refused.find(isAsked);
      if (!asked) throw new Error(`it was not asked whether ${personId} left`);
      const said = { word: word.word, about: leavingKey(asked.row) };
      return { id, as: { kind: 'leaver', personId, said }, row: asked.row };
    }
    const item = plan.items.find((one) => one.personId === personId);
    const employeeId = item?.row?.employeeId ?? this.rules.people.get(personId)?.employeeId ?? '';
    const row = { employeeId, digest: word.kind === 'missing' ? null : (item?.row?.digest ?? null) };
    if (word.kind === 'missing') return { id, as: { kind: 'missing', personId, word: word.word }, row };
    if (word.kind === 'leave out') return { id, as: { kind: 'leave-out', personId }, row };
    return { id, as: { kind: 'no', personId, keys: item ? this.rules.keysOf(item, answer) : [] }, row };
  }
}

const ids = new Map<string, string>();

/** What a plan says, whichever rows it was made of. */
const decided = (plan: RulesPlan): unknown => {
  const { hash, items, refused, absences, endedNoes, noLongerAsked, seenAgain, kept, counts } = plan;
  return {
    hash,
    counts,
    kept,
    endedNoes,
    noLongerAsked,
    seenAgain,
    items: items.map(({ kind, personId, sourceVersion }) => [kind, personId, sourceVersion]),
    refused: refused.map(({ row, problem }) => [row.employeeId, problem]),
    absences: absences.map((one) => [one.kind, one.known.personId]).sort(),
  };
};

type Told = ReturnType<typeof toldRefusals>;

const outcomeOf = (plan: RulesPlan, held: readonly string[], { each, together }: Told): Outcome => ({
  held,
  items: plan.items.map((item) => `${item.kind} ${item.personId} ${item.kind === 'left' ? item.proof : ''}`).sort(),
  refused: [
    ...each.map(({ row, problem }) => `${row.employeeId} ${problem.code}`),
    ...together.map(() => ' dates-unreadable'),
  ].sort(),
  missing: plan.counts.missing,
});

const tableRow = (person: KnownPerson): TableRow => ({
  id: person.personId,
  employeeId: person.employeeId,
  uniqueKey: person.uniqueKey,
  email: person.email,
  active: person.active,
  linked: person.linked,
  record: recordText(person.employee),
  version: person.sourceVersion,
  ignoredDate: person.ignoredLeavingDate,
  announcedDate: person.announcedLeavingDate,
  missingSince: person.missingSince,
  seenAt: person.seenAt,
});
