import { failureSentences } from '@people-sync/platform';

/** Why a sync ended without PeopleHR having answered wrongly. */
const ownSentences: Readonly<Record<string, string>> = {
  'no-progress':
    'The sync did not get any further for a long time and was ended. Nothing was changed. Start it again; if it happens twice, contact support.',
  'changes-dropped':
    'The changes of this sync could not be written, and support left them out. Nothing was changed. Start a new sync: it finds them again.',
  'part-left-out':
    "A part of PeopleHR's answer could not be taken, and support left it out. Nothing was changed. Start the sync again.",
  'clock-wrong':
    'The clocks of PeopleSync’s machines do not agree on when this answer was read, so nothing was changed. It is neither your fault nor PeopleHR’s. Start the sync again; if it happens twice, contact support.',
  'approval-failed':
    'Your OK could not be carried out because of an error of ours. Nothing was changed. Start a new sync; if it happens again, contact support.',
  disconnected: 'PeopleHR was disconnected while the sync ran. Nothing was changed. Connect PeopleHR again to sync.',
};

/** Every reason that has a sentence of its own. */
export const sentencesByReason: Readonly<Record<string, string>> = { ...failureSentences, ...ownSentences };

/**
 * What the administrator reads about a sync that failed: what happened, and what to do next.
 * @param about the EmployeeId of whoever it is about
 */
export function failureSentence(reason: string | null, about: string | null = null): string {
  if (reason === 'employee-twice' && about !== null)
    return `PeopleHR lists two records with the employee ID ${about}, so it cannot be told whose they are, and nothing was changed. Give each record an employee ID of its own in PeopleHR, then sync again.`;
  return (
    sentencesByReason[reason ?? ''] ??
    'The sync could not be finished, and nothing was changed. Start it again; if it happens twice, contact support.'
  );
}
