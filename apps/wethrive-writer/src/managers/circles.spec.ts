import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { circlesAmong, type Line } from './circles';

/** By the definition: whoever meets themselves on the way up. */
function whoReportsToThemselves(lines: readonly Line[]): string[] {
  const above = new Map(lines.map((line) => [line.personId, line.reportsTo]));
  return [...above.keys()].filter((person) => {
    let at = above.get(person);
    for (let steps = 0; at !== undefined && steps < lines.length; steps++) {
      if (at === person) return true;
      at = above.get(at);
    }
    return false;
  });
}

const companyOf = (managers: Readonly<Record<string, string>>): Line[] =>
  Object.entries(managers).map(([personId, reportsTo]) => ({ tenantId: 'northwind', personId, reportsTo }));

const found = (lines: readonly Line[]) =>
  circlesAmong(lines)
    .map((one) => one.personId)
    .sort();

describe('circles among managers', () => {
  it('hold those who report to themselves through others, and nobody who only reports to one of them', () => {
    expect(found(companyOf({ ada: 'ben', ben: 'cara', cara: 'ben', dan: 'ada' }))).toEqual(['ben', 'cara']);
  });

  it('hold somebody who is their own manager', () => {
    expect(found(companyOf({ ada: 'ada', ben: 'ada' }))).toEqual(['ada']);
  });

  it('are none where everybody’s line ends at the top', () => {
    expect(found(companyOf({ ada: 'ben', ben: 'cara', dan: 'cara' }))).toEqual([]);
  });

  it('are found as by the definition, each person once, in any company', () => {
    const person = fc.integer({ min: 0, max: 12 }).map(String);
    fc.assert(
      fc.property(fc.dictionary(person, person, { maxKeys: 13 }), (managers) => {
        const lines = companyOf(managers);
        expect(found(lines)).toEqual(whoReportsToThemselves(lines).sort());
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });

  it('cost one walk, also when 100,000 people form a single one', () => {
    const size = 100_000;
    const lines = Array.from({ length: size }, (_, n) => ({
      tenantId: 'northwind',
      personId: String(n),
      reportsTo: String((n + 1) % size),
    }));
    expect(circlesAmong(lines)).toHaveLength(size);
  });
});
