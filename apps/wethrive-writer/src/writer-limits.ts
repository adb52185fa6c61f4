import type { MessageLimits } from '@people-sync/platform';
import { MOST_PEOPLE } from './people/people.dto';

/** The one call that names people. */
export const writerLimits: MessageLimits = { 'Writer/GetPeople': { bytes: 65_536, entries: MOST_PEOPLE } };
