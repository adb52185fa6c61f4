import { isDeepStrictEqual } from 'node:util';
import { personIdOf, type Policy } from '@people-sync/contracts';
import type { IdentitySettlement } from '../identity/settlements';
import { type LeaverFacts, leaverKey } from '../verdicts/kept-key';
import type { RulesPlan } from '../plans/plan';
import { readEmployee } from '../reading/read-employee';
import { heldBecause } from '../safeguards/safeguards';
import { toldRefusals } from '../safeguards/unreadable';
import type { KnownPerson } from '../verdicts/known-people.testkit';
import {
  type ModelImport,
  type Outcome,
  type PeopleHrAnswer,
  recordText,
  type TableRow,
  type TenantUnderTest,
  type WordKind,
} from './company-life.testkit';
import { WaitingRules } from './waiting-rules.testkit';

/**
 * The pure rules as a tenant under test. Every answer is judged a second time, without the short cut (or with it) and in
 * another order; the plan and its hash must be the same.
 */
export class RulesTenant implements TenantUnderTest {
  private readonly rules = new WaitingRules();
  /** The rows that were asked about when an answer was last looked at. */
  private asked = new Map<string, IdentitySettlement['about']>();
  /** By person id the rows of leavers of whom it was asked whether they left. */
  private perhapsLeft = new Map<string, LeaverFacts>();

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
    const plan = rules.plan(given, everything);
    const how = everything ? 'with the short cut, in another order' : 'without the short cut, in another order';
    const [one, two] = [plan, rules.plan(reversed, !everything)].map((each) => JSON.stringify(decided(each), null, 2));
    if (one !== two) throw new Error(`the plan differs ${how}: ${one ?? ''} and ${two ?? ''}`);
    const measured = rules.measured(given, plan);
    const told = toldRefusals(plan.refused, measured);
    const held = mode === 'preview' ? heldBecause(measured) : rules.offer(given, plan);
    if (mode !== 'preview') {
      this.asked = new Map(plan.refused.map(({ row }) => [row.employeeId, row]));
      const leavers = told.each.filter(({ problem }) => problem.code === 'leaver-date-unreadable');
      this.perhapsLeft = new Map(leavers.map(({ row, known }) => [known?.personId ?? '', row]));
    }
    return Promise.resolve({
      held,
      items: plan.items.map((item) => `${item.kind} ${item.personId} ${item.kind === 'left' ? item.proof : ''}`).sort(),
      refused: [
        ...told.each.map(({ row, problem }) => `${row.employeeId} ${problem.code}`),
        ...told.together.map(() => ' dates-unreadable'),
      ].sort(),
      missing: plan.counts.missing,
    });
  }

  approve(exclude: readonly string[]): Promise<string> {
    return Promise.resolve(this.rules.approve(exclude));
  }

  reject(): Promise<string> {
    return Promise.resolve(this.rules.reject());
  }

  expire(): Promise<void> {
    this.rules.expire();
    return Promise.resolve();
  }

  settleCase(employeeId: string, personId: string | null): Promise<IdentitySettlement['about']> {
    const row = this.asked.get(employeeId);
    if (!row) throw new Error(`${employeeId} was not asked about`);
    const { uniqueKey, email, firstName, startDate } = row;
    const about = { uniqueKey, email, firstName, startDate };
    const kind = personId === null ? 'new-person' : 'same-person';
    const before = this.rules.settlements.identities.get(employeeId);
    if (!isDeepStrictEqual(before, { kind, personId, about })) this.rules.settledVersion += 1;
    this.rules.settleIdentity(employeeId, { kind, personId, about });
    return Promise.resolve(about);
  }

  settleMissing(person: string, word: 'left' | 'keep'): Promise<void> {
    const { missing } = this.rules.settlements;
    if (missing.get(person) !== word) this.rules.settledVersion += 1;
    this.rules.settle({ missing: new Map([...missing, [person, word]]) });
    return Promise.resolve();
  }

  settleLeaver(person: string, word: 'left' | 'not-yet'): Promise<void> {
    const row = this.perhapsLeft.get(person);
    if (!row) throw new Error(`it was not asked whether ${person} left`);
    const { leavers } = this.rules.settlements;
    const said = { word, about: leaverKey(row) };
    if (!isDeepStrictEqual(leavers.get(person), said)) this.rules.settledVersion += 1;
    this.rules.settle({ leavers: new Map([...leavers, [person, said]]) });
    return Promise.resolve();
  }

  leaveOut(person: string): Promise<void> {
    const { leftOut } = this.rules.settlements;
    if (!leftOut.has(person)) this.rules.settledVersion += 1;
    this.rules.settle({ leftOut: new Set([...leftOut, person]) });
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
}

const ids = new Map<string, string>();

/** What a plan says, whichever rows it was made of. */
const decided = ({ hash, items, refused, absences, noLongerKept, noLongerAsked, counts }: RulesPlan): unknown => ({
  hash,
  counts,
  noLongerKept,
  noLongerAsked,
  items: items.map(({ kind, personId, sourceVersion }) => [kind, personId, sourceVersion]),
  refused: refused.map(({ row, problem }) => [row.employeeId, problem]),
  absences: absences.map((one) => [one.kind, one.known.personId]).sort(),
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
  missingSince: person.missingSince,
});
