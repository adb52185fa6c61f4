import type { Sync } from '@people-sync/contracts/api';
import { historyPoints } from './history-points';

const counts = {
  ...{ joined: 0, rejoined: 0, changed: 0, left: 0 },
  ...{ waiting: 0, refused: 0, unchanged: 0, missing: 0, problems: 0 },
};
const sync = (syncNumber: number, over: Partial<Sync> = {}): Sync => ({
  syncId: `sync-${syncNumber}`,
  syncNumber,
  mode: 'apply',
  trigger: 'manual',
  status: 'completed',
  reason: null,
  notNow: false,
  leaversOnly: false,
  message: '',
  seen: 9,
  planned: counts,
  applied: counts,
  attention: [],
  requestedAt: '2026-03-03T09:00:00.000Z',
  startedAt: null,
  finishedAt: '2026-03-03T09:01:00.000Z',
  requestedBy: 'Grace Hopwood',
  planHash: null,
  heldBecause: [],
  heldReasons: [],
  heldSince: null,
  supersededBy: null,
  stalledSince: null,
  step: null,
  ...over,
});

describe('the history of syncs', () => {
  it('shows what was written, oldest first, and whoever came back as joined', () => {
    const points = historyPoints([
      sync(3, { applied: { ...counts, joined: 2, rejoined: 1, left: 4, changed: 5 } }),
      sync(2, { status: 'failed', applied: null }),
      sync(1, { status: 'completed-with-problems' }),
    ]);
    expect(points.map(({ number, joined, left, changed }) => [number, joined, left, changed])).toEqual([
      [1, 0, 0, 0],
      [3, 3, 4, 5],
    ]);
  });

  it.each(['held', 'previewed', 'rejected', 'superseded', 'applying'] as const)('leaves out what is %s', (status) => {
    expect(historyPoints([sync(1, { status, applied: null, finishedAt: null })])).toEqual([]);
    expect(historyPoints([sync(1, { status, applied: null })])).toEqual([]);
  });

  it('shows the newest of many', () => {
    const many = Array.from({ length: 60 }, (_, n) => sync(60 - n));
    const points = historyPoints(many);
    expect([points.length, points[0]?.number, points.at(-1)?.number]).toEqual([24, 37, 60]);
  });
});
