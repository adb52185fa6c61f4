import { type Employee, employeeFields, type Policy } from '@people-sync/contracts';
import type { CompanyModel, Waiting } from './company-model.testkit';
import type { ModelDraft } from './model-settled.testkit';
import type { TableRow } from './invariants.testkit';
import type { ModelPerson } from './model-person.testkit';
import type { ModelPlan } from './model-plan.testkit';
import { toldProblems } from './model-safeguards.testkit';
import { allLimits, scopes, type Setting } from './steps.testkit';
import type { DraftWord, Observed, Outcome } from './tenant-under-test.testkit';

/** A record as the table has it. */
export function recordText(record: Employee): string {
  const text = texts.get(record) ?? JSON.stringify(employeeFields.map((field) => record[field]));
  texts.set(record, text);
  return text;
}
const texts = new WeakMap<Employee, string>();

/** The settings after somebody changed one. @param person the nth person there is */
export function policyAfter(policy: Policy, setting: Setting, person: (nth: number) => string | undefined): Policy {
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

/** What the model remembers, in a tenant's words. */
export const observedOf = ({ problems, shape, acceptedAsGone, heldSince }: CompanyModel): Observed => ({
  problems,
  shape: shape ?? [],
  scopeGone: [...acceptedAsGone].sort(),
  heldSince,
});

/** What a word for the plan that waits is about. */
export function draftOf(word: DraftWord, { plan, answer }: Waiting, model: CompanyModel): ModelDraft {
  const rowOfEmployee = (employeeId: string) => answer.employees.find((row) => row.employeeId === employeeId) ?? null;
  if (word.kind === 'case') {
    const row = rowOfEmployee(word.employeeId);
    if (!row) throw new Error(`${word.employeeId} was not asked about`);
    const { uniqueKey, email, firstName, startDate } = row;
    const about = { uniqueKey, email, firstName, startDate };
    const as = word.person === null ? 'new' : 'same';
    return {
      kind: 'case',
      about: word.employeeId,
      word: { as, person: word.person, about },
      employeeId: word.employeeId,
      row,
    };
  }
  const { person } = word;
  const item = plan.items.find((one) => one.person === person);
  const employeeId = item?.row?.employeeId ?? model.people.get(person)?.employeeId ?? '';
  const about = { about: person, employeeId, row: word.kind === 'missing' ? null : (item?.row ?? null) };
  if (word.kind === 'missing') return { ...about, kind: 'missing', word: word.word };
  if (word.kind === 'leaver') {
    const row = plan.perhapsLeft.get(person);
    if (!row) throw new Error(`it was not asked whether ${person} left`);
    const { status, leavingDate } = row;
    const said = { as: word.word, employeeId: row.employeeId, status, leavingDate };
    return { kind: 'leaver', about: person, word: said, employeeId: row.employeeId, row };
  }
  if (word.kind === 'leave out') return { ...about, kind: 'leave out' };
  return { ...about, kind: 'no', noes: item ? model.noesTo(item).map(({ no }) => no) : [] };
}

/** What the model's plan comes to, in a tenant's words. */
export const outcomeOf = (plan: ModelPlan, held: readonly string[]): Outcome => ({
  held,
  items: plan.items.map(({ kind, person, proof }) => `${kind} ${person} ${proof ?? ''}`).sort(),
  refused: toldProblems(plan.refused, held),
  missing: plan.missing.length,
});

/** A person of the model as a row of the table. */
export const rowOf = ({ record, orgEmployeeId: _org, source: _source, ...person }: ModelPerson): TableRow => ({
  ...person,
  record: recordText(record),
});
