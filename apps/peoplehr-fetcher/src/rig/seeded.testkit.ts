/** Numbers from 0 to below 1 (mulberry32), the same for the same seed. */
export const seeded = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

/** So many different whole numbers from 0 to below `end`, rising. */
export function placesIn(end: number, count: number, seed: number): number[] {
  const random = seeded(seed);
  const places = new Set<number>();
  while (places.size < Math.min(count, end)) places.add(Math.floor(random() * end));
  return [...places].sort((a, b) => a - b);
}
