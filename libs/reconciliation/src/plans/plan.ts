import type { Counts } from '@people-sync/contracts';
import { RULES_VERSION } from '../rules';
import { judge, type Judgement, type JudgeInput } from '../verdicts/judge';
import { employeeIdOf, isPlanItem, type PlanItem, type Refused } from '../verdicts/verdict';
import { itemDigest } from './item-digest';
import { planHash } from './plan-hash';
import { tally } from './tally';

/** What a plan is made of. */
export interface PlanInput extends JudgeInput {
  /** Rows in the answer, judged or not. */
  readonly seen: number;
  /** The version of known that it is judged against, and those of the tenant's policy and settled decisions. */
  readonly base: number;
  readonly policyVersion: number;
  readonly decisionsVersion: number;
}

/** What an answer leads to, before it is known whether it may be done (`safeguards`). */
export interface RulesPlan extends Judgement {
  /** Leavers, then changes, then joiners and rejoiners; each by EmployeeId. */
  readonly items: PlanItem[];
  /** By EmployeeId. */
  readonly refused: Refused[];
  readonly counts: Counts;
  readonly hash: string;
}

const RANK = { left: 0, changed: 1, joined: 2, rejoined: 2 } as const;

/** Makes a plan: the same input gives the same plan with the same hash, on every machine and in any order of the rows. */
export function plan(input: PlanInput): RulesPlan {
  const judgement = judge(input);
  const { verdicts, absences } = judgement;
  const items = [...verdicts, ...absences]
    .filter(isPlanItem)
    .sort((a, b) => RANK[a.kind] - RANK[b.kind] || byText(keyOf(a), keyOf(b)));
  const refused = verdicts.filter((verdict): verdict is Refused => verdict.kind === 'refused');
  return {
    ...judgement,
    items,
    refused: refused.sort((a, b) => byText(a.row.employeeId, b.row.employeeId)),
    counts: tally(verdicts, absences, input.seen),
    hash: planHash({
      itemDigests: items.map(itemDigest),
      base: input.base,
      policy: input.policyVersion,
      decisions: input.decisionsVersion,
      rules: RULES_VERSION,
    }),
  };
}

const keyOf = (item: PlanItem): string => `${employeeIdOf(item)} ${item.personId}`;
const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
