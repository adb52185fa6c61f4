import { type Unfit, unfitIn } from '@people-sync/contracts';
import { type InvalidField, invalidRequest } from '../http/problem.exception';

/** Places that are told at most; whoever mends these sees the others next time. */
const TOLD = 20;

/** Of a name in a place: what somebody sent is not repeated at any length. */
const LONGEST_NAME = 64;

/**
 * The rule of every door for what a request says: its texts and names are text (contracts, text.ts), its numbers can be
 * told exactly.
 * @throws ProblemException 400 `invalid-request` with the places.
 */
export function refuseUnfit(input: unknown): void {
  const found = unfitIn(input, TOLD);
  if (found.length > 0) throw invalidRequest(found.map(fieldOf));
}

function fieldOf({ path, what, kind }: Unfit): InvalidField {
  const field = path.map((name) => name.slice(0, LONGEST_NAME)).join('.');
  if (what === 'name') return { field, message: 'names of fields must be text' };
  const message = what === 'number' ? 'must be a number that can be told exactly' : sentences[kind];
  return { field, message: `${field} ${message}` };
}

const sentences = {
  line: 'must be text on one line, without control characters',
  prose: 'must be text without control characters other than tabs and line ends',
} as const;
