import type { Safeguards } from '@people-sync/contracts/api';
import {
  fractionIn,
  inPeople,
  knownSentence,
  limitsDraftOf,
  limitSentence,
  limitsOf,
  limitWords,
  peopleIn,
} from './limits';

const leavers = { people: 5, fraction: 0.1 };
const others = { people: 3, fraction: 0.05 };
const limits: Safeguards = {
  leavers,
  absentOrOutOfScope: others,
  joiners: others,
  fieldGoesBlank: others,
  fieldBecomesOneValue: others,
  emailChanges: others,
  unknownStatus: others,
  knownInSnapshot: 0.5,
};

describe('when changes wait for an OK', () => {
  it('is edited in people and per cent, and comes back as it was', () => {
    expect(limitsOf(limitsDraftOf(limits), limits)).toEqual(limits);
    const odd = { ...limits, leavers: { people: 7, fraction: 0.125 }, knownInSnapshot: 0.333 };
    expect(limitsOf(limitsDraftOf(odd), limits)).toEqual(odd);
  });

  it('is not saved while a number is missing or out of its bounds', () => {
    const draft = limitsDraftOf(limits);
    expect(limitsOf({ ...draft, leavers: { people: '', percent: '10' } }, limits)).toBeUndefined();
    expect(limitsOf({ ...draft, known: '101' }, limits)).toBeUndefined();
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
    expect(limitWords.map((words) => limitSentence(words, limits[words.name]))[0]).toBe(
      'More than 5 people and more than 10 % of everybody leave, by their status or leaving date in PeopleHR.',
    );
    expect(knownSentence(0.5)).toBe("Fewer than 50 % of the people we know are in PeopleHR's answer.");
  });

  it('says what it means for this company: both numbers have to be exceeded', () => {
    expect(inPeople({ people: 5, fraction: 0.1 }, 168)).toBe('With your 168 people: more than 16.');
    expect(inPeople({ people: 5, fraction: 0.1 }, 12)).toBe('With your 12 people: more than 5.');
  });
});
