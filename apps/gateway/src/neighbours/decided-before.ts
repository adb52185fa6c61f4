import type { DecidedBefore } from '@people-sync/contracts/api';
import type { RefusalFacts } from '@people-sync/platform';
import { counted, plainDay } from '@people-sync/wording';

/** What the reconciler says was decided; undefined if it does not say so (a plan that nobody decided about). */
export function decidedIn(facts: RefusalFacts): DecidedBefore | undefined {
  const { state, by = '', at = '', people = '' } = facts;
  if (state === undefined) return undefined;
  return {
    outcome: state,
    by: by === '' ? null : by,
    at: at === '' ? null : at,
    leaversOnly: facts['leaversOnly'] === 'true',
    notNow: facts['notNow'] === 'true',
    people: people === '' ? [] : people.split(','),
    peopleCount: Number(facts['peopleCount'] ?? 0),
  };
}

/** The sentence with the next step. */
export function decidedSentence(decided: DecidedBefore): string {
  const what = words[decided.outcome]?.(decided);
  if (what === undefined) return overSentence;
  const day = decided.at === null ? '' : `, on ${plainDay(decided.at.slice(0, 10))}`;
  return `${decided.by ?? 'Somebody'} ${what}${day}. What you sent says something else, and nothing of it was done. Look at the sync to see what became of it.`;
}

const overSentence =
  'These changes do not wait for an OK any more: somebody decided about them, or their time ran out. Look at the sync to see how it ended.';

const ok = ({ leaversOnly, peopleCount }: DecidedBefore): string => {
  const part = leaversOnly ? 'the leavers alone' : 'these changes';
  const but = peopleCount === 0 ? 'and left nobody out' : `and left ${counted(peopleCount, 'person', 'people')} out`;
  return `gave their OK to ${part} ${but}`;
};

const no = ({ notNow, peopleCount }: DecidedBefore): string => {
  if (notNow) return 'put these changes off';
  const also = peopleCount === 0 ? '' : `, and to everything of ${counted(peopleCount, 'person', 'people')}`;
  return `said no to what made these changes wait${also}`;
};

const words: Readonly<Record<string, (decided: DecidedBefore) => string>> = {
  approving: ok,
  approved: ok,
  rejected: no,
};
