import type { Counts } from '@people-sync/contracts';
import { RULES_VERSION } from '../rules';
import { judge, type Judgement } from '../verdicts/judge';
import type { JudgeInput } from '../verdicts/judge-input';
import { employeeIdOf, isPlanItem, type PlanItem, type Refused, type Verdict } from '../verdicts/verdict';
import { itemDigest } from './item-digest';
import { planHash } from './plan-hash';
import { type QuietCounts, quietCounts } from './quiet';
import { tally } from './tally';

/** What a plan is made of. */
export interface PlanInput extends JudgeInput {
  /** Rows in the answer, judged or not. */
  readonly seen: number;
  /** The version of known that it is judged against, and those of the tenant's policy and settled decisions. */
  readonly base: number;
  readonly policyVersion: number;
  readonly decisionsVersion: number;
  /** Ids of what was settled for this plan alone. */
  readonly tentative?: readonly string[];
}

/** What an answer leads to, before it is known whether it may be done (`safeguards`). */
export interface RulesPlan extends Judgement {
  /** Leavers, then changes, then joiners and rejoiners; each by EmployeeId. */
  readonly items: PlanItem[];
  /** By EmployeeId. */
  readonly refused: Refused[];
  readonly counts: Counts;
  /** People of whom something is kept away because somebody said no to it. */
  readonly kept: number;
  readonly quiet: QuietCounts;
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
    kept: input.settlements.kept.size === 0 ? 0 : verdicts.filter(keepsSomething).length,
    quiet: quietCounts(verdicts),
    hash: planHash({
      itemDigests: items.map(itemDigest),
      base: input.base,
      policy: input.policyVersion,
      decisions: input.decisionsVersion,
      rules: RULES_VERSION,
      tentative: input.tentative ?? [],
    }),
  };
}

const keepsSomething = (verdict: Verdict): boolean =>
  verdict.kind === 'kept' ||
  (verdict.kind === 'changed' && verdict.keeps) ||
  (verdict.kind === 'rejoined' && verdict.masked.length > 0);

const keyOf = (item: PlanItem): string => `${employeeIdOf(item)} ${item.personId}`;
const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
