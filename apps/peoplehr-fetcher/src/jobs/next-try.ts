import type { FailureReason } from '@people-sync/contracts';
import type { Tries } from './job';

/** How long and how often a passing failure is tried again. Milliseconds. */
export interface RetryTerms {
  readonly retryBaseMs: number;
  readonly throttleWaitMs: number;
  readonly scheduledPatienceMs: number;
}

/** What the decision rests on. */
export interface FailedTry {
  readonly reason: FailureReason;
  /** As the gateway has it; a word of tomorrow is none that waits longer. */
  readonly trigger: string;
  /** Before this try. */
  readonly tries: Tries;
  /** Since the sync was requested, in milliseconds. */
  readonly ageMs: number;
  /** PeopleHR had been asked: to try again is to ask it again. */
  readonly hasAsked: boolean;
}

/** Quick tries of an unavailable PeopleHR before somebody who waits is told. */
const QUICK_TRIES = 3;
const THROTTLED_TRIES = 3;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** Answers of PeopleHR that may be lost to a fault of ours (a bug, a bus that does not take them). */
const LOST_READS = 3;
/** Waits for what is ours (bus, key store) while PeopleHR has not been asked: five minutes of pauses. */
const OWN_WAITS = 8;
/** Times the base: of the first pause for what is ours, and of the longest. */
const OWN_PAUSE = 5;
const LONGEST_OWN_PAUSE = 60;
/** A process that died may have died of anything; one that dies over the same job again dies of that job. */
const DEATHS = 2;

/**
 * The pause before the next try, or undefined: the sync fails with this reason (docs/semantics.md §1).
 * Nobody waits at a screen for a scheduled sync, so it goes on trying through an outage of hours. A fault of ours is
 * waited for as long for everybody.
 */
export function nextTry(failed: FailedTry, terms: RetryTerms): { delayMs: number; tries: Tries } | undefined {
  const { reason, trigger, tries, ageMs } = failed;
  if (reason === 'internal-error') return afterOwnFault(failed, terms);
  if (reason === 'throttled') {
    const throttled = tries.throttled + 1;
    return throttled < THROTTLED_TRIES ? { delayMs: terms.throttleWaitMs, tries: { ...tries, throttled } } : undefined;
  }
  if (reason !== 'unavailable') return undefined;
  const unavailable = tries.unavailable + 1;
  const delayMs = Math.min(terms.retryBaseMs * 2 ** (unavailable - 1), LONGEST_PAUSE_MS);
  const goesOn = trigger === 'schedule' && ageMs + delayMs < terms.scheduledPatienceMs;
  return unavailable < QUICK_TRIES || goesOn ? { delayMs, tries: { ...tries, unavailable } } : undefined;
}

function afterOwnFault({ tries, hasAsked }: FailedTry, terms: RetryTerms) {
  const next = hasAsked ? { ...tries, lostReads: tries.lostReads + 1 } : { ...tries, ownWaits: tries.ownWaits + 1 };
  return isSpent(next) ? undefined : { delayMs: ownPause(next, terms), tries: next };
}

/** True if the job is not to be read again, only to be ended: it was tried often enough, or processes died of it. */
export const isSpent = ({ lostReads, ownWaits, deaths }: Tries): boolean =>
  lostReads >= LOST_READS || ownWaits >= OWN_WAITS || deaths >= DEATHS;

/** As spent, for a job whose end could not be told: only telling it is tried again. */
export const spent = (tries: Tries): Tries => ({ ...tries, lostReads: LOST_READS });

/** How long what is ours is waited for. Milliseconds. */
export function ownPause({ lostReads, ownWaits }: Tries, { retryBaseMs }: Pick<RetryTerms, 'retryBaseMs'>): number {
  const times = Math.min(OWN_PAUSE * 2 ** Math.max(0, lostReads + ownWaits - 1), LONGEST_OWN_PAUSE);
  return times * retryBaseMs;
}
