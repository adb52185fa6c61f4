import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { foreign, placed, request, TOPIC } from '../messaging.testkit';
import { checkPlace, passOver, type Place } from './place';
import { EpochError, PlaceAheadError, PlaceBehindError, PositionGapError, TopicRecreatedError } from './stream-errors';

const start: Place = { epoch: null, position: null, nextOffset: 0, mark: null };
const event = (position: number, offset?: number, epoch?: number) =>
  placed(request('t', position), position, offset, epoch);

describe('the place in a partition', () => {
  it('passes over what was handled, also when a relay published it again at new offsets', () => {
    const first = passOver([event(1), event(2)], start, TOPIC, 0);
    const again = passOver([event(1, 2), event(2, 3), event(3, 4)], first.place, TOPIC, 0);
    expect(first.records).toHaveLength(2);
    expect(again.records.map((record) => record.offset)).toEqual([4]);
    expect(again.place).toMatchObject({ epoch: 1, position: 3, nextOffset: 5 });
    expect(again.repeated).toBe(2);
  });

  it('begins with whatever position retention has left', () => {
    expect(passOver([event(41), event(42)], start, TOPIC, 0).records).toHaveLength(2);
  });

  it('stops at a missing event instead of skipping it', () => {
    const { place } = passOver([event(1)], start, TOPIC, 0);
    expect(() => passOver([event(2), event(4)], place, TOPIC, 7)).toThrow(new PositionGapError(TOPIC, 7, 3, 4));
  });

  it('takes an event that a slow relay published too late, and what stands before it again behind it', () => {
    const { place } = passOver([event(1)], start, TOPIC, 0);
    const fresh = passOver([event(3, 1), event(2, 2), event(3, 3)], place, TOPIC, 0);
    expect(fresh.records.map((record) => record.offset)).toEqual([2, 3]);
    expect(() => passOver([event(3, 1), event(2, 2), event(4, 3)], place, TOPIC, 0)).toThrow(PositionGapError);
  });

  it('stops when the stream was started anew', () => {
    const { place } = passOver([event(1)], start, TOPIC, 0);
    expect(() => passOver([event(1, 1, 2)], place, TOPIC, 0)).toThrow(EpochError);
  });

  it('does not stop at what lies before its place, of an epoch that a realignment has left behind', () => {
    const place = { epoch: 2, position: 1, nextOffset: 3, mark: null };
    const fresh = passOver([event(3, 2, 1), event(1, 3, 2), event(2, 4, 2)], place, TOPIC, 0);
    expect(fresh.records.map((record) => record.offset)).toEqual([4]);
    expect(fresh.place).toMatchObject({ epoch: 2, position: 2, nextOffset: 5 });
    expect(() => passOver([event(3, 3, 1)], place, TOPIC, 0)).toThrow(EpochError);
  });

  it('goes by offset where records have no position', () => {
    const records = [0, 1, 2].map((offset) => foreign('t', request('t', offset + 1).json, offset));
    const { place } = passOver(records.slice(0, 2), start, TOPIC, 0);
    expect(passOver(records, place, TOPIC, 0).records.map((record) => record.offset)).toEqual([2]);
  });

  it('hands over every event exactly once, however often and in whatever pieces a stream comes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(30), fc.nat(12)), { maxLength: 40 }), (deliveries) => {
        let place = start;
        let offset = 0;
        const seen: number[] = [];
        for (const [back, length] of deliveries) {
          // A relay goes on from a cursor at or before the place; offsets always rise.
          const from = Math.max(1, (place.position ?? 0) + 1 - back);
          const batch = Array.from({ length }, (_, i) => event(from + i, offset++));
          const fresh = passOver(batch, place, TOPIC, 0);
          seen.push(...fresh.records.map((record) => Number(/"position":(\d+)/.exec(String(record.value))?.[1])));
          place = fresh.place;
        }
        expect(seen).toEqual(Array.from({ length: place.position ?? 0 }, (_, i) => i + 1));
      }),
      { numRuns: propertyRuns() },
    );
  });
});

describe('a batch is compared with the place', () => {
  const [one, two] = [event(1), event(2)];
  const { place } = passOver([one, two], start, TOPIC, 0);
  const at = { topic: TOPIC, partition: 0, highWatermark: 2 };

  it('and is taken where it begins there, one record before it, or further back', () => {
    for (const records of [[event(3)], [two, event(3)], [one, two, event(3)]]) {
      expect(() => checkPlace(records, place, { ...at, highWatermark: 3 })).not.toThrow();
    }
  });

  it('and read again from the place if it begins behind it, whoever lost what was done in between', () => {
    expect(() => checkPlace([event(4)], place, { ...at, highWatermark: 4 })).toThrow(PlaceBehindError);
    expect(() => checkPlace([event(41)], start, { ...at, highWatermark: 41 })).not.toThrow();
  });

  it('and refused if the log ends before the place, or has another record where the last one was', () => {
    expect(() => checkPlace([event(1)], place, { ...at, highWatermark: 1 })).toThrow(PlaceAheadError);
    const other = placed(request('t', 99), 2);
    expect(() => checkPlace([other, event(3)], place, { ...at, highWatermark: 9 })).toThrow(TopicRecreatedError);
  });
});
