import type { ImportError as ToldError } from '@people-sync/contracts/api';
import { MOST_TOLD, type ProblemException, refusal } from '@people-sync/platform';
import { counted, fieldTitle, type ImportError, importErrorSentence } from '@people-sync/wording';

/** Errors that `detail` tells. */
const TOLD = 3;

/** The text of a line of the file; undefined: it is not told. */
export type LineText = (line: number) => string;

/**
 * An error as whoever sent the list reads it. What stands in the line is told of previews alone: other answers are stored
 * for their key, and nobody's values with them.
 */
export function toldError(error: ImportError, word: string, textOf?: LineText): ToldError {
  return {
    ...error,
    // Within the services an empty text says the whole line.
    field: error.field || null,
    label: error.field ? fieldTitle(error.field) : null,
    message: importErrorSentence(error, word),
    ...(textOf ? { text: textOf(error.line) } : {}),
  };
}

/**
 * Nobody was imported: `errors` names the first hundred things that are wrong, `moreErrors` says how many there are
 * beside.
 * @param count of all errors, if there are more than these.
 */
export function invalidPeople(
  errors: readonly ImportError[],
  word: string,
  count: number = errors.length,
  textOf?: LineText,
): ProblemException {
  const told = errors.slice(0, MOST_TOLD).map((error) => toldError(error, word, textOf));
  const rest = count === told.length ? {} : { moreErrors: count - told.length };
  const first = told.slice(0, TOLD).map(({ message }) => message);
  const more = count > TOLD ? [`And ${counted(count - TOLD, 'more', 'more')}.`] : [];
  const detail = ['Nobody was imported.', ...first, ...more, 'Correct this, then import everybody again.'].join(' ');
  return refusal('invalid-people', detail, { errors: told, ...rest });
}
