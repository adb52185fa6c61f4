import { isDeepStrictEqual } from 'node:util';
import type { Employee } from '@people-sync/contracts';
import { CompanyModel, type Waiting } from './company-model.testkit';
import { type Applied, brokenPromises, type Look, type TableRow } from './invariants.testkit';
import type { ModelPerson } from './model-person.testkit';
import type { ModelPlan } from './model-plan.testkit';
import { draftOf, observedOf, outcomeOf, policyAfter, rowOf } from './model-sayings.testkit';
import { ADDRESSES, PeopleHr, type PeopleHrAnswer } from './peoplehr.testkit';
import type { Setting, Step, SyncStep, Trustee } from './steps.testkit';
import type { DraftWord, Observed, Outcome, TenantUnderTest } from './tenant-under-test.testkit';

export type { PeopleHrAnswer } from './peoplehr.testkit';
export type { ModelImport } from './company-model.testkit';
export type { TableRow } from './invariants.testkit';
export { recordText } from './model-sayings.testkit';
export { companyLife, liedTo, type Step } from './steps.testkit';
export { stories } from './stories.testkit';
export type { DraftWord, Observed, Outcome, TenantUnderTest, WordKind } from './tenant-under-test.testkit';

/** Lives a company's life in a model and in a tenant, and compares the two after every step. */
export class CompanyLife {
  private readonly peopleHr = new PeopleHr();
  private readonly model: CompanyModel;
  private readonly looks: Look[] = [];
  /** As it was after the last step. */
  private table: readonly TableRow[] = [];
  private remembered: { readonly settled: readonly string[]; readonly observed: Observed } = {
    settled: [],
    observed: { problems: [], shape: [], scopeGone: [], heldSince: null },
  };
  private imports = 0;

  /** @param seen how often each outcome came about, by its words */
  constructor(
    private readonly tenant: TenantUnderTest,
    private readonly seen = new Map<string, number>(),
  ) {
    this.model = new CompanyModel((company, employeeId, n) => tenant.personId(company, employeeId, n));
  }

  /** @throws an error that tells what differs, after which step */
  async live(steps: readonly Step[]): Promise<void> {
    for (const [i, step] of steps.entries()) {
      try {
        await this.take(step);
      } catch (error) {
        throw new Error(`step ${i + 1}, ${JSON.stringify(step)}: ${error instanceof Error ? error.message : ''}`, {
          cause: error,
        });
      }
    }
  }

  /**
   * Everything that outlives the answers: people, what was settled, and what is remembered of accepted ones. People are
   * named by their place, so that two tenants can be compared.
   */
  async outcome(): Promise<unknown> {
    const { problems, shape, scopeGone } = await this.tenant.observed();
    const people = (await this.tenant.table())
      .map(({ id, ...row }) => ({ id, text: JSON.stringify(row, Object.keys(row).sort()) }))
      .sort((a, b) => (a.text < b.text ? -1 : 1));
    const named = (words: readonly string[]) =>
      words
        .map((word) => people.reduce((text, { id }, n) => text.replaceAll(id, `person ${n}`), word))
        .map((word) => word.replace(/[0-9a-f-]{36}/, 'somebody who is not added'))
        .sort();
    const settled = named(await this.tenant.settled());
    return { people: people.map(({ text }) => text), settled, problems: named(problems), shape, scopeGone };
  }

  private async take(step: Step): Promise<void> {
    if ('inPeopleHr' in step) this.peopleHr.happen(step.inPeopleHr);
    else if ('hoursPass' in step) this.peopleHr.pass(step.hoursPass);
    else if ('company' in step) this.peopleHr.becomeAnother();
    else await this.atTheSync(step);
  }

