import { middle } from './middle';

describe('the middle of some figures', () => {
  it.each([
    [[3], 3],
    [[9, 1, 4], 4],
    [[10, 2, 4, 6], 5],
  ])('of %j is %d', (values, wanted) => {
    expect(middle(values)).toBe(wanted);
  });
});
