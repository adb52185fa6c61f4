import { topics } from '@people-sync/contracts';

/** Every topic has the same number of partitions, and it never changes. */
export const PARTITIONS = topics[0]?.partitions ?? 12;

const SEED = 0x9747b28c;
const M = 0x5bd1e995;
const R = 24;

/** Murmur2 of the key's UTF-8 bytes, as Kafka's Java client computes it: a signed 32-bit number. */
export function murmur2(key: string): number {
  const data = Buffer.from(key);
  const { length } = data;
  let h = SEED ^ length;
  const whole = length - (length % 4);
  for (let i = 0; i < whole; i += 4) {
    let k = Math.imul(data.readInt32LE(i), M);
    k ^= k >>> R;
    h = Math.imul(h, M) ^ Math.imul(k, M);
  }
  const rest = length % 4;
  if (rest >= 3) h ^= data.readUInt8(whole + 2) << 16;
  if (rest >= 2) h ^= data.readUInt8(whole + 1) << 8;
  if (rest >= 1) h = Math.imul(h ^ data.readUInt8(whole), M);
  h = Math.imul(h ^ (h >>> 13), M);
  return h ^ (h >>> 15);
}

/** The partition of a tenant: the same that kafkajs' and Java's default partitioners choose. */
export function partitionOf(key: string, partitions: number = PARTITIONS): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}
