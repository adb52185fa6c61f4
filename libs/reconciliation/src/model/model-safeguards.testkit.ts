import { type EmployeeField, employeeFields, type Policy } from '@people-sync/contracts';
import type { PeopleHrAnswer } from './peoplehr.testkit';
import { asRead, type ModelPerson } from './model-person.testkit';
import type { ModelPlan } from './model-plan.testkit';

/** What else the safeguards look at. */
export interface Circumstances {
  readonly policy: Policy;
  readonly people: readonly ModelPerson[];
  readonly appliedBefore: boolean;
  readonly otherCompany: boolean;
  /** How many people leave by the scope as it was shown on screen, if it was. */
  readonly leavingShown: number | null;
  /** The fields of the answer that was accepted last; null before the first one. */
  readonly shape: readonly EmployeeField[] | null;
  readonly acceptedAsGone: readonly string[];
}

/** docs/semantics.md §4: why a plan is held, by name. */
export function whyHeld(plan: ModelPlan, answer: PeopleHrAnswer, circumstances: Circumstances): string[] {
  const { policy, people, appliedBefore, otherCompany, leavingShown, shape, acceptedAsGone } = circumstances;
  const { safeguards: limits } = policy;
  const active = people.filter((person) => person.active);
  const linked = active.filter((person) => person.linked);
  const { items } = plan;
  const exceeds = (count: number, limit: { people: number; fraction: number }, of = active.length) =>
    count > Math.max(limit.people, limit.fraction * of);
  const left = (...proofs: (string | null)[]) =>
    items.filter(({ kind, proof, announced }) => kind === 'left' && proofs.includes(proof) && !announced).length;
  const changed = items.filter(({ kind, before }) => kind === 'changed' && before?.linked === true);
  const differing = (field: EmployeeField) =>
    changed.flatMap(({ before, row }) => {
      const change = { old: before?.record[field] ?? null, new: row?.[field] ?? null };
      return change.old === change.new ? [] : [change];
    });
  const out = left('out-of-scope');
  const expected = leavingShown !== null && !exceeds(out - leavingShown, limits.absentOrOutOfScope);
  const why: [boolean, string][] = [
    [exceeds(left('leaver-status', 'leaving-date'), limits.leavers), 'leavers'],
    [exceeds(left('absent-twice') + (expected ? 0 : out), limits.absentOrOutOfScope), 'absent-or-out-of-scope'],
    [
      appliedBefore &&
        exceeds(items.filter(({ kind }) => kind === 'joined' || kind === 'rejoined').length, limits.joiners),
      'joiners',
    ],
    [
      employeeFields.some((field) => {
        const had = active.filter(({ record }) => record[field] !== null).length;
        return exceeds(differing(field).filter((one) => one.new === null).length, limits.fieldGoesBlank, had);
      }),
      'field-goes-blank',
    ],
    [
      employeeFields.some((field) => {
        const changes = differing(field).filter((one) => one.new !== null && one.old !== null);
        return [...new Set(changes.map((one) => one.new))].some((value) => {
          const same = changes.filter((one) => one.new === value);
          return new Set(same.map(({ old }) => old)).size > 1 && exceeds(same.length, limits.fieldBecomesOneValue);
        });
      }),
      'field-becomes-one-value',
    ],
    [
      exceeds(changed.filter(({ before, row }) => before?.email !== row?.email).length, limits.emailChanges),
      'email-changes',
    ],
    [linked.length - plan.away.length < limits.knownInSnapshot * linked.length, 'hardly-anybody-known'],
    [
      (shape ?? []).some((field) => !answer.fieldsPresent.includes(field)) ||
        exceeds(plan.refused.filter((one) => one.endsWith(' unknown-status')).length, limits.unknownStatus),
      'answer-changed-shape',
    ],
    [
      ['start-date', '(leaving-date|leaver-date)'].some((field) => {
        const unread = plan.refused.filter((one) => new RegExp(` ${field}-unreadable$`).test(one));
        return exceeds(unread.length, { people: 3, fraction: 0.05 });
      }),
      'dates-unreadable',
    ],
    [goneScopeValues(policy, answer).some((value) => !acceptedAsGone.includes(value)), 'scope-value-gone'],
    [items.length > 0 && !appliedBefore && people.length > 0, 'first-onto-people'],
    [items.length > 0 && otherCompany, 'first-after-other-company'],
  ];
  return why.flatMap(([holds, name]) => (holds ? [name] : []));
}

/** Values that the settings name and nobody in the answer has. */
export function goneScopeValues({ scope }: Policy, { employees }: PeopleHrAnswer): string[] {
  return (['employmentType', 'company', 'location', 'department'] as const).flatMap((field) =>
    [...new Set([...(scope[field].include ?? []), ...scope[field].exclude])]
      .filter((value) => !employees.some((row) => asRead(row[field] ?? '') === asRead(value)))
      .map((value) => `${field}: ${value}`),
  );
}

/** Of a field that cannot be read for too many people nobody is told by name. */
export function toldProblems(refused: readonly string[], held: readonly string[]): readonly string[] {
  if (!held.includes('dates-unreadable')) return refused;
  const ofField = [/ start-date-unreadable$/, / (leaving|leaver)-date-unreadable$/];
  const many = ofField.filter((field) => refused.filter((one) => field.test(one)).length > 3);
  return [
    ...many.map(() => ' dates-unreadable'),
    ...refused.filter((one) => !many.some((field) => field.test(one))),
  ].sort();
}
