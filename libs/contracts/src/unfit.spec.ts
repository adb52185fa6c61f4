import { unfitIn } from './unfit';

const placesIn = (value: unknown, most = 10) =>
  unfitIn(value, most).map(({ path, what }) => `${what} ${path.join('.')}`);

describe('what a request says', () => {
  it('is fit if all its texts, names and numbers are', () => {
    const fit = {
      name: 'Zoë',
      reason: 'because\nof this',
      seats: null,
      on: true,
      at: [1.5, -3, 'x'],
      in: { deep: {} },
    };
    expect(placesIn(fit)).toEqual([]);
    for (const value of [undefined, null, 'Zoë', 7, true, []]) expect(placesIn(value)).toEqual([]);
  });

  it('is told by place where it is not', () => {
    expect(placesIn({ people: [{ name: 'Ada' }, { team: 'Til\0ers' }] })).toEqual(['text people.1.team']);
    expect(placesIn({ name: 'Ada\nMoss', reason: 'two\nlines' })).toEqual(['text name']);
    expect(placesIn({ reason: ['two\nlines', ['NUL\0']] })).toEqual(['text reason.1.0']);
    expect(placesIn({ scope: { 'loca\0tion': 1 } })).toEqual(['name scope']);
    expect(placesIn({ 'a\0': 1 })).toEqual(['name ']);
    expect(placesIn('\0')).toEqual(['text ']);
    expect(placesIn(['\0'])).toEqual(['text 0']);
  });

  it.each([NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 53), 1e300])('has no number like %d', (number) => {
    expect(placesIn({ limits: [number] })).toEqual(['number limits.0']);
  });

  it('is told of at most so many times', () => {
    expect(placesIn(Array.from({ length: 100 }, () => '\0'))).toHaveLength(10);
    expect(placesIn(Array.from({ length: 100 }, () => ['\0']))).toHaveLength(10);
  });

  it('may be nested as deep as it likes, and hold bytes', () => {
    let deep: unknown = '\0';
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(unfitIn(deep, 1)).toHaveLength(1);
    expect(placesIn({ bytes: Buffer.from([0, 1, 2]) })).toEqual([]);
  });
});