  private async atTheSync(
    step: Exclude<
      Step,
      { readonly inPeopleHr: unknown } | { readonly hoursPass: number } | { readonly company: unknown }
    >,
  ): Promise<void> {
    const before = this.table;
    const circumstances = this.circumstances();
    const remembered = this.remembered;
    if ('sync' in step) await this.sync(step);
    else if ('lies' in step) await this.hearLie(step);
    else if ('drafts' in step) await this.draft(step);
    else if ('plan' in step) await this.decide(step);
    else if ('settles' in step) await this.settle(step);
    else if ('undoes' in step) await this.undo(step.undoes);
    else if ('setsAside' in step) await this.tenant.setAside(step.setsAside);
    else if ('setting' in step) await this.set(step.setting);
    else await this.import(step.imports);
    const after = await this.tenant.table();
    this.table = after;
    const { lastApplication: applied } = this.model;
    this.model.lastApplication = null;
    this.remembered = await this.remember();
    // The law: nothing but a person's word and a plan that was applied changes what outlives an answer.
    const isWord = !('sync' in step) && !('lies' in step) && !('drafts' in step) && !this.isPutOff(step);
    const lasting = ({ settled, observed }: typeof remembered) => [settled, { ...observed, heldSince: null }];
    if (!isWord && !applied)
      same('what an answer that nobody accepted left behind', lasting(this.remembered), lasting(remembered));
    same('the people', byId(after), byId([...this.model.people.values()].map(rowOf)));
    same('what people settled', this.remembered.settled, this.wordsOfModel());
    same('what is remembered of accepted answers', this.remembered.observed, observedOf(this.model));
    same(
      'promises that are broken',
      brokenPromises(before, after, applied && { ...circumstances, ...this.model.judgedBy, ...applied }),
      [],
    );
  }

  /** What held before the step. */
  private circumstances(): Pick<Applied, 'policy' | 'looks'> {
    return { policy: this.model.policy, looks: [...this.looks] };
  }

  private async remember(): Promise<{ readonly settled: readonly string[]; readonly observed: Observed }> {
    return { settled: await this.tenant.settled(), observed: await this.tenant.observed() };
  }

  /** Whatever waits is put off, and nothing is said about it. */
  private isPutOff(step: Step): boolean {
    return 'plan' in step && (step.plan === 'expired' || step.plan === 'not now' || step.plan === 'cancelled');
  }

  private async sync({ sync: mode, lie, reversed, typed }: SyncStep): Promise<void> {
    const answer = this.peopleHr.answer(lie, reversed, typed);
    // No employee at all is no answer: the fetcher says so.
    if (answer.employees.length === 0) return;
    if (mode === 'preview') {
      const plan = this.model.planOf(answer);
      const wanted = outcomeOf(plan, this.model.whyHeld(plan, answer));
      same('the preview', await this.tenant.sync(answer, mode), wanted);
      this.model.see(plan, answer);
      this.lookAt(answer, plan, false);
      return;
    }
    const { plan, held } = this.model.take(answer);
    this.note(...plan.items.map(({ kind, proof }) => proof ?? kind), ...held);
    this.note(...plan.refused.map((one) => one.slice(one.indexOf(' ') + 1)), ...plan.missing.map(() => 'missing'));
    this.lookAt(answer, plan, held.length === 0);
    same('the plan', await this.tenant.sync(answer, mode), outcomeOf(plan, held));
  }

  /**
   * A lie that nobody accepts. Where changes wait it would take their place, and of one that has somebody who was missing
   * it is told that it does them good: neither is tried here.
   */
  private async hearLie({ lies, ends }: Extract<Step, { readonly lies: unknown }>): Promise<void> {
    const { model } = this;
    const answer = this.peopleHr.answer(lies, false);
    if (answer.employees.length === 0 || model.waiting || model.settled.drafts.length > 0) return;
    if (ends === 'failed') {
      await this.tenant.fail();
      return;
    }
    const plan = model.planOf(answer);
    const held = model.whyHeld(plan, answer);
    if (plan.seenAgain.length > 0 || (held.length === 0 && ends !== 'previewed')) return;
    this.note(`lie ${ends}`);
    if (ends === 'previewed') {
      same('the lie', await this.tenant.sync(answer, 'preview'), outcomeOf(plan, held));
      model.see(plan, answer);
      return;
    }
    model.take(answer);
    same('the lie', await this.tenant.sync(answer, 'apply'), outcomeOf(plan, held));
    if (ends === 'superseded') return;
    await this.tenant.end(ends);
    model.end();
  }

  /** Of an answer that nobody accepted it counts only whom it has of those who were missing. */
  private lookAt({ takenAt, employees }: PeopleHrAnswer, plan: ModelPlan, accepted: boolean): void {
    const seen = plan.seenAgain.flatMap((id) => this.model.people.get(id)?.employeeId ?? []);
    const ids = new Set(accepted ? employees.map((row) => row.employeeId) : seen);
    this.looks.push({ at: Date.parse(takenAt), ids, accepted });
  }

