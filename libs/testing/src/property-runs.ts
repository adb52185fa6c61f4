/**
 * How often a property is tried: what its spec says is enough for every run, PROPERTY_RUNS times as often (a whole number,
 * usually 1). Every property asks here, so that one word finds more in all of them:
 * `PROPERTY_RUNS=10 npm test`.
 * @param usual as often as fast-check tries a property of its own accord
 */
export function propertyRuns(usual = 100): number {
  const said = process.env['PROPERTY_RUNS'] ?? '1';
  const times = Number(said);
  if (!Number.isSafeInteger(times) || times < 1)
    throw new Error(`PROPERTY_RUNS is how many times as often properties are tried, 1 or more; it is “${said}”`);
  return usual * times;
}
