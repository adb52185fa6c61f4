import { LateLookError, Look } from './look';

describe('a look for gauges', () => {
  it('is one for all the gauges and scrapes that come together, and for those soon after', async () => {
    let looks = 0;
    const look = new Look(() => Promise.resolve(++looks));
    expect(await Promise.all([look.now(), look.now(), look.now()])).toEqual([1, 1, 1]);
    expect(await look.now()).toBe(1);
  });

  it('is a new one once that is old', async () => {
    let looks = 0;
    const look = new Look(() => Promise.resolve(++looks), { freshMs: 0 });
    expect([await look.now(), await look.now()]).toEqual([1, 2]);
  });

  it('does not keep a scrape waiting, nor is it begun again while it hangs', async () => {
    let looks = 0;
    let goOn: (seen: string) => void = () => undefined;
    const work = () => {
      looks += 1;
      return new Promise<string>((resolve) => (goOn = resolve));
    };
    const look = new Look(work, { patienceMs: 1 });
    await expect(look.now()).rejects.toThrow(LateLookError);
    await expect(look.now()).rejects.toThrow(LateLookError);
    expect(looks).toBe(1);
    goOn('seen');
    expect(await look.now()).toBe('seen');
  });

  it('tells a failure to all who asked', async () => {
    const look = new Look(() => Promise.reject(new Error('away')));
    const asked = await Promise.allSettled([look.now(), look.now()]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
