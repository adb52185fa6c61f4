import type { ChangeKind, FieldChange, PlanGroup } from '@people-sync/contracts/api';
import { proofTitle, statusWords } from '@people-sync/wording/shown';
import { dayOf } from '../shell/dates';
import { numberOf, peopleOf } from '../shell/numbers';

/** One field, before and after, in words. */
export interface ShownChange {
  readonly label: string;
  readonly old: string;
  readonly new: string;
}

const BLANK = 'blank';

function valueOf(field: string, value: string | null): string {
  if (value === null || value === '') return BLANK;
  if (field === 'startDate' || field === 'leavingDate') return dayOf(value);
  return field === 'status' ? statusWords(value) : value;
}

/** Fields that say again what another one says, or nothing to a reader. */
const echoes: Readonly<Record<string, readonly string[]>> = {
  reportsToEmployeeId: ['manager'],
  reportsToEmail: ['manager', 'reportsToEmployeeId'],
  uniqueKey: [],
};

/** What a reader wants to see of a change: a manager is one line, and a key that only machines read is none unless it is all there is. */
export function shownChanges(changes: readonly FieldChange[]): ShownChange[] {
  const fields = new Set(changes.map(({ field }) => field));
  const telling = changes.filter(({ field }) => {
    const said = echoes[field];
    return said === undefined || (said.length > 0 && !said.some((other) => fields.has(other)));
  });
  return (telling.length > 0 ? telling : changes).map(({ field, label, oldValue, newValue }) => ({
    label,
    old: valueOf(field, oldValue),
    new: valueOf(field, newValue),
  }));
}

/** `Team: Sales → Revenue`, for names of buttons and for screen readers. */
export const changeText = ({ label, old, new: value }: ShownChange): string => `${label}: from ${old} to ${value}`;

/** What a line of equal changes says when it is not the fields that say it. */
export function reasonOf({ kind, proof }: Pick<PlanGroup, 'kind' | 'proof'>): string {
  switch (kind) {
    case 'left':
      return proofTitle(proof ?? '');
    case 'joined':
      return 'New in PeopleHR';
    case 'rejoined':
      return 'Back in PeopleHR';
    case 'changed':
      return 'Changed in PeopleHR';
  }
}

/** A line of equal changes as one sentence. */
export const groupText = (group: Pick<PlanGroup, 'kind' | 'proof' | 'changes'>): string =>
  group.kind === 'changed' ? shownChanges(group.changes).map(changeText).join('; ') : reasonOf(group);

/** What becomes of people, as a heading; leavers first, because they lose most. */
export const kinds: readonly ChangeKind[] = ['left', 'changed', 'rejoined', 'joined'];
const kindNames: Readonly<Record<ChangeKind, string>> = {
  left: 'Leaving',
  changed: 'Changing',
  rejoined: 'Coming back',
  joined: 'Joining',
};
export const kindName = (kind: ChangeKind): string => kindNames[kind];

const madeNames: Readonly<Record<ChangeKind, string>> = {
  left: 'Left',
  changed: 'Changed',
  rejoined: 'Back again',
  joined: 'Joined',
};

/** Over the people of whom this becomes, or became. @param left how many became inactive; null as long as nobody has. */
export function headingOf(kind: ChangeKind, people: number, left: number | null): string {
  if (left === null) return `${kindNames[kind]}: ${peopleOf(people)}`;
  const out = kind === 'left' ? Math.max(0, people - left) : 0;
  const leftOut = out === 0 ? '' : `, ${numberOf(out)} left out`;
  return `${madeNames[kind]}: ${peopleOf(people - out)}${leftOut}`;
}

/** What it means for those people in WeThrive. */
const effects: Readonly<Record<ChangeKind, string>> = {
  left: 'They become inactive. Their data and their past surveys are kept, and their licences come free.',
  changed: 'Their details in WeThrive change. Past surveys keep the old ones.',
  rejoined: 'They become active again, as the same people with their history.',
  joined: 'They are added to WeThrive, as far as there are licences.',
};

const madeEffects: Readonly<Record<ChangeKind, string>> = {
  left: 'They are inactive. Their data and their past surveys are kept, and their licences came free.',
  changed: 'Their details in WeThrive changed. Past surveys keep the old ones.',
  rejoined: 'They are active again, as the same people with their history.',
  joined: 'They were added to WeThrive, as far as there were licences.',
};
export const effectOf = (kind: ChangeKind, isMade: boolean): string => (isMade ? madeEffects : effects)[kind];
