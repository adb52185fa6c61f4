import { droppedFindings } from './dropped-rows';

const attempt = (n: number) => ({ tenantId: 'northwind-tiles', number: 3, attempt: n });
const ended = (n: number, mark: 'completed' | 'failed') => ({ ...attempt(n), mark, eventId: 'e' });

describe('rows that were staged and are gone', () => {
  it('are no finding if their snapshot was completed', () => {
    expect(droppedFindings([{ ...attempt(2), count: 40 }], [ended(2, 'completed')])).toEqual([]);
  });

  it('are a finding with its place if their attempt failed, or another one took its place', () => {
    const dropped = [
      { ...attempt(1), count: 7 },
      { ...attempt(2), count: 40 },
    ];
    expect(droppedFindings(dropped, [ended(2, 'completed')])).toEqual([
      { tenantId: 'northwind-tiles', kind: 'rows-dropped', index: null, detail: { number: 3, attempt: 1, arrived: 7 } },
    ]);
    expect(droppedFindings(dropped, [ended(2, 'failed')])).toHaveLength(2);
    expect(droppedFindings(dropped, [])).toHaveLength(2);
  });
});
