import type { ScopeEffect, ScopeFieldName } from '@people-sync/contracts/api';
import { scopeFields } from '../api/policy.api';
import { numberOf, peopleOf } from '../shell/numbers';
import type { Choice, Mode, RuleDraft, ScopeDraft } from './scope-draft';

/** A field as the heading of its choices. */
export const scopeFieldNames: Readonly<Record<ScopeFieldName, string>> = {
  employmentType: 'Employment type',
  company: 'Company',
  location: 'Location',
  department: 'Department',
};

/** The three ways to choose. */
export const modeNames: Readonly<Record<Mode, string>> = {
  everybody: 'Everybody',
  only: 'Only these',
  but: 'Everybody but these',
};

/** What a saved field means, in one line. */
export function ruleSentence({ mode, values }: RuleDraft): string {
  const list = [...values].sort().join(', ');
  if (mode === 'only') return list === '' ? 'Nobody' : `Only ${list}`;
  return mode === 'but' && list !== '' ? `Everybody but ${list}` : 'Everybody';
}

/** What these settings would do, before they are saved. */
export function effectSentence({ employees, included, leaving, joining }: ScopeEffect): string {
  if (employees === 0)
    return 'Nobody is known from PeopleHR yet. After the first sync you see here whom this is about.';
  return `${numberOf(included)} of ${peopleOf(employees)} in PeopleHR should be in WeThrive: ${numberOf(leaving)} would leave, ${numberOf(joining)} would join.`;
}

/** What the next sync does once these settings are saved. */
export function nextSentence({ leaving, joining }: ScopeEffect): string {
  const parts = [
    leaving > 0
      ? `${peopleOf(leaving)} ${leaving === 1 ? 'becomes' : 'become'} inactive, their data are kept and their licences come free`
      : '',
    joining > 0 ? `${peopleOf(joining)} ${joining === 1 ? 'is' : 'are'} added, as far as there are licences` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'Nobody leaves or joins because of it.' : `At the next sync ${parts.join('; ')}.`;
}

/** What becomes of those who have no value of a field. */
export function blankSentence(field: ScopeFieldName, mode: Mode, blanks: number): string | null {
  if (blanks === 0 || mode === 'everybody') return null;
  const [have, are] = blanks === 1 ? ['has', 'is'] : ['have', 'are'];
  const fate = mode === 'only' ? `${are} left out` : `${are} not left out`;
  return `${peopleOf(blanks)} ${have} no ${scopeFieldNames[field].toLowerCase()} in PeopleHR and ${fate}.`;
}

/** Which values of the settings nobody has; null: none. */
export function unmatchedSentence(choices: readonly Choice[]): string | null {
  const gone = choices.filter((choice) => choice.gone).map(({ value }) => `‘${value}’`);
  if (gone.length === 0) return null;
  return `Nobody in PeopleHR has ${gone.join(' or ')}: correct it there, or take it off here.`;
}

/** Values that are named in a line. */
const NAMED = 6;

/** `Leeds 39, Bristol 21`: who is there to choose from, while nothing is chosen. */
export function valuesInLine(choices: readonly Choice[]): string {
  const named = choices.slice(0, NAMED).map(({ value, employees }) => `${value} ${numberOf(employees ?? 0)}`);
  const others = choices.length - named.length;
  return others > 0 ? `${named.join(', ')} and ${numberOf(others)} more` : named.join(', ');
}

/** What has to be ticked before it can be saved; null: nothing. */
export function lackOf(draft: ScopeDraft): string | null {
  const empty = scopeFields.find((field) => draft[field].mode === 'only' && draft[field].values.length === 0);
  return empty ? `Tick at least one ${scopeFieldNames[empty].toLowerCase()}, or choose ‘Everybody’.` : null;
}
