import {
  fractionIn,
  inPeople,
  knownSentence,
  limitsDraftOf,
  limitSentence,
  limitsOf,
  limitWords,
  peopleIn,
  usualLimits,
} from './limits';

describe('when changes wait for an OK', () => {
  it('is edited in people and per cent, and comes back as it was', () => {
    expect(limitsOf(limitsDraftOf(usualLimits))).toEqual(usualLimits);
    const odd = { ...usualLimits, leavers: { people: 7, fraction: 0.125 }, knownInSnapshot: 0.333 };
    expect(limitsOf(limitsDraftOf(odd))).toEqual(odd);
  });

  it('is not saved while a number is missing or out of its bounds', () => {
    const draft = limitsDraftOf(usualLimits);
    expect(limitsOf({ ...draft, leavers: { people: '', percent: '10' } })).toBeUndefined();
    expect(limitsOf({ ...draft, known: '101' })).toBeUndefined();
    expect([peopleIn('-1'), peopleIn('2.5'), peopleIn('lots'), peopleIn(' 12 ')]).toEqual([
      undefined,
      undefined,
      undefined,
      12,
    ]);
    expect([fractionIn('100'), fractionIn('0'), fractionIn('12.5'), fractionIn('12.55')]).toEqual([
      1,
      0,
      0.125,
      undefined,
    ]);
  });

  it('reads as a sentence', () => {
    expect(limitWords.map((words) => limitSentence(words, usualLimits[words.name]))[0]).toBe(
      'More than 5 people and more than 10 % of everybody leave, by their status or leaving date in PeopleHR.',
    );
    expect(knownSentence(0.5)).toBe("Fewer than 50 % of the people we know are in PeopleHR's answer.");
  });

  it('says what it means for this company: both numbers have to be exceeded', () => {
    expect(inPeople({ people: 5, fraction: 0.1 }, 168)).toBe('With your 168 people: more than 16.');
    expect(inPeople({ people: 5, fraction: 0.1 }, 12)).toBe('With your 12 people: more than 5.');
  });
});
