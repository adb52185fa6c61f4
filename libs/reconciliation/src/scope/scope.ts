import type { Policy } from '@people-sync/contracts';

/** The fields by which a company chooses who should be in WeThrive. */
export const scopeFields = ['employmentType', 'company', 'location', 'department'] as const;
export type ScopeField = (typeof scopeFields)[number];

/** An employee's values of these fields; null is blank. */
export type ScopeFacts = Readonly<Record<ScopeField, string | null>>;
export type Scope = Policy['scope'];

/** False if everybody is in scope, so that nothing has to be read. */
export function looksAtAnything(scope: Scope): boolean {
  return scopeFields.some((field) => scope[field].include !== null || scope[field].exclude.length > 0);
}

/**
 * True if somebody with these values should be in WeThrive: of each field the value is among the included ones (if it
 * includes only some) and not among the excluded ones. A blank value is none of the included ones. Values are compared
 * as PeopleHR spells them.
 */
export function isInScope(facts: ScopeFacts, scope: Scope): boolean {
  return scopeFields.every((field) => {
    const { include, exclude } = scope[field];
    const value = facts[field];
    if (value === null) return include === null;
    return (include === null || include.includes(value)) && !exclude.includes(value);
  });
}

/** The values that the scope names, each as `field: value`, by code unit: one that occurs no more holds the plan. */
export function scopeValues(scope: Scope): { readonly field: ScopeField; readonly value: string }[] {
  return scopeFields.flatMap((field) =>
    [...new Set([...(scope[field].include ?? []), ...scope[field].exclude])].sort().map((value) => ({ field, value })),
  );
}
