import { createHash } from 'node:crypto';

const sha = (...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The definitions of RFC 9162 §2.1, word for word, over all entries: what the tree is held against. */
export function headOf(entries: readonly Uint8Array[]): Buffer {
  const [only] = entries;
  if (!only) return sha();
  if (entries.length === 1) return sha(Buffer.of(0), only);
  const k = splitAt(entries.length);
  return sha(Buffer.of(1), headOf(entries.slice(0, k)), headOf(entries.slice(k)));
}

/** PATH(m, D[n]). */
export function pathOf(m: number, entries: readonly Uint8Array[]): Buffer[] {
  if (entries.length === 1) return [];
  const k = splitAt(entries.length);
  const [left, right] = [entries.slice(0, k), entries.slice(k)];
  return m < k ? [...pathOf(m, left), headOf(right)] : [...pathOf(m - k, right), headOf(left)];
}

/** SUBPROOF(m, D[n], b). */
export function subproofOf(m: number, entries: readonly Uint8Array[], whole = true): Buffer[] {
  if (m === entries.length) return whole ? [] : [headOf(entries)];
  const k = splitAt(entries.length);
  const [left, right] = [entries.slice(0, k), entries.slice(k)];
  return m <= k ? [...subproofOf(m, left, whole), headOf(right)] : [...subproofOf(m - k, right, false), headOf(left)];
}

const splitAt = (n: number): number => 2 ** (Math.ceil(Math.log2(n)) - 1);
