import { cutText, type EmployeeField, type Policy } from '@people-sync/contracts';
import type { Proof } from '../verdicts/standing';
import { addressAfter, type PlanItem, type Verdict } from '../verdicts/verdict';
import type { FieldTotals } from './field-totals';
import type { MeasuredSafeguard, SafeguardName } from './measured-safeguard';
import { UNREADABLE, unreadable } from './unreadable';

/** What a plan does to a company, in people. */
export interface PlanTotals {
  /** Added or imported as active and not left, waiting included; before this plan. */
  readonly active: number;
  /** Of those the ones that were found in PeopleHR before, and how many of them the answer has. */
  readonly linked: number;
  readonly present: number;
  /** A plan of this tenant was applied before. */
  readonly appliedBefore: boolean;
  /** People stood in the table before the first plan. */
  readonly ontoPeople: boolean;
  readonly otherCompany: boolean;
  /** Of the items those that nothing in PeopleHR and no day led to: the rules are others than those of the base. */
  readonly byNewRules: number;
  /** The scope was changed on screen after it had been shown that so many people leave by it; null: it was not. */
  readonly leavingShown: number | null;
  readonly items: readonly PlanItem[];
  readonly verdicts: readonly Verdict[];
  readonly fields: FieldTotals;
  /** How many active people had a value of this field; asked only of fields that go blank for somebody. */
  readonly had: (field: EmployeeField) => number;
  /** Fields that an accepted answer had and that this one has for nobody. */
  readonly fieldsGone: readonly string[];
  /** Scope values that the answer has for nobody and that were not accepted so, as `field: value`. */
  readonly scopeValuesGone: readonly string[];
}

type Limits = Policy['safeguards'];

/**
 * What stands between a wrong answer and the People table: each safeguard that measured something, with what it allows
 * (docs/semantics.md §4). At the limit a plan passes; one above it is held. Nothing of a held plan is applied.
 */
export function safeguards(totals: PlanTotals, limits: Limits): MeasuredSafeguard[] {
  const { active, items, appliedBefore } = totals;
  const measured = [
    ...itemSafeguards(totals, limits).map(({ name, limit, counts }) =>
      above(name, null, items.filter(counts).length, limit, active),
    ),
    ...fieldSafeguards(totals, limits),
    hardlyAnybody(totals, limits),
    ...shape(totals, limits),
    ...unreadable(totals.verdicts).map(({ field, people }) =>
      above('dates-unreadable', field, people, UNREADABLE, active),
    ),
    ...totals.scopeValuesGone.map((field) => always('scope-value-gone', field)),
    ...(items.length > 0 && !appliedBefore && totals.ontoPeople ? [always('first-onto-people', null)] : []),
    ...(items.length > 0 && totals.otherCompany ? [always('first-after-other-company', null)] : []),
    ...(totals.byNewRules > 0 ? [{ ...always('first-under-new-rules', null), value: totals.byNewRules }] : []),
  ];
  return measured.filter((one) => one.tripped || (one.value > 0 && one.name !== 'hardly-anybody-known'));
}

/** One that counts whole people of a plan: so many of all who are active may be among them. A no to it keeps them away. */
export interface ItemSafeguard {
  readonly name: SafeguardName;
  readonly limit: { readonly people: number; readonly fraction: number };
  readonly counts: (item: PlanItem) => boolean;
}

/** Those of this plan, in the order in which they are told. */
export function itemSafeguards(totals: PlanTotals, limits: Limits): ItemSafeguard[] {
  const outCounts = !scopeWasShown(totals, limits);
  return [
    { name: 'leavers', limit: limits.leavers, counts: isSurprisingLeaver },
    {
      name: 'absent-or-out-of-scope',
      limit: limits.absentOrOutOfScope,
      counts: (item) =>
        item.kind === 'left' && (item.proof === 'absent-twice' || (item.proof === 'out-of-scope' && outCounts)),
    },
    ...(totals.appliedBefore ? [{ name: 'joiners', limit: limits.joiners, counts: isJoiner } as const] : []),
  ];
}

/** Why the plan is held: the names of the tripped ones, each once, in order. Empty: it is not. */
export function heldBecause(measured: readonly MeasuredSafeguard[]): SafeguardName[] {
  return [...new Set(measured.filter(({ tripped }) => tripped).map(({ name }) => name))];
}

function above(
  name: SafeguardName,
  field: string | null,
  value: number,
  limit: { readonly people: number; readonly fraction: number },
  of: number,
): MeasuredSafeguard {
  const allowed = Math.max(limit.people, limit.fraction * of);
  return { name, field, value, limit: allowed, tripped: value > allowed };
}

const always = (name: SafeguardName, field: string | null): MeasuredSafeguard => ({
  name,
  field: field === null ? null : cutText(field, 64),
  value: 1,
  limit: 0,
  tripped: true,
});

const isJoiner = ({ kind }: PlanItem): boolean => kind === 'joined' || kind === 'rejoined';

/** Somebody leaves by their row, and nothing had told of it. */
const isSurprisingLeaver = (item: PlanItem): boolean =>
  item.kind === 'left' && (item.proof === 'leaver-status' || item.proof === 'leaving-date') && !item.announced;

/** Whoever leaves by the scope counts unless they were shown; if many more leave than that, it is a surprise again. */
function scopeWasShown(totals: PlanTotals, { absentOrOutOfScope: limit }: Limits): boolean {
  const { active, leavingShown } = totals;
  if (leavingShown === null) return false;
  return leavingBy(totals)('out-of-scope') - leavingShown <= Math.max(limit.people, limit.fraction * active);
}

const leavingBy =
  ({ items }: PlanTotals) =>
  (proof: Proof): number =>
    items.filter((item) => item.kind === 'left' && item.proof === proof).length;

function fieldSafeguards({ fields, had, active, items }: PlanTotals, limits: Limits): MeasuredSafeguard[] {
  const blanks = fields.goneBlank().map(({ field, people }) => {
    // Whoever counts what people had before is asked only if it decides.
    const of = people > limits.fieldGoesBlank.people ? had(field) : 0;
    return above('field-goes-blank', field, people, limits.fieldGoesBlank, of);
  });
  const same = fields
    .becameOneValue()
    .map(({ field, people }) => above('field-becomes-one-value', field, people, limits.fieldBecomesOneValue, active));
  const emails = items.filter(changesAddress).length;
  return [...blanks, ...same, above('email-changes', null, emails, limits.emailChanges, active)];
}

export const changesAddress = (item: PlanItem): boolean =>
  item.kind === 'changed' && item.known.linked && item.known.email !== addressAfter(item);

function hardlyAnybody({ linked, present }: PlanTotals, limits: Limits): MeasuredSafeguard {
  const limit = limits.knownInSnapshot * linked;
  return { name: 'hardly-anybody-known', field: null, value: present, limit, tripped: present < limit };
}

function shape({ fieldsGone, verdicts, active }: PlanTotals, limits: Limits): MeasuredSafeguard[] {
  const unknown = verdicts.filter((one) => one.kind === 'refused' && one.problem.code === 'unknown-status').length;
  return [
    ...fieldsGone.map((field) => always('answer-changed-shape', field)),
    above('answer-changed-shape', 'status', unknown, limits.unknownStatus, active),
  ];
}
