const WORD = 2 ** 32;

/** A small generator (mulberry32) of numbers from 0 to below 1: the same for the same seed, on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / WORD;
  };
}

/** A list that is not empty. */
export type Choices<T> = readonly [T, ...T[]];

/** One of them. */
export function pick<T>(random: () => number, from: Choices<T>): T {
  return from[Math.floor(random() * from.length)] ?? from[0];
}

/** A whole number from `least` to `most`. */
export const between = (random: () => number, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1));

/** A new list in another order. */
export function shuffled<T>(random: () => number, items: readonly T[]): T[] {
  const keyed = items.map((item): [number, T] => [random(), item]);
  return keyed.sort(([a], [b]) => a - b).map(([, item]) => item);
}

/** A GUID of version 4 made of the generator's numbers. */
export function guid(random: () => number): string {
  const word = (): string =>
    between(random, 0, WORD - 1)
      .toString(16)
      .padStart(8, '0');
  const hex = word() + word() + word() + word();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** A seed made of a text (FNV-1a): the same for the same text, on every machine. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}

/** The people in the order of a word: another word, another order; who is taken away moves nobody else. */
export function ranked<T extends { readonly employeeId: string }>(word: string, people: readonly T[]): T[] {
  const keyed = people.map((one): [number, T] => [seeded(seedOf(`${word} ${one.employeeId}`))(), one]);
  return keyed
    .sort(([a, one], [b, other]) => a - b || (one.employeeId < other.employeeId ? -1 : 1))
    .map(([, one]) => one);
}
