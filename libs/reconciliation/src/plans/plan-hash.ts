import { hash } from 'node:crypto';
import { snapshotDigest } from '../snapshots/snapshot-digest';

/** What a plan is made of. Neither sync nor date: the same plan tomorrow keeps its hash, and so its approval. */
export interface PlanContent {
  readonly itemDigests: Iterable<string>;
  /** The version of known that it was judged against. */
  readonly base: number;
  /** Versions of the tenant's policy, of its settled decisions, and of the rules. */
  readonly policy: number;
  readonly decisions: number;
  readonly rules: number;
  /** Ids of what was settled for this plan alone, and holds once it is applied. */
  readonly tentative: Iterable<string>;
}

/**
 * SHA-256, 64 lower-case hex digits, over the canonical JSON (RFC 8785) of
 * `{"base":…,"decisions":…,"items":"<digest over the sorted item digests>","policy":…,"rules":…,"tentative":[sorted ids]}`;
 * the digest over the items is made like a snapshot's (`snapshotDigest`). The order in which items are given does not
 * matter.
 */
export function planHash({ itemDigests, base, policy, decisions, rules, tentative }: PlanContent): string {
  const items = snapshotDigest(itemDigests);
  const canonical = JSON.stringify({ base, decisions, items, policy, rules, tentative: [...tentative].sort() });
  return hash('sha256', canonical);
}
