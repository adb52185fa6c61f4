import { choose, type Chosen, isChosen, nobodyChosen } from './chosen';

const whom = (chosen: Chosen): string[] => ['ada', 'bo', 'cy'].filter((personId) => isChosen(chosen, personId));

describe('whom somebody chose', () => {
  it('is each one who was ticked, once', () => {
    const two = choose(choose(choose(nobodyChosen, 'ada', true), 'bo', true), 'bo', true);
    expect([whom(two), whom(choose(two, 'ada', false))]).toEqual([['ada', 'bo'], ['bo']]);
  });

  it('is everybody but those who were ticked off, also whom the page has not shown yet', () => {
    const all: Chosen = { all: true, people: new Set() };
    const without = choose(all, 'bo', false);
    expect([whom(all), whom(without), whom(choose(without, 'bo', true))]).toEqual([
      ['ada', 'bo', 'cy'],
      ['ada', 'cy'],
      ['ada', 'bo', 'cy'],
    ]);
    expect(isChosen(without, 'on a later page')).toBe(true);
  });
});
