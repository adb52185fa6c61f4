import type { Policy } from '@people-sync/contracts';
import { foldedWords } from '../reading/words';

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

/** How somebody stands to a scope; by a blank field they are neither in nor out of it by themselves. */
export type ScopeStanding = { readonly kind: 'in' | 'out' } | { readonly kind: 'blank'; readonly field: ScopeField };

/**
 * Where somebody with these values stands: in, if of each field the value is among the included ones (if it includes only
 * some) and not among the excluded ones. Values are compared as a reader sees them (`foldedWords`). A blank value is none
 * of the included ones; but whoever had one lost it, which puts nobody out.
 * @param had the values that are known of them; null: nothing is
 */
export function scopeStanding(facts: ScopeFacts, scope: Scope, had: ScopeFacts | null): ScopeStanding {
  const kinds = scopeFields.map((field) => standingBy(field, facts, scope, had));
  if (kinds.includes('out')) return { kind: 'out' };
  const lost = scopeFields.find((_, n) => kinds[n] === 'blank');
  return lost === undefined ? { kind: 'in' } : { kind: 'blank', field: lost };
}

function standingBy(field: ScopeField, facts: ScopeFacts, scope: Scope, had: ScopeFacts | null): ScopeStanding['kind'] {
  const { include, exclude } = scope[field];
  const value = facts[field];
  if (value === null) return include === null ? 'in' : (had?.[field] ?? null) === null ? 'out' : 'blank';
  const isNamed = (values: readonly string[]) => values.length > 0 && foldedOf(values).has(foldedWords(value));
  return (include !== null && !isNamed(include)) || isNamed(exclude) ? 'out' : 'in';
}

/** By which values somebody is out of scope; and a field that they had a value in, and lost. */
export interface Outside {
  readonly values: readonly { readonly field: ScopeField; readonly value: string | null }[];
  readonly lost: ScopeField | undefined;
}

/** @param facts null if the scope looks at nothing @param had as in `scopeStanding` */
export function outsideScope(facts: ScopeFacts | null, scope: Scope, had: ScopeFacts | null): Outside {
  if (facts === null) return { values: [], lost: undefined };
  const outside = scopeFields.filter((field) => standingBy(field, facts, scope, had) === 'out');
  const values = outside.map((field) => ({ field, value: facts[field] }));
  return { values, lost: scopeFields.find((field) => standingBy(field, facts, scope, had) === 'blank') };
}

/** Folded once for a whole company: a list of settings is never changed. */
function foldedOf(values: readonly string[]): ReadonlySet<string> {
  const folded = foldedLists.get(values) ?? new Set(values.map(foldedWords));
  foldedLists.set(values, folded);
  return folded;
}
const foldedLists = new WeakMap<readonly string[], ReadonlySet<string>>();

/** A value that stands on both sides of one field, as a reader sees it: included and excluded at once. */
export function contradiction(scope: Scope): { readonly field: ScopeField; readonly value: string } | undefined {
  for (const field of scopeFields) {
    const { include, exclude } = scope[field];
    const value = exclude.find((one) => include !== null && foldedOf(include).has(foldedWords(one)));
    if (value !== undefined) return { field, value };
  }
  return undefined;
}

/** The values that the scope names and nobody has, as a reader sees them. @param here the values of a field that occur */
export function namedForNobody(
  scope: Scope,
  here: (field: ScopeField) => Iterable<string>,
): { readonly field: ScopeField; readonly value: string }[] {
  const named = scopeValues(scope);
  const fields = new Set(named.map(({ field }) => field));
  const folded = new Map([...fields].map((field) => [field, new Set([...here(field)].map(foldedWords))]));
  return named.filter(({ field, value }) => folded.get(field)?.has(foldedWords(value)) !== true);
}

/** The values that the scope names, each as `field: value`, by code unit: one that occurs no more holds the plan. */
export function scopeValues(scope: Scope): { readonly field: ScopeField; readonly value: string }[] {
  return scopeFields.flatMap((field) =>
    [...new Set([...(scope[field].include ?? []), ...scope[field].exclude])].sort().map((value) => ({ field, value })),
  );
}
