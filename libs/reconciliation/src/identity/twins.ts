import type { DifferingRow, KnownFacts, RowFacts } from '../verdicts/differing-row';
import type { Standing } from '../verdicts/standing';
import type { RowProblem } from '../verdicts/verdict';
import type { Found, Identity } from './first-hit';

/** Of the current rows that bring a UniqueKey which nobody had, or their person had not: the two of lowest EmployeeId. */
export type NewKeys = ReadonlyMap<string, readonly RowFacts[]>;

export function newKeys(
  rows: readonly DifferingRow[],
  found: readonly Found[],
  standings: readonly Standing[],
): NewKeys {
  const keys = new Map<string, RowFacts[]>();
  for (const [i, { row }] of rows.entries()) {
    const identity = found[i]?.identity;
    if (row.uniqueKey === null || !identity || !bringsKey(row, identity, standings[i])) continue;
    // A wrong answer may give one key to everybody: two are enough to name the other one.
    keys.set(row.uniqueKey, [...(keys.get(row.uniqueKey) ?? []), row].sort(byId).slice(0, 2));
  }
  return keys;
}

const bringsKey = (row: RowFacts, identity: Identity, standing: Standing | undefined): boolean =>
  standing?.kind === 'current' &&
  identity.kind !== 'case' &&
  (identity.kind === 'nobody' || identity.known.uniqueKey !== row.uniqueKey);

/**
 * A UniqueKey is one person's: rows that bring the same new one are a case each, about whoever they were before.
 * @returns undefined if nobody else brings it
 */
export function twinOf(
  { row }: DifferingRow,
  identity: Identity,
  standing: Standing,
  keys: NewKeys,
): Identity | undefined {
  if (row.uniqueKey === null || !bringsKey(row, identity, standing)) return undefined;
  const other = keys.get(row.uniqueKey)?.find((one) => one !== row);
  if (!other) return undefined;
  const known = identity.kind === 'person' ? identity.known : null;
  return {
    kind: 'case',
    problem: twoRows(other, known),
    touches: known ? [known] : [],
  };
}

/** Two rows lead to one person. @param other the one that this one has to give way to */
export const twoRows = (other: RowFacts, known: KnownFacts | null): RowProblem => ({
  code: 'identity-two-rows',
  received: other.employeeId,
  other: other.name ?? other.employeeId,
  otherPersonId: known?.personId ?? null,
});

export const byId = (a: RowFacts, b: RowFacts): number => (a.employeeId < b.employeeId ? -1 : 1);
