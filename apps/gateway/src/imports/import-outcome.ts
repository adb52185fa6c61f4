import { type ImportOutcome, KnownLine, type ImportMode } from '@people-sync/contracts/api';
import { MOST_TOLD, type reconcilerV1 } from '@people-sync/platform';
import { fieldTitle, type ImportError, knownSentence } from '@people-sync/wording';
import { answerOf } from '../shapes/answer-of';
import { toldError } from './import-errors';
import type { PeopleList } from './people-list';

/** What nobody can be without. */
const nobody = { email: null, name: null };

/** The first people of a list that a preview shows. */
const FIRST = 5;

/** Everything that is wrong, by line: what the form of a line shows, and what the reconciler knows. */
export function errorsOf(
  { lines, refused }: Pick<PeopleList, 'lines' | 'refused'>,
  { errors, errorCount }: reconcilerV1.ImportPeopleResponse,
): { readonly errors: readonly ImportError[]; readonly count: number } {
  const found = errors.map(({ line, field, code }) => ({ line: lines[line - 1] ?? 0, field, code }));
  const all = [...refused, ...found].sort((one, other) => one.line - other.line);
  return { errors: all.slice(0, MOST_TOLD), count: refused.length + errorCount };
}

/** @param changeNumber null: they were not seen in the People table */
function arrivalOf(mode: ImportMode, changeNumber: number | null, lastPersonId: string) {
  if (mode === 'preview') return { state: 'preview', changeNumber: null, lastPersonId: null } as const;
  if (changeNumber === null) return { state: 'on-its-way', changeNumber, lastPersonId: lastPersonId || null } as const;
  return { state: 'readable', changeNumber, lastPersonId: null } as const;
}

/** What an import did, or would do, in words for whoever sent it. */
export function outcomeOf(
  list: PeopleList,
  answer: reconcilerV1.ImportPeopleResponse,
  { mode, changeNumber }: { readonly mode: ImportMode; readonly changeNumber: number | null },
): ImportOutcome {
  const { errors, count } = errorsOf(list, answer);
  const known = answer.known.map(({ line, by, personId, active }) => {
    const place = list.lines[line - 1] ?? 0;
    const message = knownSentence(place, by, active, list.word);
    return answerOf(KnownLine, { line: place, knownBy: by, personId, message });
  });
  return {
    imported: answer.imported,
    unchanged: answer.unchanged,
    refused: new Set(list.refused.map(({ line }) => line)).size + answer.refused,
    errors: errors.map((error) => toldError(error, list.word, list.textOf)),
    moreErrors: count - errors.length,
    known,
    moreKnown: answer.unchanged - known.length,
    ...arrivalOf(mode, changeNumber, answer.lastPersonId),
    ...(mode === 'preview' && list.columns
      ? {
          file: {
            columns: list.columns.map(({ name, field }) => ({
              name,
              field,
              label: field === null ? null : fieldTitle(field),
            })),
            first: list.people.slice(0, FIRST).map((person) => ({ ...nobody, ...person })),
          },
        }
      : {}),
  };
}
