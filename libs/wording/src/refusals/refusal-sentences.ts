import type { Carried, Reason } from '@people-sync/contracts/api';
import { plainDay } from '../words/days';
import { decidedSentence, overSentence } from './decided-sentence';

/** What of that which a refusal carries (contracts, reasons.ts) stands in its sentence. */
type Told = Partial<Pick<Carried<'already-decided'>, 'decided'> & Pick<Carried<'in-newest-answer'>, 'readAt'>>;

/**
 * Refusals of a part behind the doors, in an administrator's words with the next step. Those that are not here come in such
 * words already: they name people, values or streams, which are known only where they are refused.
 */
const sentences: Readonly<Partial<Record<Reason, string | ((told: Told) => string)>>> = {
  'plan-outdated':
    'These are no longer the newest changes: people, settings or decisions have changed since. Nothing was applied. Look at the newer check.',
  'already-decided': ({ decided }) => (decided ? decidedSentence(decided) : overSentence),
  'not-in-plan': 'Somebody you left out is not among these changes. Look at the changes again, then choose.',
  'no-such-case': 'There is nothing to settle here any more: the case is gone or was settled. Look at the list again.',
  'in-newest-answer': ({ readAt }) =>
    `PeopleHR's newest answer${readAt === undefined ? '' : `, of ${plainDay(readAt.slice(0, 10))},`} has this person, so they have not left. Look at that check, or sync again.`,
  'no-such-person': 'There is no such person.',
  'policy-outdated': 'Somebody else changed these settings meanwhile. Look at them again, then change what you need.',
  'effect-outdated':
    'Other people would leave than those who were shown to you. Nothing was changed. Look at the effect again, then confirm it.',
  'invalid-policy': 'These settings cannot be used together. Check the limits, values and people in them.',
};

/** The sentence of a refusal; undefined if it has its own words. @param said what the table says that it carries */
export function refusalSentence(reason: Reason, said: Readonly<Record<string, unknown>>): string | undefined;
export function refusalSentence(reason: Reason, told: Told): string | undefined {
  const sentence = sentences[reason];
  return typeof sentence === 'function' ? sentence(told) : sentence;
}
