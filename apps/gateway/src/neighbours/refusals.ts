import { type Carried, type DecidedBefore, reasons } from '@people-sync/contracts/api';
import { GrpcError, ProblemException, refusal, type Said } from '@people-sync/platform';
import { refusalSentence } from '@people-sync/wording';

/** The sync to look at, by path and by id. */
export type Where = Pick<Carried<'already-decided'>, 'syncPath' | 'syncId'>;

/**
 * A neighbour's refusal in an administrator's words, with what it says; and what is known here, as far as it is the reason's
 * to say. Anything else as it is.
 */
export function refusalOf(error: unknown, known: Said = {}): unknown {
  if (!(error instanceof GrpcError) || error.reason === '') return error;
  const { reason, message, said } = error;
  const sentence = refusalSentence(reason, said);
  if (sentence === undefined && !inOwnWords.has(reason)) return error;
  // Of the version before it is not told what was decided.
  const all: Said = { ...(reason === 'already-decided' ? { decided: notTold } : {}), ...said, ...known };
  const carried = Object.entries(all).filter(([name]) => name in reasons[reason].carries.properties);
  return new ProblemException(reason, sentence ?? message, Object.fromEntries(carried), { cause: error });
}

const notTold: DecidedBefore = {
  state: null,
  decidedBy: null,
  decidedAt: null,
  leaversOnly: false,
  notNow: false,
  people: [],
  peopleCount: 0,
};

/** They name the people who would clash, the value and where it stands, or what cannot be taken. */
const inOwnWords: ReadonlySet<string> = new Set(['exclusion-clash', 'scope-contradiction', 'still-parked']);

/** Somebody decided otherwise before: what, by whom and when. */
export const alreadyDecided = (decided: DecidedBefore, where: Where): ProblemException =>
  refusal('already-decided', refusalSentence('already-decided', { decided }) ?? '', { decided, ...where });

/** The answer of a call, or its refusal in an administrator's words. */
export async function orRefusal<T>(call: Promise<T>, known: Said = {}): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw refusalOf(error, known);
  }
}
