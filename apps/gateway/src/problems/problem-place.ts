/** Whose problems come next: the reconciler's, about employees, or the writer's, about managers. */
export type Owner = 'employees' | 'managers';

/** A place in the two lists, which are shown as one. */
export interface ProblemPlace {
  readonly owner: Owner;
  /** The owner's own cursor; empty: from the beginning. */
  readonly cursor: string;
}

const beginning: ProblemPlace = { owner: 'employees', cursor: '' };

/** The place as a word, and back; the empty word is the beginning. */
export const placeWord = ({ owner, cursor }: ProblemPlace): string => (owner === 'employees' ? 'e' : 'm') + cursor;

export const placeOf = (word: string): ProblemPlace =>
  word === '' ? beginning : { owner: word.startsWith('m') ? 'managers' : 'employees', cursor: word.slice(1) };
