import { ApiProblem } from '../api/problem';
import { settleMany } from './settle-many';

const people = Array.from({ length: 20 }, (_, n) => `person ${n}`);
const at = (status: number, sentence: string) => new ApiProblem(status, 'refused', sentence);
const noPause = (): Promise<void> => Promise.resolve();

describe('many answers at once', () => {
  it('settle everybody once, and tell how far they are', async () => {
    const seen: string[] = [];
    const told: number[] = [];
    const settle = (one: string) => Promise.resolve(seen.push(one));
    expect(await settleMany(people, settle, (over) => told.push(over))).toEqual({ done: 20, refusals: [] });
    expect([seen.sort(), told]).toEqual([[...people].sort(), people.map((_, n) => n + 1)]);
  });

  it('go on when one is refused, and say why once', async () => {
    const settle = (one: string) =>
      one.endsWith('3') ? Promise.reject(at(409, 'They are back in PeopleHR.')) : Promise.resolve();
    expect(await settleMany(people, settle, () => undefined)).toEqual({
      done: 18,
      refusals: ['They are back in PeopleHR.'],
    });
  });

  it('ask again for whom the server has no room now', async () => {
    const asked = new Map<string, number>();
    const settle = (one: string) => {
      asked.set(one, (asked.get(one) ?? 0) + 1);
      return asked.get(one) === 1 ? Promise.reject(at(429, 'Too many requests.')) : Promise.resolve();
    };
    expect(await settleMany(people, settle, () => undefined, noPause)).toEqual({ done: 20, refusals: [] });
    expect([...asked.values()].every((times) => times === 2)).toBe(true);
  });

  it('settle nobody if there is nobody', async () => {
    expect(
      await settleMany(
        [],
        () => Promise.reject(new Error('nobody')),
        () => undefined,
      ),
    ).toEqual({
      done: 0,
      refusals: [],
    });
  });
});
