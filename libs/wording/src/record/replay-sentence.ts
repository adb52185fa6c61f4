import { number } from '../words/counted';

/** What a sentence about a check of the record is made of. */
export interface ReplaySaid {
  readonly status: string;
  readonly reason: string;
  readonly differenceCount: number;
  /** How many lists of changes could be checked in part alone. */
  readonly partly: number;
}

const ASK = 'Ask whoever runs PeopleSync to look at it.';

const FAILED: Readonly<Record<string, string>> = {
  'record-incomplete': `The record lacks something that it takes to check it, so nobody can say whether it is right. ${ASK}`,
  'key-missing': `Something in the record cannot be opened though nobody erased it: a key is missing. ${ASK}`,
  'record-altered': `The record is not as it was written: it was changed. ${ASK}`,
  'not-recorded-yet': 'Not everything that happened has come into the record so far. Check again in a few minutes.',
  'events-wait': `Something that happened waits and is not in the record yet. ${ASK}`,
  'tables-move': 'The tables changed as often as they were read. Check again when no sync runs.',
  'nothing-compared': 'There was nothing to be checked up to that moment, so nothing is shown by it.',
  'service-unavailable': 'A part of PeopleSync did not answer. Check again in a few minutes.',
};

/** How a check of the record stands, or what it found. */
export function replaySentence({ status, reason, differenceCount, partly }: ReplaySaid): string {
  if (status === 'queued') return 'The record will be checked as soon as its turn comes.';
  if (status === 'running') return 'The record is being checked.';
  if (status === 'failed') return FAILED[reason] ?? `The check broke off. Check again. If that does not help: ${ASK}`;
  if (differenceCount === 0) return `The record was checked: everything is as it says.${partlySaid(partly)}`;
  const things = differenceCount === 1 ? '1 thing is' : `${number(differenceCount)} things are`;
  return `The record was checked, and ${things} not as it says.${partlySaid(partly)} A sync in mode repair restates what the tables should have; then check again.`;
}

function partlySaid(partly: number): string {
  if (partly === 0) return '';
  const lists = partly === 1 ? '1 list of changes' : `${number(partly)} lists of changes`;
  return ` Of ${lists} a part could not be checked, since somebody in it is erased.`;
}