  private async decide(step: Extract<Step, { readonly plan: string }>): Promise<void> {
    const { waiting } = this.model;
    if (!waiting) return;
    if (!('people' in step)) {
      // Of a plan that is outdated nothing is heard, 'not now' as little as a no.
      if (step.plan === 'not now' && this.model.isOutdated) return;
      await this.tenant.end(step.plan);
      this.model.end();
      this.note(step.plan);
      return;
    }
    const people = this.inPlan(waiting);
    const chosen = [...new Set(step.people.flatMap((nth) => nthOf(people, nth) ?? []))];
    if (step.plan === 'rejected') {
      same('the no', await this.tenant.reject(chosen), this.model.reject(chosen));
      return;
    }
    const only = step.plan === 'approved' ? 'all' : 'leavers';
    const now = this.peopleHr.time;
    const answer = this.model.approve(chosen, only, now);
    this.note(answer, step.plan);
    if (answer === 'decided' && only === 'all') this.lookAt(waiting.answer, waiting.plan, true);
    same('the OK', await this.tenant.approve(chosen, only, now), answer);
  }

  /** Somebody settles something for the plan that waits alone. */
  private async draft(step: Extract<Step, { readonly drafts: string }>): Promise<void> {
    const { waiting } = this.model;
    const word = waiting && this.wordFor(waiting, step);
    if (!waiting || !word) return;
    const received = await this.tenant.draft(word);
    const drafted = this.model.draft(draftOf(word, waiting, this.model));
    this.note(drafted);
    const again = this.model.waiting;
    if (drafted !== 'drafted' || !again) same('what was settled for the plan', received, drafted);
    else same('the plan as it is then', received, this.asDrafted(again));
  }

  private asDrafted({ plan, answer }: Waiting): Outcome {
    return { ...outcomeOf(plan, this.model.whyHeld(plan, answer)), held: [] };
  }

  private wordFor(waiting: Waiting, step: Extract<Step, { readonly drafts: string }>): DraftWord | undefined {
    const { plan } = waiting;
    if (step.drafts === 'case') {
      const asked = nthOf([...plan.cases].sort(byText), step.nth);
      const person = step.as === 'same' ? (nthOf(asked?.[1] ?? [], step.nth) ?? null) : null;
      if (!asked || (step.as === 'same' && person === null)) return undefined;
      return { kind: 'case', employeeId: asked[0], person };
    }
    if (step.drafts === 'leaver') {
      const asked = nthOf(this.model.askedLeavers(plan, waiting.answer), step.nth);
      return asked && { kind: 'leaver', person: asked[0], word: step.as };
    }
    if (step.drafts === 'missing') {
      const missing = plan.asked.map((one) => one.slice(0, one.lastIndexOf(' ')));
      const person = nthOf(this.inOrder(missing), step.nth);
      return person === undefined ? undefined : { kind: 'missing', person, word: step.as };
    }
    const person = nthOf(this.inPlan(waiting), step.nth);
    return person === undefined ? undefined : { kind: step.drafts, person };
  }

  private async settle(step: Extract<Step, { readonly settles: string }>): Promise<void> {
    if (step.settles === 'case') {
      const asked = nthOf([...this.model.cases].sort(byText), step.nth);
      if (!asked) return;
      const [employeeId, about] = asked;
      const person = step.as === 'same' ? (nthOf(about, step.nth) ?? null) : null;
      // Two newcomers who share a UniqueKey are nobody yet.
      if (step.as === 'same' && person === null) return;
      this.model.settled.settleCase(employeeId, {
        as: step.as,
        person,
        about: await this.tenant.settleCase(employeeId, person),
      });
      return;
    }
    if (step.settles === 'leaver') {
      const asked = nthOf([...this.model.perhapsLeft].sort(byText), step.nth);
      if (!asked) return;
      const [person, { employeeId, status, leavingDate }] = asked;
      await this.tenant.settleLeaver(person, step.as);
      this.model.settled.settleLeaver(person, { as: step.as, employeeId, status, leavingDate });
      return;
    }
    const { people } = this;
    const missing = step.settles === 'missing';
    const person = nthOf(missing ? people.filter(({ missingSince }) => missingSince !== null) : people, step.nth);
    if (!person) return;
    if (step.settles === 'missing') {
      const answer = this.model.settleMissing(person.id, step.as);
      this.note(answer);
      same('the word', await this.tenant.settleMissing(person.id, step.as), answer);
    } else {
      await this.tenant.leaveOut(person.id);
      this.model.settled.leaveOut(person.id);
    }
  }

