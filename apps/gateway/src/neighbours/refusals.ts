import type { DecidedBefore } from '@people-sync/contracts/api';
import { GrpcError, ProblemException } from '@people-sync/platform';
import { plainDay } from '@people-sync/wording';
import { decidedIn, decidedSentence } from './decided-before';

/** A refusal's HTTP status and the sentence with the next step; without a sentence the neighbour's own is passed on. */
interface Refusal {
  readonly status: number;
  readonly sentence?: string | ((told: string) => string);
}

/** What the reconciler may refuse, in an administrator's words. */
const refusals: Readonly<Record<string, Refusal>> = {
  'plan-outdated': {
    status: 409,
    sentence:
      'These are no longer the newest changes: people, settings or decisions have changed since. Nothing was applied. Look at the newer check.',
  },
  'already-decided': {
    status: 409,
    sentence:
      'These changes do not wait for an OK any more: somebody decided about them, or their time ran out. Look at the sync to see how it ended.',
  },
  // Names the people who would clash.
  'exclusion-clash': { status: 409 },
  'not-in-plan': {
    status: 422,
    sentence: 'Somebody you left out is not among these changes. Look at the changes again, then choose.',
  },
  'no-such-case': {
    status: 409,
    sentence: 'There is nothing to settle here any more: the case is gone or was settled. Look at the list again.',
  },
  'in-newest-answer': {
    status: 409,
    sentence: (readAt) =>
      `PeopleHR's newest answer${/^\d{4}-/.test(readAt) ? `, of ${plainDay(readAt.slice(0, 10))},` : ''} has this person, so they have not left. Look at that check, or sync again.`,
  },
  // Names what cannot be taken, for the platform.
  'still-parked': { status: 409 },
  'no-such-person': { status: 404, sentence: 'There is no such person.' },
  'policy-outdated': {
    status: 409,
    sentence: 'Somebody else changed these settings meanwhile. Look at them again, then change what you need.',
  },
  'effect-outdated': {
    status: 409,
    sentence:
      'Other people would leave than those who were shown to you. Nothing was changed. Look at the effect again, then confirm it.',
  },
  // Names the value, and where it stands.
  'scope-contradiction': { status: 422 },
  'invalid-policy': {
    status: 422,
    sentence: 'These settings cannot be used together. Check the limits, values and people in them.',
  },
};

/** What this refusal says of itself. */
export const refusalSentence = (reason: string): string => {
  const sentence = refusals[reason]?.sentence ?? '';
  return typeof sentence === 'string' ? sentence : sentence('');
};

/** A neighbour's known refusal as callers see it; anything else as it is. */
export function refusalOf(error: unknown, extra: Readonly<Record<string, unknown>> = {}): unknown {
  const refusal = error instanceof GrpcError ? refusals[error.reason] : undefined;
  if (!(error instanceof GrpcError) || !refusal) return error;
  const decided = error.reason === 'already-decided' ? decidedIn(error.facts) : undefined;
  if (decided) return alreadyDecided(decided, extra, error);
  const { sentence = error.message } = refusal;
  const detail = typeof sentence === 'string' ? sentence : sentence(error.message);
  return new ProblemException(refusal.status, error.reason, detail, extra, { cause: error });
}

/** Somebody decided otherwise before: what, by whom and when. */
export const alreadyDecided = (
  decided: DecidedBefore,
  extra: Readonly<Record<string, unknown>> = {},
  cause?: unknown,
): ProblemException =>
  new ProblemException(409, 'already-decided', decidedSentence(decided), { ...extra, decided }, { cause });

/** The answer of a call, or its refusal in an administrator's words. */
export async function orRefusal<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw refusalOf(error);
  }
}
