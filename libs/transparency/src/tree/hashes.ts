import { createHash } from 'node:crypto';

/** Bytes of a SHA-256. */
export const HASH_BYTES = 32;

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** The root of a tree without entries. RFC 9162 §2.1.1. */
export const EMPTY_ROOT: Buffer = createHash('sha256').digest();

/** The hash of one entry's bytes. RFC 9162 §2.1.1. */
export const leafHash = (entry: Uint8Array): Buffer => createHash('sha256').update(LEAF).update(entry).digest();

/** The hash of two subtrees. RFC 9162 §2.1.1. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  createHash('sha256').update(NODE).update(left).update(right).digest();
