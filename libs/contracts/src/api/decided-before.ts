import { PersonId } from '../primitives';
import { InstantOrNull, listOf, Whole, Word, WordOrNull, Yes } from './fields';
import { about, type Json, shape } from './shape';

/** People of a list that an answer names; the others are counted. */
const FIRST_OF_THEM = 'the first hundred';

export const DecidedBefore = shape(
  'DecidedBefore',
  'What was decided about these changes before: whoever says something else is told.',
  {
    outcome: about(
      Word,
      'A stable word: approving (an OK that is on its way), approved, rejected, expired, cancelled, failed or another end',
    ),
    by: about(WordOrNull, 'Who; null if nobody pressed a button'),
    at: about(InstantOrNull, 'When; null if it is not known'),
    leaversOnly: about(Yes, 'Only the leavers were let go'),
    notNow: about(Yes, 'It was only put off'),
    people: about(
      listOf(PersonId),
      `Of an OK who was left out, of a no whose whole change was said no to: ${FIRST_OF_THEM}`,
    ),
    peopleCount: about(Whole, 'How many they are'),
  },
);
export type DecidedBefore = Json<typeof DecidedBefore>;
