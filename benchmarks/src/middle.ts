/** The value in the middle: of an even number the mean of the two. NaN of none. */
export function middle(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const half = sorted.length / 2;
  const between = sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1);
  return between.reduce((sum, value) => sum + value, 0) / between.length;
}
