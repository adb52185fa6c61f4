import type { Policy } from '@people-sync/contracts';
import { isEmailAddress } from '../employees/email-address';
import type { DifferingRow } from './differing-row';
import { type Claim, type Holder, settleClaims } from './email-claims';
import { newPersonId } from './matching';
import { dueDay, ignoredLeavingDate, type Standing, standingOf } from './standing';
import type { RowProblem, Verdict } from './verdict';

/** What the rules must know of a tenant beside the rows. */
export interface TenantState {
  readonly tenantId: string;
  /** PeopleHR's id of the company, part of every new person's id. */
  readonly companyId: string;
  /** The active person who has this address now, whether or not they are among the rows; ask for `claimedAddresses`. */
  readonly holderOf: (address: string) => Holder | undefined;
}

/** The settings that these rules read. */
export type JudgePolicy = Pick<Policy, 'daysBeforeStart'>;

/**
 * What these rows mean for the tenant, in their order. Same input, same verdicts, byte for byte, on every machine; the
 * order of the rows changes no verdict. A row that is not given means what it meant before (`difference`).
 * @param rows no EmployeeId twice
 * @param today `yyyy-MM-dd`, the day of the snapshot in the tenant's time zone
 */
export function* judge(
  rows: readonly DifferingRow[],
  state: TenantState,
  policy: JudgePolicy,
  today: string,
): Generator<Verdict, void, undefined> {
  const standings = rows.map((differing) => standingOf(differing, today, policy.daysBeforeStart));
  const leaving = new Set<string>();
  const claims: Claim[] = [];
  for (const [i, differing] of rows.entries()) {
    if (differing.known?.active && standings[i]?.kind === 'left') leaving.add(differing.known.personId);
    const claim = claimOf(differing, standings[i]);
    if (claim) claims.push(claim);
  }
  const clashes = settleClaims(claims, state.holderOf, leaving);
  for (const [i, differing] of rows.entries()) {
    const standing = standings[i];
    if (standing) yield verdictOn(differing, standing, clashes.get(differing.row.employeeId), state, policy, today);
  }
}

/** The addresses whose holders `judge` will ask for, each once. */
export function claimedAddresses(rows: Iterable<DifferingRow>, policy: JudgePolicy, today: string): Set<string> {
  const addresses = new Set<string>();
  for (const differing of rows) {
    const claim = claimOf(differing, standingOf(differing, today, policy.daysBeforeStart));
    if (claim) addresses.add(claim.address);
  }
  return addresses;
}

/** The address that somebody current is to get and does not have yet. */
function claimOf({ row, known }: DifferingRow, standing: Standing | undefined): Claim | undefined {
  if (standing?.kind !== 'current' || row.email === null || !isEmailAddress(row.email)) return undefined;
  const holds = known?.active === true ? known : null;
  if (holds?.email === row.email) return undefined;
  return {
    employeeId: row.employeeId,
    name: row.name,
    address: row.email,
    personId: holds?.personId ?? null,
    gives: holds?.email ?? null,
  };
}

function verdictOn(
  differing: DifferingRow,
  standing: Standing,
  clash: RowProblem | undefined,
  state: TenantState,
  policy: JudgePolicy,
  today: string,
): Verdict {
  const { row, known } = differing;
  const judged = { row, due: dueDay(differing, today, policy.daysBeforeStart) };
  const next = { ...judged, sourceVersion: (known?.sourceVersion ?? 0) + 1 };
  switch (standing.kind) {
    case 'unknown-status':
      return {
        ...judged,
        kind: 'refused',
        known,
        problem: { code: 'unknown-status', received: row.status, other: null },
      };
    case 'not-started':
      return { ...judged, kind: 'unchanged', known };
    case 'left':
      if (!known) return { ...judged, kind: 'ignored', known };
      if (!known.active) return { ...judged, kind: 'unchanged', known };
      return { ...next, kind: 'left', personId: known.personId, known, proof: standing.proof };
    case 'current': {
      const problem = emailProblem(row.email) ?? clash;
      if (problem) return { ...judged, kind: 'refused', known, problem };
      if (!known) {
        return {
          ...next,
          kind: 'joined',
          personId: newPersonId(state.tenantId, state.companyId, row.employeeId),
          known,
        };
      }
      const remembered = { personId: known.personId, known, ignoredLeavingDate: ignoredLeavingDate(differing, today) };
      if (!known.active) return { ...next, ...remembered, kind: 'rejoined' };
      if (known.digest !== row.digest) return { ...next, ...remembered, kind: 'changed' };
      return { ...judged, kind: 'unchanged', known };
    }
  }
}

function emailProblem(email: string | null): RowProblem | undefined {
  if (email === null || email === '') return { code: 'email-blank', received: null, other: null };
  if (!isEmailAddress(email)) return { code: 'email-invalid', received: email, other: null };
  return undefined;
}
