import { MOST_TOLD, type ProblemException, refusal } from '@people-sync/platform';
import { counted, type ImportError, importErrorSentence } from '@people-sync/wording';

/** Errors that `detail` tells. */
const TOLD = 3;

/**
 * Nobody was imported: `errors` names the first hundred things that are wrong, `moreErrors` says how many there are
 * beside.
 * @param count of all errors, if there are more than these.
 */
export function invalidPeople(
  errors: readonly ImportError[],
  word: string,
  count: number = errors.length,
): ProblemException {
  const told = errors.slice(0, MOST_TOLD).map((error) => ({ ...error, message: importErrorSentence(error, word) }));
  const rest = count === told.length ? {} : { moreErrors: count - told.length };
  const first = told.slice(0, TOLD).map(({ message }) => message);
  const more = count > TOLD ? [`And ${counted(count - TOLD, 'more', 'more')}.`] : [];
  const detail = ['Nobody was imported.', ...first, ...more, 'Correct this, then import everybody again.'].join(' ');
  return refusal('invalid-people', detail, { errors: told, ...rest });
}
