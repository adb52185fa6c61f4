import { isDeepStrictEqual } from 'node:util';
import { type Employee, employeeFields, type Policy } from '@people-sync/contracts';
import { CompanyModel, type ModelImport } from './company-model.testkit';
import { type Applied, brokenPromises, type Look, type TableRow } from './invariants.testkit';
import type { ModelPlan } from './model-plan.testkit';
import type { ModelPerson, Word } from './model-person.testkit';
import { toldProblems } from './model-safeguards.testkit';
import { ADDRESSES, PeopleHr, type PeopleHrAnswer } from './peoplehr.testkit';
import { allLimits, scopes, type Setting, type Step, type SyncStep, type Trustee } from './steps.testkit';

export type { PeopleHrAnswer } from './peoplehr.testkit';
export type { ModelImport } from './company-model.testkit';
export type { TableRow } from './invariants.testkit';
export { companyLife, type Step } from './steps.testkit';
export { stories } from './stories.testkit';

/** What a person can settle. */
export type WordKind = 'case' | 'missing' | 'leaver' | 'leave out' | 'no';

/** What a tenant said of an answer. */
export interface Outcome {
  readonly held: readonly string[];
  /** `kind person proof`, in order. */
  readonly items: readonly string[];
  /** `EmployeeId code`, in order; ` dates-unreadable` instead of those of a field that is told for all of them. */
  readonly refused: readonly string[];
  readonly missing: number;
}

/** A tenant under test: the rules in memory, or a reconciler on a real database. */
export interface TenantUnderTest {
  personId(companyId: string, employeeId: string, n: number): string;
  importedId(name: string): string;
  import(person: ModelImport & { readonly name: string }): Promise<void>;
  /** How many people would leave by its scope, if that was shown. */
  setPolicy(policy: Policy, shown: boolean): Promise<number | null>;
  /** A preview need not tell who is refused. */
  sync(answer: PeopleHrAnswer, mode: 'apply' | 'repair' | 'preview'): Promise<Outcome>;
  approve(exclude: readonly string[]): Promise<string>;
  reject(): Promise<string>;
  /** The plan that waits has waited for too long. */
  expire(): Promise<void>;
  /** What it remembers of the row. */
  settleCase(employeeId: string, person: string | null): Promise<Word['about']>;
  settleMissing(person: string, word: 'left' | 'keep'): Promise<void>;
  /** Of a leaver of whom PeopleHR does not say since when. */
  settleLeaver(person: string, word: 'left' | 'not-yet'): Promise<void>;
  leaveOut(person: string): Promise<void>;
  undo(kind: WordKind, about: string): Promise<void>;
  table(): Promise<TableRow[]>;
  /** Everything that people settled and that holds, as `kind about`. */
  settled(): Promise<string[]>;
}

