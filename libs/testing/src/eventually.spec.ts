import { eventually } from './eventually';

describe('waiting for a condition', () => {
  it('asks again until the condition holds, and gives what it found', async () => {
    let asked = 0;
    const found = await eventually(() => {
      if (++asked < 3) throw new Error('not yet');
      return Promise.resolve(`after ${asked}`);
    });
    expect(found).toBe('after 3');
  });

  it('reports the last failure when the limit is over', async () => {
    let asked = 0;
    const waiting = eventually(() => Promise.reject(new Error(`still ${(asked += 1)} missing`)), 60);
    const error: unknown = await waiting.catch((cause: unknown) => cause);
    expect(error).toMatchObject({ message: `not within 60 ms: still ${asked} missing` });
    expect(asked).toBeGreaterThan(1);
  });

  it('ends a check that never comes back', async () => {
    await expect(eventually(() => new Promise(() => undefined), 20)).rejects.toThrow('the check did not come back');
  });
});
