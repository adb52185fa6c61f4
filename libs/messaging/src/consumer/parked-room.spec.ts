import { newId } from '@people-sync/contracts';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { type Kept, roomFor } from './parked-room';
import type { ParkedRecord } from './triage';

const [one, other] = [newId(), newId()];

const record = (tenantId: string, syncId: string | null, size: number): ParkedRecord => ({
  tenantId,
  value: Buffer.from(
    JSON.stringify({ tenantid: tenantId, ...(syncId ? { syncid: syncId } : {}), pad: 'x'.repeat(size) }),
  ),
});

describe('the room for records that wait', () => {
  const records = fc.array(
    fc
      .tuple(fc.constantFrom('a', 'b'), fc.constantFrom(one, other, null), fc.nat({ max: 200 }))
      .map(([tenantId, syncId, size]) => record(tenantId, syncId, size)),
  );
  const limits = fc.record({ records: fc.nat({ max: 8 }), bytes: fc.nat({ max: 1500 }) });
  const before = fc
    .dictionary(fc.constantFrom('a', 'b'), fc.record({ waiting: fc.nat({ max: 4 }), bytes: fc.nat({ max: 400 }) }))
    .map((kept) => new Map<string, Kept>(Object.entries(kept)));

  it('is never exceeded by what is of a sync, and what is of none is kept in any case', () => {
    fc.assert(
      fc.property(records, before, limits, (all, had, limit) => {
        const { kept, shed } = roomFor(all, had, limit);
        expect(kept.length + shed.length).toBe(all.length);
        const isOfSync = ({ value }: ParkedRecord): boolean => String(value).includes('syncid');
        expect(kept.filter((each) => !isOfSync(each))).toEqual(all.filter((each) => !isOfSync(each)));
        for (const tenantId of ['a', 'b']) {
          const own = kept.filter((each) => each.tenantId === tenantId);
          const last = own.findLastIndex(isOfSync);
          if (last < 0) continue;
          const until = own.slice(0, last + 1);
          const { waiting, bytes } = had.get(tenantId) ?? { waiting: 0, bytes: 0 };
          expect(waiting + until.length).toBeLessThanOrEqual(limit.records);
          expect(bytes + until.reduce((sum, { value }) => sum + (value?.length ?? 0), 0)).toBeLessThanOrEqual(
            limit.bytes,
          );
        }
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('is each tenant’s own, and keeps the order', () => {
    const all = [record('a', one, 10), record('b', one, 10), record('a', one, 10), record('b', other, 10)];
    const { kept, shed } = roomFor(all, new Map([['a', { waiting: 2, bytes: 100 }]]), { records: 3, bytes: 1e6 });
    expect(kept).toEqual([all[0], all[1], all[3]]);
    expect(shed).toEqual([{ tenantId: 'a', syncId: one }]);
  });

  it('has a place for what says no sync, or a sync that is none', () => {
    const strange = [
      { tenantId: 'a', value: null },
      { tenantId: 'a', value: Buffer.from('{torn') },
      { tenantId: 'a', value: Buffer.from(JSON.stringify({ tenantid: 'a', syncid: 'no uuid' })) },
      record('b', one, 1),
    ].map((each) => ({ ...each, tenantId: 'a' }));
    expect(roomFor(strange, new Map(), { records: 0, bytes: 0 })).toEqual({ kept: strange, shed: [] });
  });
});
