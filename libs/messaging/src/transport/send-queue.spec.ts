import type { OutBatch, Published } from './event-transport';
import { SendQueue } from './send-queue';

const batch = (partition: number, ...keys: string[]): OutBatch => ({
  topic: 't',
  partition,
  records: keys.map((key) => ({ key, value: key })),
});

/** Sends that end when they are told to. */
class Wire {
  readonly sent: { readonly keys: string[]; readonly alone: boolean; end(error?: Error): void }[] = [];

  readonly send = (batches: readonly OutBatch[], alone: boolean): Promise<Published> =>
    new Promise<Published>((resolve, reject) => {
      const keys = batches.flatMap(({ records }) => records.map(({ key }) => key));
      this.sent.push({ keys, alone, end: (error) => (error ? reject(error) : resolve(new Map())) });
    });

  get keys(): string[][] {
    return this.sent.map(({ keys }) => keys);
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('events on their way to the log', () => {
  it('share a request with what arrived meanwhile', async () => {
    const wire = new Wire();
    const queue = new SendQueue(wire.send);
    const first = queue.add([batch(0, 'a')]);
    await turn();
    const others = [queue.add([batch(0, 'b')]), queue.add([batch(1, 'c')])];
    await turn();
    expect(wire.keys).toEqual([['a']]);
    wire.sent[0]?.end();
    await first;
    await turn();
    expect(wire.keys).toEqual([['a'], ['b', 'c']]);
    wire.sent[1]?.end();
    await Promise.all(others);
    await queue.idle();
  });

  it('flow on while a partition that refuses is tried alone, and nobody overtakes within it', async () => {
    const wire = new Wire();
    const queue = new SendQueue(wire.send);
    const sick = queue.add([batch(0, 'sick')], true);
    await turn();
    const behind = queue.add([batch(0, 'behind')]);
    const healthy = queue.add([batch(1, 'healthy')]);
    await turn();
    expect(wire.sent.map(({ keys, alone }) => [keys, alone])).toEqual([
      [['sick'], true],
      [['healthy'], false],
    ]);
    wire.sent[1]?.end();
    await healthy;
    wire.sent[0]?.end(new Error('no leader'));
    await expect(sick).rejects.toThrow('no leader');
    await turn();
    expect(wire.keys[2]).toEqual(['behind']);
    wire.sent[2]?.end();
    await behind;
  });

  it('are told of a refusal each, and the next caller is sent all the same', async () => {
    const wire = new Wire();
    const queue = new SendQueue(wire.send);
    const two = [queue.add([batch(0, 'a')]), queue.add([batch(1, 'b')])];
    await turn();
    wire.sent[0]?.end(new Error('away'));
    expect((await Promise.allSettled(two)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = queue.add([batch(0, 'c')]);
    await turn();
    wire.sent[1]?.end();
    await expect(next).resolves.toEqual(new Map());
  });
});
