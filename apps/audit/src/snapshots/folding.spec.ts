import { type AnswerEnd, roundsOf } from './folding';

const end = (tenantId: string, number: number): AnswerEnd => ({
  tenantId,
  number,
  attempt: 1,
  kind: 'completed',
  index: number,
  count: 0,
  digest: '',
});

describe('the ends of a batch', () => {
  it('are folded together, whichever tenants they are of', () => {
    expect(roundsOf([end('a', 1), end('b', 1), end('c', 1)])).toHaveLength(1);
    expect(roundsOf([])).toEqual([]);
  });

  it('are folded one after the other where a tenant has several, since each differs from the one before', () => {
    const [a1, a2, b1] = [end('a', 1), end('a', 2), end('b', 1)];
    expect(roundsOf([a1, b1, a2])).toEqual([[a1, b1], [a2]]);
  });
});
