import { isConsistent } from '@people-sync/transparency';

/** A head of a tenant's tree. */
export interface Head {
  readonly size: number;
  readonly root: Buffer;
}

/**
 * Whether a head may be signed after another one was: it is the same tree, with entries appended or none. A record never
 * signs two heads that are not consistent; where this is false it has been tampered with, or put back to an older state.
 * @param last the newest head that was signed; undefined for the first
 * @param proof that `last` is how the tree of `head` began (RFC 9162 §2.1.4)
 */
export function follows(last: Head | undefined, head: Head, proof: readonly Buffer[]): boolean {
  if (!last || last.size === 0) return true;
  return isConsistent({ from: last.size, fromRoot: last.root, size: head.size, root: head.root, proof });
}
