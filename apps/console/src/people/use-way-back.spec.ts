import { narrowedIn } from './use-way-back';

describe('the way back to People', () => {
  it('leads to the table as it was narrowed', () => {
    expect(narrowedIn({ people: '?team=Kiln&status=active' })).toBe('?team=Kiln&status=active');
  });

  it.each([null, undefined, 'x', {}, { people: '' }, { people: 7 }, { people: '//elsewhere.example' }])(
    'leads to the whole table after %j',
    (state) => {
      expect(narrowedIn(state)).toBe('');
    },
  );
});
