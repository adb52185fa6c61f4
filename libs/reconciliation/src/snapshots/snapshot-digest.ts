import { createHash } from 'node:crypto';

/**
 * SHA-256 over the item digests in ascending order, each as 64 lower-case hex digits and one line feed; in any order
 * given. `sort digests.txt | sha256sum` gives the same, and so does Postgres (staging).
 */
export function snapshotDigest(itemDigests: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const digest of [...itemDigests].sort()) hash.update(`${digest}\n`, 'latin1');
  return hash.digest('hex');
}
