/** As often as fast-check tries a property of its own accord: so often is cheap, and is tried in every run. */
const CHEAP = 100;

/**
 * How often a property is tried: what its spec says is enough for CI, PROPERTY_RUNS times as often. Every property asks
 * here, so that one word finds more in all of them: `PROPERTY_RUNS=10 npm test`; or takes less time: `npm run check` tries
 * a tenth (0.1) of those that are tried more than a hundred times.
 */
export function propertyRuns(usual = CHEAP): number {
  const said = process.env['PROPERTY_RUNS'] ?? '1';
  const times = said === '' ? Number.NaN : Number(said);
  if (!(Number.isSafeInteger(times) && times >= 1) && !(times >= 0.1 && times < 1))
    throw new Error(
      `PROPERTY_RUNS is how many times as often properties are tried, a whole number or a part from 0.1; it is “${said}”`,
    );
  return times < 1 ? Math.max(Math.min(usual, CHEAP), Math.ceil(usual * times)) : usual * times;
}

/**
 * Whether properties are tried as often as their specs say is enough. Only then has what is rare come about too: a tenth of
 * the tries shows none of it with certainty.
 */
export const triedInFull = (): boolean => Number(process.env['PROPERTY_RUNS'] ?? '1') >= 1;
