import type { Identified } from '../identity/identify';
import type { JudgeInput } from './judge-input';
import { leavingKey, type Noes } from './kept-keys';
import { newPersonId } from './matching';
import type { Standing } from './standing';

/** One thing that somebody said no to, and that PeopleHR says no more. */
export interface EndedNo {
  readonly personId: string;
  /** As in `KeptKeys`. */
  readonly key: string;
}

/**
 * Which noes end if the answer is accepted: those that a row of their person contradicts and none repeats. Being away
 * from an answer says nothing, nor does a row of which it is asked whose it is. By person and key.
 */
export function endedNoes(
  identified: readonly Identified[],
  { settlements, state, records }: JudgeInput,
  noesOf: (personId: string) => Noes,
): EndedNo[] {
  const still = new Map<string, Map<string, boolean>>();
  for (const { identity, standing, differing } of settlements.kept.size > 0 ? identified : []) {
    if (identity.kind === 'case') continue;
    const personId = identity.kind === 'person' ? identity.known.personId : newPersonId(state, differing);
    const noes = noesOf(personId);
    if (noes.none) continue;
    const { row } = differing;
    const keys = still.get(personId) ?? new Map<string, boolean>();
    still.set(personId, keys);
    for (const { key, same } of noes.saidBy(row, records.ofRow.get(row.employeeId), isLeaver(standing))) {
      keys.set(key, (keys.get(key) ?? false) || same);
    }
  }
  const ended = [...still].flatMap(([personId, keys]) =>
    [...keys].flatMap(([key, same]) => (same ? [] : [{ personId, key }])),
  );
  return ended.sort((a, b) => byText(a.personId, b.personId) || byText(a.key, b.key));
}

/** A leaver's row is cut down to a few fields, also where it cannot be read since when. */
const isLeaver = ({ kind }: Standing): boolean => kind === 'left' || kind === 'left-or-leaving';

/**
 * Person ids of those leavers of whom somebody said whether they left, and of whom PeopleHR says something else by now:
 * the word ends if the answer is accepted, by the same rule as a no.
 */
export function endedLeaverWords(
  identified: readonly Identified[],
  { settlements: { leavers } }: Pick<JudgeInput, 'settlements'>,
): string[] {
  const still = new Map<string, boolean>();
  for (const { identity, differing } of leavers.size > 0 ? identified : []) {
    if (identity.kind !== 'person') continue;
    const { personId } = identity.known;
    const word = leavers.get(personId);
    if (word) still.set(personId, (still.get(personId) ?? false) || word.about === leavingKey(differing.row));
  }
  return [...still].flatMap(([personId, same]) => (same ? [] : [personId])).sort();
}

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
