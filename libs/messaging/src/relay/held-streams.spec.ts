import { HeldStreams } from './held-streams';
import type { LoggedRow } from './relay.repository';

const rows = (count: number, partition = 0): LoggedRow[] =>
  Array.from({ length: count }, (_, i) => ({
    topic: 't',
    partition,
    position: String(i + 1),
    epoch: 1,
    key: 'k',
    value: '{}',
    waiting: '1',
  }));

describe('streams whose partition refuses', () => {
  it('are tried again with half as many records each time, down to one', () => {
    const held = new HeldStreams();
    const limits: number[] = [];
    for (let next = rows(10); limits.length < 6; next = rows(held.all[0]!.limit)) {
      held.refuse(next, new Error('too large'), 0);
      limits.push(held.all[0]!.limit);
    }
    expect(limits).toEqual([5, 2, 1, 1, 1, 1]);
  });

  it('wait longer after each refusal, at most 5 s', () => {
    const held = new HeldStreams();
    const pauses = Array.from({ length: 9 }, () => {
      held.refuse(rows(1), new Error('no leader'), 1000);
      return held.untilDue(1000);
    });
    expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
    expect(held.due(5999)).toEqual([]);
    expect(held.due(6000)).toHaveLength(1);
  });

  it('are all tried at once when one of them is taken again', () => {
    const held = new HeldStreams();
    held.refuse(rows(1, 0), new Error('away'), 0);
    held.refuse(rows(1, 1), new Error('away'), 0);
    const [first, second] = held.all;
    held.took(first!, []);
    expect(held.due(0)).toMatchObject([{ partition: 1 }]);
    held.took(second!, []);
    expect([held.all, held.untilDue(0)]).toEqual([[], Infinity]);
  });

  it('go on in portions of the size that was taken until they have caught up', () => {
    const held = new HeldStreams();
    held.refuse(rows(10), new Error('too large'), 0);
    held.took(held.all[0]!, rows(5));
    expect([held.due(0)[0]?.limit, held.errors]).toEqual([5, []]);
    held.took(held.all[0]!, rows(4));
    expect(held.all).toEqual([]);
  });
});
