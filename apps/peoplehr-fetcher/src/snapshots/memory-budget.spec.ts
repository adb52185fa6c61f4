import { GaveWayError, MemoryBudget, type MemoryShare, TooLargeError } from './memory-budget';

/** Whether the share may go on, without waiting for it. */
const mayGoOn = async (turn: Promise<void>): Promise<boolean> => {
  let may = false;
  turn.then(
    () => (may = true),
    () => undefined,
  );
  await new Promise((resolve) => setImmediate(resolve));
  return may;
};
const budgetOf = (limit: number) => new MemoryBudget({ limit, perJob: 0.75 * limit, kept: 5 });
const holding = (budget: MemoryBudget, bytes: number): MemoryShare => {
  const share = budget.share();
  share.take(bytes);
  return share;
};

describe('the memory that all jobs share', () => {
  it('lets everybody go on while there is enough', async () => {
    const budget = budgetOf(100);
    const [a, b] = [holding(budget, 50), holding(budget, 50)];
    expect(await mayGoOn(a.turn())).toBe(true);
    expect(await mayGoOn(b.turn())).toBe(true);
  });

  it('lets of large ones only the one that has held something longest go on beyond it, and the next when that one ends', async () => {
    const budget = budgetOf(100);
    const [a, b, c] = [holding(budget, 60), holding(budget, 60), holding(budget, 60)];
    const [turnB, turnC] = [b.turn(), c.turn()];
    expect(await mayGoOn(a.turn())).toBe(true);
    expect(await mayGoOn(turnB)).toBe(false);
    a.close();
    a.close();
    expect(await mayGoOn(turnB)).toBe(true);
    expect(await mayGoOn(turnC)).toBe(false);
    b.close();
    expect(await mayGoOn(turnC)).toBe(true);
  });

  it('lets small ones go on in any case, whoever came first', async () => {
    const budget = budgetOf(100);
    const first = holding(budget, 3);
    const large = [holding(budget, 60), holding(budget, 60)];
    const [idle, small] = [budget.share(), holding(budget, 5)];
    expect(await mayGoOn(idle.turn())).toBe(true);
    expect(await mayGoOn(small.turn())).toBe(true);
    expect(await mayGoOn(first.turn())).toBe(true);
    expect(await mayGoOn(large[0]!.turn())).toBe(true);
    small.take(1);
    expect(await mayGoOn(small.turn())).toBe(false);
  });

  it('is never more than its share for one job: what is larger is refused, and others keep theirs', async () => {
    const budget = budgetOf(100);
    const [greedy, other] = [holding(budget, 75), holding(budget, 20)];
    expect(() => greedy.take(1)).toThrow(TooLargeError);
    greedy.close();
    other.take(50);
    expect(await mayGoOn(other.turn())).toBe(true);
  });

  it('is taken from those that lag behind when others wait for it, the largest first, and from no more than is needed', async () => {
    const budget = budgetOf(100);
    const [oldest, largest, waiting] = [holding(budget, 30), holding(budget, 60), holding(budget, 30)];
    oldest.lag();
    largest.lag();
    expect([oldest, largest].map(({ signal }) => signal.aborted)).toEqual([false, false]);
    expect(await mayGoOn(waiting.turn())).toBe(true);
    expect(largest.signal.reason).toBeInstanceOf(GaveWayError);
    expect(oldest.signal.aborted).toBe(false);
    await expect(largest.turn()).rejects.toBeInstanceOf(GaveWayError);
    // What it held is free already; it takes nothing more, and gives nothing back twice.
    largest.take(50);
    largest.close();
    expect(await mayGoOn(waiting.turn())).toBe(true);
  });

  it('is taken from one that begins to lag while others wait, and from nobody who keeps pace, small or has all', async () => {
    const budget = budgetOf(100);
    const [done, slow, small] = [holding(budget, 40), holding(budget, 40), holding(budget, 5)];
    const waiting = holding(budget, 30);
    const turn = waiting.turn();
    small.lag();
    done.lag();
    expect(done.signal.aborted).toBe(true);
    expect(small.signal.aborted).toBe(false);
    expect(await mayGoOn(turn)).toBe(true);
    waiting.take(40);
    const second = waiting.turn();
    expect(await mayGoOn(second)).toBe(false);
    slow.lag();
    await slow.turn().catch(() => undefined);
    expect(slow.signal.aborted).toBe(true);
    expect(await mayGoOn(second)).toBe(true);
    const whole = holding(budget, 40);
    whole.hasAll();
    const third = holding(budget, 20);
    expect(await mayGoOn(third.turn())).toBe(false);
    expect(whole.signal.aborted).toBe(false);
  });
});
