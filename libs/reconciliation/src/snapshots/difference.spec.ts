import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { difference } from './difference';

const ids = fc.constantFrom('PW1', 'PW2', 'PW3', 'PW4');
const rows = fc.array(fc.tuple(ids, fc.constantFrom('x', 'y'))).map((pairs) => new Map(pairs));
const asBase = (snapshot: Map<string, string>) =>
  new Map([...snapshot].map(([id, digest]) => [id, { digest, due: null }]));

describe('the difference', () => {
  it('is empty exactly if the snapshot equals the base', () => {
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        const { differing, absent } = difference(asBase(before), after, new Set(), '2026-03-02');
        const equal = before.size === after.size && [...before].every(([id, digest]) => after.get(id) === digest);
        expect(differing.length + absent.length === 0).toBe(equal);
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('has rows that are open, and rows whose day has come', () => {
    const base = new Map([
      ['PW1', { digest: 'x', due: '2026-03-02' }],
      ['PW2', { digest: 'x', due: '2026-03-03' }],
      ['PW3', { digest: 'x', due: null }],
      ['PW4', { digest: 'x', due: null }],
    ]);
    const snapshot = new Map([...base.keys()].map((id) => [id, 'x']));
    expect(difference(base, snapshot, new Set(['PW4']), '2026-03-02').differing).toEqual(['PW1', 'PW4']);
  });
});