  private async undo(nth: number): Promise<void> {
    const word = nthOf(this.wordsInOrder(), nth);
    if (word === undefined) return;
    const kind =
      (['case', 'missing', 'leaver', 'leave out', 'no'] as const).find((one) => word.startsWith(`${one} `)) ?? 'no';
    const about = word.slice(kind.length + 1);
    await this.tenant.undo(kind, about);
    this.model.settled.undo(kind, about);
  }

  private async set(setting: Setting): Promise<void> {
    const policy = policyAfter(this.model.policy, setting, (nth) => nthOf(this.people, nth)?.id);
    const shown = setting.of === 'scope' && setting.shown;
    this.model.setPolicy(policy, await this.tenant.setPolicy(policy, shown));
  }

  private async import({ address, active, org }: Trustee): Promise<void> {
    const email = ADDRESSES[address] ?? '';
    const orgEmployeeId = org === null ? null : `E${org}`;
    const known = (person: ModelPerson) =>
      (person.active && person.email === email) ||
      (orgEmployeeId !== null && [person.orgEmployeeId, person.employeeId].includes(orgEmployeeId));
    if (this.people.some(known)) return;
    this.imports += 1;
    const name = `Trustee ${this.imports}`;
    const record = {
      ...blank,
      employeeId: orgEmployeeId ?? '',
      email,
      firstName: 'Trustee',
      lastName: String(this.imports),
    };
    const person = { id: this.tenant.importedId(name), email, active, orgEmployeeId, record };
    await this.tenant.import({ ...person, name });
    this.model.import([person]);
  }

  private note(...words: string[]): void {
    for (const word of words) this.seen.set(word, (this.seen.get(word) ?? 0) + 1);
  }

  /** In the order in which they were first known: it does not depend on their ids. */
  private get people(): ModelPerson[] {
    return [...this.model.people.values()];
  }

  /** Those who are known first, in that order; then newcomers as they are given. */
  private inOrder(people: readonly string[]): string[] {
    const places = new Map([...this.model.people.keys()].map((id, place) => [id, place]));
    const placeOf = (id: string) => places.get(id) ?? places.size;
    return people.toSorted((a, b) => placeOf(a) - placeOf(b));
  }

  private inPlan({ plan }: Waiting): string[] {
    const items = plan.items.toSorted((a, b) => ((a.row?.employeeId ?? '') < (b.row?.employeeId ?? '') ? -1 : 1));
    return this.inOrder(items.map(({ person }) => person));
  }

  private wordsInOrder(): string[] {
    const { words, missingWords, leaverWords, leftOut, noes } = this.model.settled;
    return [
      ...[...words.keys()].sort().map((about) => `case ${about}`),
      ...this.inOrder([...missingWords.keys()].sort()).map((about) => `missing ${about}`),
      ...this.inOrder([...leaverWords.keys()].sort()).map((about) => `leaver ${about}`),
      ...this.inOrder([...leftOut].sort()).map((about) => `leave out ${about}`),
      ...this.inOrder([...noes.keys()]).map((about) => `no ${about}`),
    ];
  }

  private wordsOfModel(): string[] {
    return this.wordsInOrder().sort();
  }
}

const blank: Employee = {
  employeeId: '',
  uniqueKey: null,
  email: null,
  firstName: null,
  lastName: null,
  jobRole: null,
  location: null,
  department: null,
  reportsTo: null,
  reportsToEmployeeId: null,
  reportsToEmail: null,
  company: null,
  employmentType: null,
  status: null,
  startDate: null,
  leavingDate: null,
};

const byId = (rows: readonly TableRow[]): TableRow[] => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const byText = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;
const nthOf = <T>(values: readonly T[], n: number): T | undefined => values[n % (values.length || 1)];

function same(what: string, received: unknown, wanted: unknown): void {
  if (isDeepStrictEqual(received, wanted)) return;
  const text = (value: unknown) => JSON.stringify(value, null, 2);
  throw new Error(`${what}: the tenant has\n${text(received)}\nand the model has\n${text(wanted)}`);
}
