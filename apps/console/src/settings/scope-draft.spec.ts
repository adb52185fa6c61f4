import type { Scope, ScopeEffect } from '@people-sync/contracts/api';
import { blanksOf, choicesOf, draftOf, isSame, scopeOf, toggled } from './scope-draft';
import {
  blankSentence,
  effectSentence,
  lackOf,
  nextSentence,
  ruleSentence,
  unmatchedSentence,
  valuesInLine,
} from './scope-words';

const everything = { everything: true, exclude: [] };
const everybody: Scope = {
  employmentType: everything,
  company: everything,
  location: everything,
  department: everything,
};
const effect = (numbers: Partial<ScopeEffect>): ScopeEffect => ({
  employees: 180,
  included: 168,
  leaving: 12,
  joining: 0,
  fields: [],
  ...numbers,
});

describe('who should be in WeThrive', () => {
  it('is edited and saved without changing its meaning', () => {
    const scope: Scope = {
      ...everybody,
      location: { include: ['Leeds', 'York'], exclude: [] },
      department: { everything: true, exclude: ['Seasonal'] },
    };
    expect(scopeOf(draftOf(scope))).toEqual(scope);
    expect(isSame(draftOf(scope), draftOf(everybody))).toBe(false);
  });

  it('shows a field that includes and excludes as the values that are left', () => {
    const both: Scope = { ...everybody, location: { include: ['Leeds', 'York'], exclude: ['York'] } };
    expect(draftOf(both).location).toEqual({ mode: 'only', values: ['Leeds'] });
  });

  it('is the same whatever the order of the ticks, and with nothing ticked to leave out', () => {
    const draft = draftOf(everybody);
    const ticked = (values: string[]) => ({ ...draft, location: { mode: 'only' as const, values } });
    expect(isSame(ticked(['Leeds', 'York']), ticked(['York', 'Leeds']))).toBe(true);
    expect(isSame({ ...draft, location: { mode: 'but', values: [] } }, draft)).toBe(true);
  });

  it('offers the values of PeopleHR, and those of the settings that occur no more', () => {
    const values = [
      { value: 'Leeds', employees: 120, named: [] },
      { value: null, employees: 4, named: [] },
      { value: 'York', employees: 56, named: ['york '] },
    ];
    const rule = { mode: 'but' as const, values: ['york ', 'Hull', 'Bath'] };
    const choices = choicesOf(rule, { values, unmatched: ['Hull'] });
    expect(choices).toEqual([
      { value: 'Leeds', employees: 120, named: [], ticked: false, gone: false },
      { value: 'York', employees: 56, named: ['york '], ticked: true, gone: false },
      { value: 'Hull', employees: null, named: ['Hull'], ticked: true, gone: true },
      // Nothing is known of it yet.
      { value: 'Bath', employees: null, named: ['Bath'], ticked: true, gone: false },
    ]);
    expect(unmatchedSentence(choices)).toBe('Nobody in PeopleHR has ‘Hull’: correct it there, or take it off here.');
    expect(unmatchedSentence(choices.slice(0, 2))).toBeNull();
    expect(blanksOf(values)).toBe(4);
    const [leeds, york, hull] = choices;
    expect(toggled(rule, hull!).values).toEqual(['york ', 'Bath']);
    expect(toggled(rule, leeds!).values).toEqual(['york ', 'Hull', 'Bath', 'Leeds']);
    expect(toggled(rule, york!).values).toEqual(['Hull', 'Bath']);
  });

  it('tells the effect in people, before it is saved', () => {
    expect(effectSentence(effect({}))).toBe(
      '168 of 180 people in PeopleHR should be in WeThrive: 12 would leave, 0 would join.',
    );
    expect(effectSentence(effect({ employees: 0, included: 0, leaving: 0 }))).toContain('After the first sync');
    expect(nextSentence(effect({}))).toBe(
      'At the next sync 12 people become inactive, their data are kept and their licences come free.',
    );
    expect(nextSentence(effect({ leaving: 1, joining: 2 }))).toBe(
      'At the next sync 1 person becomes inactive, their data are kept and their licences come free; 2 people are added, as far as there are licences.',
    );
    expect(nextSentence(effect({ leaving: 0 }))).toBe('Nobody leaves or joins because of it.');
  });

  it('says what becomes of those who have no value', () => {
    expect(blankSentence('location', 'only', 4)).toBe('4 people have no location in PeopleHR and are left out.');
    expect(blankSentence('location', 'but', 1)).toBe('1 person has no location in PeopleHR and is not left out.');
    expect(blankSentence('location', 'everybody', 4)).toBeNull();
  });

  it('names the values with their people while nothing is chosen, and what has to be ticked', () => {
    const choices = choicesOf(
      { mode: 'everybody', values: [] },
      {
        values: Array.from({ length: 8 }, (_, i) => ({ value: `Site ${i + 1}`, employees: 80 - i, named: [] })),
        unmatched: [],
      },
    );
    expect(valuesInLine(choices)).toBe('Site 1 80, Site 2 79, Site 3 78, Site 4 77, Site 5 76, Site 6 75 and 2 more');
    const draft = draftOf(everybody);
    expect(lackOf({ ...draft, location: { mode: 'only', values: [] } })).toBe(
      'Tick at least one location, or choose ‘Everybody’.',
    );
    expect(lackOf(draft)).toBeNull();
  });

  it('reads as a sentence for somebody who only reads', () => {
    expect(ruleSentence({ mode: 'only', values: ['York', 'Leeds'] })).toBe('Only Leeds, York');
    expect(ruleSentence({ mode: 'but', values: ['Seasonal'] })).toBe('Everybody but Seasonal');
    expect(ruleSentence({ mode: 'everybody', values: [] })).toBe('Everybody');
  });
});
