import { propertyRuns } from '../property-runs';

/**
 * How much odd input a property test sends for each operation: little in every run, more with PROPERTY_RUNS. The same every
 * time, unless ODD_SEED is another number; a failure prints the seed and what was sent.
 */
export function oddRuns(usual: number): { readonly numRuns: number; readonly seed: number } {
  const seed = Number(process.env['ODD_SEED']);
  return { numRuns: propertyRuns(usual), seed: Number.isSafeInteger(seed) ? seed : 20_261 };
}
