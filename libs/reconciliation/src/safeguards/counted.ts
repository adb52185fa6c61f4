import type { EmployeeField, Policy } from '@people-sync/contracts';
import { changeKeys, keptKeys } from '../verdicts/kept-keys';
import type { PlanItem } from '../verdicts/verdict';
import type { FieldChange } from './field-totals';
import type { MeasuredSafeguard } from './measured-safeguard';
import { changesAddress, itemSafeguards, type PlanTotals } from './safeguards';

/** Of an item, with what it does to the record, the part that made its plan wait: what a no to just that is kept by. */
export type Counting = (item: PlanItem, changes: readonly FieldChange[]) => string[];

/**
 * What the tripped safeguards counted (docs/semantics.md §4): a no to the plan is no wider. Of a change it is single
 * fields; the safeguards that look at the whole answer (its shape but for a field that is gone, who is in it, a first
 * plan, a value of the settings) count nobody. Whoever had no value gets the same one by the same mistake: they count.
 */
export function countingOf(
  measured: readonly MeasuredSafeguard[],
  totals: PlanTotals,
  { safeguards: limits, scope }: Pick<Policy, 'safeguards' | 'scope'>,
): Counting {
  const tripped = measured.filter((one) => one.tripped);
  const names = new Set(tripped.map(({ name }) => name));
  const trippedItems = itemSafeguards(totals, limits).filter(({ name }) => names.has(name));
  const isCounted = (item: PlanItem): boolean => trippedItems.some(({ counts }) => counts(item));
  const fieldsOf = (...of: MeasuredSafeguard['name'][]): Set<string | null> =>
    new Set(tripped.flatMap(({ name, field }) => (of.includes(name) ? [field] : [])));
  const blank = fieldsOf('field-goes-blank', 'answer-changed-shape');
  const oneValue = valuesOf(tripped, totals);
  return (item, changes) => {
    if (item.kind !== 'changed') return isCounted(item) ? keptKeys(item, changes, scope) : [];
    if (!item.known.linked) return [];
    const counted = changes.filter(
      ({ field, new: value }) =>
        (value === null ? blank.has(field) : (oneValue.get(field)?.has(value) ?? false)) ||
        (field === 'email' && names.has('email-changes') && changesAddress(item)),
    );
    return changeKeys(counted);
  };
}

/** By field the values that more people got than may. */
function valuesOf(
  tripped: readonly MeasuredSafeguard[],
  { fields }: PlanTotals,
): Map<EmployeeField, ReadonlySet<string>> {
  const names = new Map(
    tripped.flatMap(({ name, field, limit }) => (name === 'field-becomes-one-value' ? [[field, limit]] : [])),
  );
  return new Map(
    fields.becameOneValue().flatMap(({ field }) => {
      const limit = names.get(field);
      return limit === undefined ? [] : [[field, fields.valuesOf(field, limit)]];
    }),
  );
}
