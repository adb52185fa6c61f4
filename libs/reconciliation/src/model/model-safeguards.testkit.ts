import { type EmployeeField, employeeFields, type Policy } from '@people-sync/contracts';
import type { PeopleHrAnswer } from './peoplehr.testkit';
import { asRead, type ModelPerson, type No } from './model-person.testkit';
import { changesOf, type ModelItem, type ModelPlan, noesTo, type SaidNo } from './model-plan.testkit';

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

/** A reason why a plan is held, and what of it was counted. */
interface Reason {
  readonly name: string;
  readonly counted: readonly SaidNo[];
}

/** docs/semantics.md §4: why a plan is held, by name. */
export const whyHeld = (plan: ModelPlan, answer: PeopleHrAnswer, circumstances: Circumstances): string[] => [
  ...new Set(reasons(plan, answer, circumstances).map(({ name }) => name)),
];

/** What made a plan wait: a no to it is about just that. */
export const whatMadeItWait = (plan: ModelPlan, answer: PeopleHrAnswer, circumstances: Circumstances): SaidNo[] =>
  reasons(plan, answer, circumstances).flatMap(({ counted }) => counted);

function reasons(plan: ModelPlan, answer: PeopleHrAnswer, circumstances: Circumstances): Reason[] {
  const { policy, people, appliedBefore, otherCompany, leavingShown, shape, acceptedAsGone } = circumstances;
  const { safeguards: limits } = policy;
  const active = people.filter((person) => person.active);
  const linked = active.filter((person) => person.linked);
  const { items } = plan;
  const exceeds = (count: number, limit: { people: number; fraction: number }, of = active.length) =>
    count > Math.max(limit.people, limit.fraction * of);
  const left = (...proofs: (string | null)[]) =>
    items.filter(({ kind, proof, announced }) => kind === 'left' && proofs.includes(proof) && !announced);
  const changed = items.filter(({ kind, before }) => kind === 'changed' && before?.linked === true);
  const changes = changed.flatMap((item) => changesOf(item.before, item.after).map((change) => ({ item, ...change })));
  const whole = (some: readonly ModelItem[]): SaidNo[] =>
    some.flatMap((item) => noesTo(item, { policy }).map((no) => ({ person: item.person, no })));
  const single = (some: typeof changes): SaidNo[] =>
    some.map(({ item, field, new: value }) => ({
      person: item.person,
      no: { to: 'a value', field, value } satisfies No,
    }));
  const out = left('out-of-scope');
  const expected = leavingShown !== null && !exceeds(out.length - leavingShown, limits.absentOrOutOfScope);
  const away = [...left('absent-twice'), ...(expected ? [] : out)];
  const joining = items.filter(({ kind }) => kind === 'joined' || kind === 'rejoined');
  const leaving = left('leaver-status', 'leaving-date');
  const emails = changes.filter(({ field, item }) => field === 'email' && item.before?.email !== item.after?.email);
  const gone = (shape ?? []).filter((field) => !answer.fieldsPresent.includes(field));
  const why: [boolean, string, readonly SaidNo[]][] = [
    [exceeds(leaving.length, limits.leavers), 'leavers', whole(leaving)],
    [exceeds(away.length, limits.absentOrOutOfScope), 'absent-or-out-of-scope', whole(away)],
    [appliedBefore && exceeds(joining.length, limits.joiners), 'joiners', whole(joining)],
    ...employeeFields.map((field): [boolean, string, readonly SaidNo[]] => {
      const had = active.filter(({ record }) => record[field] !== null).length;
      const blank = changes.filter((one) => one.field === field && one.new === null);
      return [exceeds(blank.length, limits.fieldGoesBlank, had), 'field-goes-blank', single(blank)];
    }),
    ...employeeFields.flatMap((field) => {
      const filled = changes.filter((one) => one.field === field && one.new !== null && one.old !== null);
      return [...new Set(filled.map((one) => one.new))].map((value): [boolean, string, readonly SaidNo[]] => {
        const same = filled.filter((one) => one.new === value);
        const several = new Set(same.map(({ old }) => old)).size > 1;
        // Whoever had none before is no loss, and gets the same value by the same mistake.
        const everybody = changes.filter((one) => one.field === field && one.new === value);
        const trips = several && exceeds(same.length, limits.fieldBecomesOneValue);
        return [trips, 'field-becomes-one-value', single(everybody)];
      });
    }),
    [exceeds(emails.length, limits.emailChanges), 'email-changes', single(emails)],
    [linked.length - plan.away.length < limits.knownInSnapshot * linked.length, 'hardly-anybody-known', []],
    [
      gone.length > 0,
      'answer-changed-shape',
      single(changes.filter((one) => gone.includes(one.field) && one.new === null)),
    ],
    [
      exceeds(plan.refused.filter((one) => one.endsWith(' unknown-status')).length, limits.unknownStatus),
      'answer-changed-shape',
      [],
    ],
    [
      ['start-date', '(leaving-date|leaver-date)'].some((field) => {
        const unread = plan.refused.filter((one) => new RegExp(` ${field}-unreadable$`).test(one));
        return exceeds(unread.length, { people: 3, fraction: 0.05 });
      }),
      'dates-unreadable',
      [],
    ],
    [goneScopeValues(policy, answer).some((value) => !acceptedAsGone.includes(value)), 'scope-value-gone', []],
    [items.length > 0 && !appliedBefore && people.length > 0, 'first-onto-people', []],
    [items.length > 0 && otherCompany, 'first-after-other-company', []],
  ];
  return why.flatMap(([holds, name, counted]) => (holds ? [{ name, counted }] : []));
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
