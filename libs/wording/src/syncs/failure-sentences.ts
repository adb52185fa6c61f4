import type { FailureReason } from '@people-sync/contracts';

/** What the administrator reads when PeopleHR's answer did not count, or was not read: what happened and what to do next. */
export const failureSentences: Readonly<Record<FailureReason, string>> = {
  'no-employees':
    'PeopleHR answered without a single employee, so nothing was changed. Check in PeopleHR that this API key may see your employees.',
  throttled:
    'PeopleHR limits how often it may be asked, and the limit was reached. Nothing was changed. Try again in a few minutes, or ask Access to raise the limit.',
  'invalid-api-key':
    'PeopleHR does not accept this API key. Create a new one in PeopleHR under Settings > API, and enter it here.',
  'missing-permission':
    'The API key has no permission to read employees. In PeopleHR, open Settings > API, choose the key, and tick Employee > Get All Employee Detail.',
  'account-blocked':
    'PeopleHR says that your company account is suspended or its trial has ended. Settle this with Access, then try again.',
  'wrong-company':
    'This API key belongs to another company than the one connected. If that is what you want, confirm that the company is to be replaced.',
  unavailable: 'PeopleHR could not be reached or did not answer properly. Nothing was changed. Try again later.',
  'employee-twice':
    'PeopleHR lists two records with one employee ID, so it cannot be told whose they are, and nothing was changed. Give each record an employee ID of its own in PeopleHR, then sync again.',
  'unexpected-answer':
    'PeopleHR gave an answer we do not understand, so nothing was changed. Try again; if it happens twice, contact support.',
  'answer-too-large':
    'PeopleHR sent more than PeopleSync reads of one company (100,000 people, leavers included), so nothing was changed. Check in PeopleHR that the key is one of your company; if it is, contact support.',
  'not-connected': 'PeopleHR is not connected. Enter an API key first.',
  'internal-error':
    'PeopleSync could not finish reading because of a fault of its own, so nothing was changed. It is neither your fault nor PeopleHR’s. Start the sync again; if it happens twice, contact support.',
  'request-left-out':
    'PeopleSync could not read the request for this sync, and support left it out. PeopleHR was not asked, and nothing was changed. Start the sync again.',
};

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
