import type { DecidedBefore, DecidedState } from '@people-sync/contracts/api';
import { counted } from '../words/counted';
import { plainDay } from '../words/days';

/** What was decided before, by whom and when, with the next step. */
export function decidedSentence(decided: DecidedBefore): string {
  const what = decided.state === null ? undefined : words[decided.state]?.(decided);
  if (what === undefined) return overSentence;
  const { decidedBy, decidedAt } = decided;
  const day = decidedAt === null ? '' : `, on ${plainDay(decidedAt.slice(0, 10))}`;
  return `${decidedBy ?? 'Somebody'} ${what}${day}. What you sent says something else, and nothing of it was done. Look at the sync to see what became of it.`;
}

/** The same where it is not known what was decided. */
export const overSentence =
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

const words: Readonly<Partial<Record<DecidedState, (decided: DecidedBefore) => string>>> = {
  approving: ok,
  approved: ok,
  rejected: no,
};
