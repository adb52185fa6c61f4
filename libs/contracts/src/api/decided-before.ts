import { Nullable, PersonId } from '../primitives';
import { InstantOrNull, listOf, Whole, WordOrNull, Yes } from './fields';
import { about, type Json, shape, type Static } from './shape';
import { words } from './words';

/** People of a list that an answer names; the others are counted. */
const FIRST_OF_THEM = 'the first hundred';

export const DecidedState = words('DecidedState', 'What became of changes that wait no more.', {
  approving: 'somebody gave their OK, which is being carried out',
  approved: 'somebody gave their OK',
  rejected: 'somebody said no, or put them off (notNow)',
  'no-ok-needed': 'nothing made them wait, and they are applied',
  previewed: 'they were made out to be looked at alone',
  expired: 'nobody answered in time; nothing was applied',
  superseded: 'the changes of a newer sync took their place',
  cancelled: 'their sync was cancelled; nothing was applied',
  failed: 'their sync failed; nothing was applied',
});
export type DecidedState = Static<typeof DecidedState>;

export const DecidedBefore = shape(
  'DecidedBefore',
  'What was decided about these changes before: whoever says something else is told.',
  {
    state: about(Nullable(DecidedState), 'What became of them; null if it is not known'),
    decidedBy: about(WordOrNull, 'Who; null if nobody pressed a button'),
    decidedAt: about(InstantOrNull, 'When; null if it is not known'),
    leaversOnly: about(Yes, 'Only the leavers were let go'),
    notNow: about(Yes, 'It was only put off'),
    people: about(
      listOf(PersonId, { maxItems: 100 }),
      `Of an OK who was left out, of a no whose whole change was said no to: ${FIRST_OF_THEM}`,
    ),
    peopleCount: about(Whole, 'How many they are'),
  },
);
export type DecidedBefore = Json<typeof DecidedBefore>;
