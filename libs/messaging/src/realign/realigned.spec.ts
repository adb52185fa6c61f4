import { type BusPartition, type ReadPlace, realigned, type WrittenStream } from './realigned';

const at = { topic: 'peoplesync.changes', partition: 3 };
const EPOCH = 7;
const bus = (more: Partial<BusPartition> = {}): BusPartition => ({
  ...{ ...at, end: 40, writer: 'reconciler', readers: ['writer', 'gateway'] },
  ...more,
});
const stream = (more: Partial<WrittenStream> = {}): WrittenStream => ({
  ...{ ...at, schema: 'reconciler', epoch: 1, position: 9, oldest: 2 },
  ...more,
});
const place = (schema: string, position: number | undefined): ReadPlace => ({ ...at, schema, position });

describe('database and topics that are brought to one moment again', () => {
  it('go on at the end of the log in a new epoch, with what the slowest reader has not taken', () => {
    expect(realigned([bus()], [stream()], [place('writer', 7), place('gateway', 4)], EPOCH)).toEqual({
      streams: [{ ...at, schema: 'reconciler', epoch: EPOCH, position: 9, published: 4, end: 40 }],
      places: [
        { ...at, schema: 'writer', epoch: EPOCH, end: 40 },
        { ...at, schema: 'gateway', epoch: EPOCH, end: 40 },
      ],
    });
  });

  it('publish nothing again where everybody has everything, or nobody reads', () => {
    const all = [place('writer', 9), place('gateway', 9)];
    expect(realigned([bus()], [stream({ oldest: undefined })], all, EPOCH)).toMatchObject({
      streams: [{ published: 9 }],
    });
    expect(realigned([bus({ readers: [] })], [stream()], [], EPOCH)).toMatchObject({
      streams: [{ published: 9 }],
      places: [],
    });
  });

  it('publish all of it again for a reader who has taken nothing yet', () => {
    expect(realigned([bus()], [stream()], [place('writer', 9)], EPOCH)).toMatchObject({
      streams: [{ published: 0 }],
      places: [
        { schema: 'writer', epoch: EPOCH },
        { schema: 'gateway', epoch: undefined, end: 40 },
      ],
    });
  });

  it('leave behind what the log holds of a partition of which the database knows nothing', () => {
    expect(realigned([bus()], [], [], EPOCH)).toEqual({
      streams: [{ ...at, schema: 'reconciler', epoch: EPOCH, position: 0, published: 0, end: 40 }],
      places: [
        { ...at, schema: 'writer', epoch: undefined, end: 40 },
        { ...at, schema: 'gateway', epoch: undefined, end: 40 },
      ],
    });
  });

  it('need nothing for a partition in which there never was anything', () => {
    expect(realigned([bus({ end: 0 })], [], [], EPOCH)).toEqual({ streams: [], places: [] });
  });

  it('go on at the end too where events have no place', () => {
    const snapshots = bus({ writer: undefined, readers: ['gateway'] });
    expect(realigned([snapshots], [], [place('gateway', undefined)], EPOCH)).toEqual({
      streams: [],
      places: [{ ...at, schema: 'gateway', epoch: undefined, end: 40 }],
    });
  });

  it.each([
    [
      'a reader is ahead of the writer',
      [stream({ position: 6 })],
      /^writer has taken event 7 of peoplesync\.changes\/3, of which there is 6 in/,
    ],
    ['the writer knows nothing of it', [], /^writer has taken event 7 .* there is none in/],
    ['an event is nowhere any more', [stream({ oldest: 9 })], /^event 8 .* is not kept any more/],
    ['no event is kept', [stream({ oldest: undefined })], /^event 8 .* is not kept any more/],
  ])('are left as they are, with a sentence, where %s', (_what, streams, sentence) => {
    expect(realigned([bus()], streams, [place('writer', 7)], EPOCH)).toEqual([expect.stringMatching(sentence)]);
  });
});
