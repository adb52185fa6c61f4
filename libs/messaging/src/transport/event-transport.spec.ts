import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { merged, type OutBatch, rounds } from './event-transport';
import { SendQueue } from './send-queue';

const LIMIT = 1_000_000;
const flat = (batches: readonly OutBatch[], partition: number): string[] =>
  batches.filter((b) => b.partition === partition).flatMap((b) => b.records.map((r) => r.value));
const bytes = (batch: OutBatch): number => batch.records.reduce((sum, r) => sum + Buffer.byteLength(r.value), 0);

const someBatches = fc.array(
  fc.record({
    topic: fc.constant('t'),
    partition: fc.nat(2),
    records: fc.array(fc.record({ key: fc.constant('k'), value: fc.nat(300_000).map((n) => `${n}`.padEnd(n, 'é')) }), {
      maxLength: 6,
    }),
  }),
  { maxLength: 6 },
);

describe('what goes to a broker', () => {
  it('keeps its order per partition and stays below the limit per partition and request', () => {
    fc.assert(
      fc.property(someBatches, (batches) => {
        const requests = rounds(merged(batches));
        for (const partition of [0, 1, 2]) {
          expect(requests.flatMap((request) => flat(request, partition))).toEqual(flat(batches, partition));
        }
        for (const batch of requests.flat()) expect(bytes(batch) < LIMIT || batch.records.length === 1).toBe(true);
        for (const request of requests) {
          expect(new Set(request.map((batch) => batch.partition)).size).toBe(request.length);
        }
      }),
      { numRuns: propertyRuns(40) },
    );
  });

  it('goes one request at a time; who comes meanwhile shares the next, and a failure is told to those in it', async () => {
    const sent: string[][] = [];
    let running = 0;
    const queue = new SendQueue(async (batches) => {
      expect(++running).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      sent.push(batches.flatMap((b) => b.records.map((r) => r.value)));
      if (sent.length === 2) throw new Error('refused');
      return new Map();
    });
    const add = (value: string) => queue.add([{ topic: 't', partition: 0, records: [{ key: 'k', value }] }]);
    const first = add('1');
    await Promise.resolve();
    const [second, third] = [add('2'), add('3')];
    await first;
    await expect(second).rejects.toThrow('refused');
    await expect(third).rejects.toThrow('refused');
    await add('4');
    await queue.idle();
    expect(sent).toEqual([['1'], ['2', '3'], ['4']]);
  });
});
