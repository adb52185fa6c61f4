import { MemoryBudget } from './memory-budget';

/** Whether the share may go on, without waiting for it. */
const mayGoOn = async (turn: Promise<void>): Promise<boolean> => {
  let may = false;
  void turn.then(() => (may = true));
  await new Promise((resolve) => setImmediate(resolve));
  return may;
};

describe('the memory that all jobs share', () => {
  it('lets everybody go on while there is enough', async () => {
    const budget = new MemoryBudget(100);
    const [a, b] = [budget.share(), budget.share()];
    a.take(50);
    b.take(50);
    expect(await mayGoOn(a.turn())).toBe(true);
    expect(await mayGoOn(b.turn())).toBe(true);
  });

  it('lets only the job that has held something longest go on beyond it, and the next when that one ends', async () => {
    const budget = new MemoryBudget(100);
    const [idle, a, b, c] = [budget.share(), budget.share(), budget.share(), budget.share()];
    a.take(60);
    b.take(60);
    c.take(60);
    const [turnB, turnC] = [b.turn(), c.turn()];
    expect(await mayGoOn(a.turn())).toBe(true);
    expect(await mayGoOn(turnB)).toBe(false);
    expect(await mayGoOn(idle.turn())).toBe(false);
    a.close();
    a.close();
    expect(await mayGoOn(turnB)).toBe(true);
    expect(await mayGoOn(turnC)).toBe(false);
    b.close();
    expect(await mayGoOn(turnC)).toBe(true);
  });
});
