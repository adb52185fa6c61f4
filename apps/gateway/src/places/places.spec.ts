import { Meters } from '@people-sync/platform';
import { GatewayConfig } from '../gateway.config';
import { type Leave, type Patience, Places } from './places';

const places = (bounds: Partial<GatewayConfig> = {}) =>
  new Places(
    Object.assign(new GatewayConfig(), { CALLS_AT_ONCE: 4, CALLS_AT_ONCE_PER_TENANT: 2, ...bounds }),
    new Meters(),
  );

/** Everything that was promised is settled. */
const settled = () => new Promise(setImmediate);

/** Callers of companies, named a1, a2, b1 …: who is at work, in which order they began, who was sent away. */
class Callers {
  readonly begun: string[] = [];
  readonly refused: string[] = [];
  private readonly leaves = new Map<string, Leave>();

  constructor(private readonly at: Places) {}

  come(names: string, patience?: Patience): void {
    for (const name of names.split(' ')) {
      this.at.enter(name.charAt(0), patience).then(
        (leave) => {
          this.begun.push(name);
          this.leaves.set(name, leave);
        },
        () => this.refused.push(name),
      );
    }
  }

  async leave(...names: string[]): Promise<void> {
    for (const name of names) {
      this.leaves.get(name)?.();
      await settled();
    }
  }
}

describe('a place to work', () => {
  it('is had at once by as many of a company as may be at work, and by the next when one leaves', async () => {
    const callers = new Callers(places());
    callers.come('a1 a2 a3 a4');
    await settled();
    expect(callers.begun).toEqual(['a1', 'a2']);
    await callers.leave('a2', 'a1');
    expect(callers.begun).toEqual(['a1', 'a2', 'a3', 'a4']);
    expect(callers.refused).toEqual([]);
  });

  it('is had by another company at once, however many of the first wait', async () => {
    const callers = new Callers(places());
    callers.come('a1 a2 a3 a4 a5 b1');
    await settled();
    expect(callers.begun).toEqual(['a1', 'a2', 'b1']);
  });

  it('goes round the companies when all are taken, and to the first of each', async () => {
    const callers = new Callers(places({ CALLS_AT_ONCE: 2, CALLS_AT_ONCE_PER_TENANT: 1 }));
    callers.come('a1 b1 c1 c2 c3 d1 a2');
    await settled();
    expect(callers.begun).toEqual(['a1', 'b1']);
    await callers.leave('a1', 'b1', 'c1', 'd1', 'a2', 'c2');
    expect(callers.begun.slice(2)).toEqual(['c1', 'd1', 'a2', 'c2', 'c3']);
  });

  it('is had by a company that comes late after one turn of each other, however many wait there', async () => {
    const callers = new Callers(places({ CALLS_AT_ONCE: 1 }));
    callers.come('a1 a2 a3 a4 a5');
    await settled();
    await callers.leave('a1');
    callers.come('b1');
    await callers.leave('a2', 'a3', 'b1');
    expect(callers.begun).toEqual(['a1', 'a2', 'a3', 'b1', 'a4']);
  });

  it('is refused when too many of the company wait already, and to nobody else', async () => {
    const callers = new Callers(places({ CALLS_WAITING_PER_TENANT: 1 }));
    callers.come('a1 a2 a3 a4 b1');
    await settled();
    expect(callers.begun).toEqual(['a1', 'a2', 'b1']);
    expect(callers.refused).toEqual(['a4']);
    await callers.leave('a1');
    expect(callers.begun).toContain('a3');
  });

  it('is had without waiting where nobody may wait', async () => {
    const callers = new Callers(places({ CALLS_WAITING_PER_TENANT: 0 }));
    callers.come('a1 a2 a3');
    await settled();
    expect([callers.begun, callers.refused]).toEqual([['a1', 'a2'], ['a3']]);
  });

  it('is never refused to what goes on', async () => {
    const callers = new Callers(places({ CALLS_WAITING_PER_TENANT: 0, CALL_WAITS_MS: 1 }));
    callers.come('a1 a2');
    callers.come('a3', { goesOn: true });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await callers.leave('a1');
    expect([callers.begun, callers.refused]).toEqual([['a1', 'a2', 'a3'], []]);
  });

  it('is not kept for somebody who has gone', async () => {
    const callers = new Callers(places());
    const gone = new AbortController();
    callers.come('a1 a2');
    callers.come('a3', { gone: gone.signal });
    callers.come('a4');
    gone.abort();
    callers.come('a5', { gone: gone.signal });
    await settled();
    await callers.leave('a1');
    expect(callers.begun).toEqual(['a1', 'a2', 'a4']);
    expect(callers.refused).toEqual(['a3', 'a5']);
  });

  it('is given back once, however often it is left', async () => {
    const at = places({ CALLS_AT_ONCE: 1 });
    const leave = await at.enter('a');
    leave();
    leave();
    await at.enter('a');
    const callers = new Callers(at);
    callers.come('b1');
    await settled();
    expect(callers.begun).toEqual([]);
  });

  it('is waited for no longer than may be', async () => {
    const at = places({ CALLS_AT_ONCE: 1, CALL_WAITS_MS: 1 });
    const leave = await at.enter('a');
    await expect(at.enter('b')).rejects.toMatchObject({ status: 429, headers: { 'retry-after': '2' } });
    leave();
    await expect(at.run('b', () => Promise.resolve('done'))).resolves.toBe('done');
  });

  it('is given back by work that fails', async () => {
    const at = places({ CALLS_AT_ONCE: 1 });
    await expect(at.run('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(at.run('b', () => Promise.resolve('done'))).resolves.toBe('done');
  });
});
