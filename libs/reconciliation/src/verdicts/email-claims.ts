import { cutText } from '@people-sync/contracts';
import type { RowProblem } from './verdict';

/** An active person and the address they have. */
export interface Holder {
  readonly personId: string;
  readonly employeeId: string;
  readonly name: string | null;
}

/** A current employee who is to get an address that they do not have yet. */
export interface Claim {
  readonly employeeId: string;
  readonly name: string | null;
  readonly address: string;
  /** Set for an active person who changes address. */
  readonly personId: string | null;
  /** What that person gives up for it. */
  readonly gives: string | null;
}

/** How many names a problem lists: with more claimants than that, the rest shows when these are settled. */
const NAMED = 3;

/**
 * Judges addresses against the state after the plan: an active person's address is theirs alone. A holder goes on; a
 * single claimant gets an address that nobody has, or that its holder gives up or leaves behind in this same plan (so
 * swaps pass); several claimants are all refused. Whoever is refused keeps what they have, which may refuse the next
 * one, to a fixed point: one address at a time only ever gets refused, so the result is the same in any order.
 * @param holderOf the active person who has an address before the plan
 * @param leaving person ids of those who leave in this plan
 * @returns the refused claims' problems by EmployeeId
 */
export function settleClaims(
  claims: readonly Claim[],
  holderOf: (address: string) => Holder | undefined,
  leaving: ReadonlySet<string>,
): Map<string, RowProblem> {
  const byAddress = new Map<string, Claim[]>();
  const moves = new Map<string, Claim>();
  for (const claim of claims) {
    const others = byAddress.get(claim.address);
    if (others) others.push(claim);
    else byAddress.set(claim.address, [claim]);
    if (claim.personId !== null) moves.set(claim.personId, claim);
  }
  const refused = new Set<string>();
  const goesOn = (holder: Holder | undefined): holder is Holder => {
    if (!holder || leaving.has(holder.personId)) return false;
    const move = moves.get(holder.personId);
    return !move || refused.has(move.address);
  };
  const open = [...byAddress.keys()];
  for (let address = open.pop(); address !== undefined; address = open.pop()) {
    const claimants = byAddress.get(address) ?? [];
    if (claimants.length === 0 || refused.has(address)) continue;
    if (claimants.length === 1 && !goesOn(holderOf(address))) continue;
    refused.add(address);
    for (const { gives } of claimants) if (gives !== null) open.push(gives);
  }
  const problems = new Map<string, RowProblem>();
  for (const address of refused) {
    const holder = holderOf(address);
    const claimants = (byAddress.get(address) ?? []).sort(byName);
    // A wrong answer may give one address to everybody: whoever is named is chosen once, not once for each.
    const named = claimants.slice(0, NAMED + 1);
    for (const claim of claimants) problems.set(claim.employeeId, clash(claim, goesOn(holder) ? holder : null, named));
  }
  return problems;
}

function clash(claim: Claim, holder: Holder | null, named: readonly Claim[]): RowProblem {
  if (holder) {
    return { code: 'email-taken', received: claim.address, other: called(holder), otherPersonId: holder.personId };
  }
  const others = named.filter((one) => one !== claim).map(called);
  return {
    code: 'email-twice',
    received: claim.address,
    other: cutText(others.slice(0, NAMED).join(', '), 512),
    otherPersonId: null,
  };
}

const called = (one: Holder | Claim): string => one.name ?? one.employeeId;

function byName(one: Claim, other: Claim): number {
  const [a, b] = [called(one), called(other)];
  if (a !== b) return a < b ? -1 : 1;
  return one.employeeId < other.employeeId ? -1 : 1;
}
