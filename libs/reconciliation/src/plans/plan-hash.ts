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
}

/**
 * SHA-256, 64 lower-case hex digits, over the canonical JSON (RFC 8785) of
 * `{"base":…,"decisions":…,"items":"<digest over the sorted item digests>","policy":…,"rules":…}`; the digest over the
 * items is made like a snapshot's (`snapshotDigest`). The order in which items are given does not matter.
 */
export function planHash({ itemDigests, base, policy, decisions, rules }: PlanContent): string {
  const canonical = JSON.stringify({ base, decisions, items: snapshotDigest(itemDigests), policy, rules });
  return hash('sha256', canonical);
}