/** Lives a company's life in a model and in a tenant, and compares the two after every step. */
export class CompanyLife {
  private readonly peopleHr = new PeopleHr();
  private readonly model: CompanyModel;
  private readonly looks: Look[] = [];
  /** As it was after the last step. */
  private table: readonly TableRow[] = [];
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
    if ('sync' in step) await this.sync(step);
    else if ('plan' in step) await this.decide(step);
    else if ('settles' in step) await this.settle(step);
    else if ('undoes' in step) await this.undo(step.undoes);
    else if ('setting' in step) await this.set(step.setting);
    else await this.import(step.imports);
    const after = await this.tenant.table();
    this.table = after;
    const { lastApplication: applied } = this.model;
    this.model.lastApplication = null;
    same('the people', byId(after), byId([...this.model.people.values()].map(rowOf)));
    same('what people settled', await this.tenant.settled(), this.wordsOfModel());
    same('promises that are broken', brokenPromises(before, after, applied && { ...circumstances, ...applied }), []);
  }

  /** What held before the step. */
  private circumstances(): Omit<Applied, 'items' | 'answer' | 'otherCompany'> {
    const { policy, words, missingWords, leaverWords, leftOut, noes } = this.model;
    return {
      policy,
      words: new Map(words),
      missingWords: new Map(missingWords),
      leaverWords: new Map(leaverWords),
      leftOut: new Set(leftOut),
      noes: new Map(noes),
      looks: [...this.looks],
    };
  }

  private async sync({ sync: mode, lie, reversed, typed }: SyncStep): Promise<void> {
    const answer = this.peopleHr.answer(lie, reversed, typed);
    // No employee at all is no answer: the fetcher says so.
    if (answer.employees.length === 0) return;
    if (mode === 'preview') {
      const plan = this.model.planOf(answer);
      const { refused: _refused, ...previewed } = await this.tenant.sync(answer, mode);
      const { refused: _same, ...wanted } = outcomeOf(plan, this.model.whyHeld(plan, answer));
      same('the preview', previewed, wanted);
      return;
    }
    const { plan, held } = this.model.take(answer);
    this.note(...plan.items.map(({ kind, proof }) => proof ?? kind), ...held);
    this.note(...plan.refused.map((one) => one.slice(one.indexOf(' ') + 1)), ...plan.missing.map(() => 'missing'));
    this.looks.push({ at: Date.parse(answer.takenAt), ids: new Set(answer.employees.map((row) => row.employeeId)) });
    same('the plan', await this.tenant.sync(answer, mode), outcomeOf(plan, held));
  }

  private async decide({ plan, exclude }: Extract<Step, { readonly plan: string }>): Promise<void> {
    const { waiting } = this.model;
    if (!waiting) return;
    if (plan === 'expired') {
      await this.tenant.expire();
      this.model.waiting = null;
      return;
    }
    if (plan === 'rejected') {
      same('the no', await this.tenant.reject(), this.model.reject());
      return;
    }
    const people = waiting.plan.items.map(({ person }) => person).sort();
    const chosen = new Set(exclude.flatMap((nth) => nthOf(people, nth) ?? []));
    const answer = this.model.approve([...chosen]);
    this.note(answer);
    same('the OK', await this.tenant.approve([...chosen]), answer);
  }

  private async settle(step: Extract<Step, { readonly settles: string }>): Promise<void> {
    if (step.settles === 'case') {
      const asked = nthOf([...this.model.cases].sort(byText), step.nth);
      if (!asked) return;
      const [employeeId, about] = asked;
      const person = step.as === 'same' ? (nthOf(about, step.nth) ?? null) : null;
      // Two newcomers who share a UniqueKey are nobody yet.
      if (step.as === 'same' && person === null) return;
      this.model.settleCase(employeeId, {
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
      this.model.settleLeaver(person, { as: step.as, employeeId, status, leavingDate });
      return;
    }
    const { people } = this;
    const missing = step.settles === 'missing';
    const person = nthOf(missing ? people.filter(({ missingSince }) => missingSince !== null) : people, step.nth);
    if (!person) return;
    if (step.settles === 'missing') {
      await this.tenant.settleMissing(person.id, step.as);
      this.model.settleMissing(person.id, step.as);
    } else {
      await this.tenant.leaveOut(person.id);
      this.model.leaveOut(person.id);
    }
  }

  private async undo(nth: number): Promise<void> {
    const word = nthOf(this.wordsOfModel(), nth);
    if (word === undefined) return;
    const kind =
      (['case', 'missing', 'leaver', 'leave out', 'no'] as const).find((one) => word.startsWith(`${one} `)) ?? 'no';
    const about = word.slice(kind.length + 1);
    await this.tenant.undo(kind, about);
    this.model.undo(kind, about);
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

  private get people(): ModelPerson[] {
    return [...this.model.people.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  private wordsOfModel(): string[] {
    const { words, missingWords, leaverWords, leftOut, noes } = this.model;
    return [
      ...[...words.keys()].map((about) => `case ${about}`),
      ...[...missingWords.keys()].map((about) => `missing ${about}`),
      ...[...leaverWords.keys()].map((about) => `leaver ${about}`),
      ...[...leftOut].map((about) => `leave out ${about}`),
      ...[...noes.keys()].map((about) => `no ${about}`),
    ].sort();
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

/** A record as the table has it. */
export function recordText(record: Employee): string {
  const text = texts.get(record) ?? JSON.stringify(employeeFields.map((field) => record[field]));
  texts.set(record, text);
  return text;
}
const texts = new WeakMap<Employee, string>();

function policyAfter(policy: Policy, setting: Setting, person: (nth: number) => string | undefined): Policy {
  switch (setting.of) {
    case 'scope':
      return { ...policy, scope: { ...policy.scope, department: scopes[setting.department] } };
    case 'protected':
      return { ...policy, protectedPeople: setting.nth === null ? [] : [person(setting.nth) ?? []].flat() };
    case 'left out': {
      const personId = setting.nth === null ? undefined : person(setting.nth);
      return { ...policy, leaveOut: personId === undefined ? [] : [{ personId, reason: 'No surveys' }] };
    }
    case 'days before start':
      return { ...policy, daysBeforeStart: setting.days };
    case 'limits':
      return { ...policy, safeguards: allLimits[setting.limits] };
  }
}

const outcomeOf = (plan: ModelPlan, held: readonly string[]): Outcome => ({
  held,
  items: plan.items.map(({ kind, person, proof }) => `${kind} ${person} ${proof ?? ''}`).sort(),
  refused: toldProblems(plan.refused, held),
  missing: plan.missing.length,
});

const rowOf = ({ record, orgEmployeeId: _org, source: _source, ...person }: ModelPerson): TableRow => ({
  ...person,
  record: recordText(record),
});

const byId = (rows: readonly TableRow[]): TableRow[] => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const byText = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;
const nthOf = <T>(values: readonly T[], n: number): T | undefined => values[n % (values.length || 1)];

function same(what: string, received: unknown, wanted: unknown): void {
  if (isDeepStrictEqual(received, wanted)) return;
  const text = (value: unknown) => JSON.stringify(value, null, 2);
  throw new Error(`${what}: the tenant has\n${text(received)}\nand the model has\n${text(wanted)}`);
}
