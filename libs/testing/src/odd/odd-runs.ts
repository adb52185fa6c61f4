/**
 * How much odd input a property test sends for each operation: little in every run, more with ODD_RUNS=1000. The same
 * every time, unless ODD_SEED is another number; a failure prints the seed and what was sent.
 */
export function oddRuns(usual: number): { readonly numRuns: number; readonly seed: number } {
  const given = (name: string, otherwise: number): number => {
    const number = Number(process.env[name] ?? otherwise);
    return Number.isSafeInteger(number) && number > 0 ? number : otherwise;
  };
  return { numRuns: given('ODD_RUNS', usual), seed: given('ODD_SEED', 20_261) };
}
