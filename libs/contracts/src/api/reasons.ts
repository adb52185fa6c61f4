import { Instant, SyncId } from '../primitives';
import { DecidedBefore } from './decided-before';
import { listOf, Whole, Word } from './fields';
import { ImportError } from './import-error';
import { type CarriedBy, carrying, plain, type ReasonEntry } from './reason';
import { Session } from './sessions';
import { about, optional, shape } from './shape';

/** Where the words of `type` are explained; a `type` is a name that clients may rely on, it need not open. */
export const PROBLEM_BASE = 'https://peoplesync.wethrive.example/problems/';

export const InvalidField = shape('InvalidField', 'One wrong input.', {
  field: about(Word, 'Where it is: a path into the request, names and places (from 0) joined by dots'),
  message: about(Word, 'What is allowed; never what was sent'),
});

/** Where it goes on: over HTTP by its path, over gRPC by its id; both are said at both doors. */
const where = {
  syncPath: optional(about(Word, 'The path of the sync to look at, where there is one')),
  syncId: optional(about(SyncId, 'Its id, where there is one')),
};

/**
 * Every reason for which a call is refused: the one table that both doors, the services behind them, the pages and the
 * generated clients go by. A reason means the same, with the same status and code, wherever it is answered.
 */
export const reasons = {
  'invalid-request': carrying(
    {
      fields: optional(
        about(
          listOf(InvalidField, { maxItems: 100 }),
          'The first hundred; absent if the request cannot be read at all',
        ),
      ),
      moreFields: optional(about(Whole, 'How many more there are')),
    },
    { status: 400, code: 'INVALID_ARGUMENT', retry: 'never', meaning: 'Some of the input cannot be used.' },
  ),
  'acting-user-required': plain({
    status: 400,
    code: 'INVALID_ARGUMENT',
    retry: 'never',
    meaning: 'A person decides by this call, and the platform did not name them.',
  }),
  unauthenticated: plain({
    status: 401,
    code: 'UNAUTHENTICATED',
    retry: 'after-a-step',
    meaning: 'No valid token or session; what is wrong with it is not told.',
  }),
  'sign-in-refused': plain({
    status: 401,
    code: 'UNAUTHENTICATED',
    retry: 'never',
    meaning: 'This code or token signs nobody in (any more).',
  }),
  forbidden: plain({
    status: 403,
    code: 'PERMISSION_DENIED',
    retry: 'never',
    meaning: 'The caller is known and may not do this.',
  }),
  'not-from-console': plain({
    status: 403,
    code: 'PERMISSION_DENIED',
    retry: 'never',
    meaning: 'A call by cookie that does not come from the console.',
  }),
  'https-needed': plain({
    status: 403,
    code: 'PERMISSION_DENIED',
    retry: 'never',
    meaning: 'Browsers sign in over HTTPS only, and `PUBLIC_ORIGIN` is not set.',
  }),
  'not-found': plain({
    status: 404,
    code: 'NOT_FOUND',
    retry: 'never',
    meaning:
      "There is no such thing, or it is not the caller's: the same answer for both. Also an address that does not take the method.",
  }),
  'no-plan': plain({
    status: 404,
    code: 'NOT_FOUND',
    retry: 'never',
    meaning: 'This sync has no list of changes: it has not come so far yet, or it ended before.',
  }),
  'no-such-person': plain({
    status: 404,
    code: 'NOT_FOUND',
    retry: 'never',
    meaning: 'The case is about nobody with this id.',
  }),
  timeout: plain({
    status: 408,
    code: 'DEADLINE_EXCEEDED',
    retry: 'same-call',
    meaning: 'The request took too long to arrive.',
  }),
  'not-connected': plain({
    status: 409,
    code: 'FAILED_PRECONDITION',
    retry: 'after-a-step',
    meaning: 'PeopleHR is not connected: connect it first.',
  }),
  'not-synced-yet': plain({
    status: 409,
    code: 'FAILED_PRECONDITION',
    retry: 'after-a-step',
    meaning: 'No sync has succeeded yet: start one, and look at what it does, before they start by themselves.',
  }),
  'wrong-company': carrying(
    {
      offeredCompany: optional(about(Word, 'Whose key it is')),
      connectedCompany: optional(about(Word, 'Which company is connected')),
    },
    {
      status: 409,
      code: 'FAILED_PRECONDITION',
      retry: 'never',
      meaning: "The key is another company's; `replaceCompany` says that this is meant.",
    },
  ),
  'tenant-exists': plain({
    status: 409,
    code: 'ALREADY_EXISTS',
    retry: 'read-anew',
    meaning: 'The company is there already, with other settings.',
  }),
  'sync-running': plain({
    status: 409,
    code: 'FAILED_PRECONDITION',
    retry: 'read-anew',
    meaning: 'Another sync is running: wait until it has ended.',
  }),
  'plan-outdated': carrying(where, {
    status: 409,
    code: 'ABORTED',
    retry: 'read-anew',
    meaning: 'These are no longer the newest changes. Nothing was applied.',
  }),
  'policy-outdated': plain({
    status: 409,
    code: 'ABORTED',
    retry: 'read-anew',
    meaning: 'Somebody else changed the settings meanwhile. Nothing was changed.',
  }),
  'effect-outdated': plain({
    status: 409,
    code: 'ABORTED',
    retry: 'read-anew',
    meaning: 'Other people would leave than those who were shown. Nothing was changed.',
  }),
  'already-decided': carrying(
    { decided: DecidedBefore, ...where },
    {
      status: 409,
      code: 'FAILED_PRECONDITION',
      retry: 'never',
      meaning: 'Somebody decided otherwise before, or the changes wait no more. Nothing of this call was done.',
    },
  ),
  'exclusion-clash': carrying(
    { names: optional(about(listOf(Word), 'Who would get what they were to give up')) },
    {
      status: 409,
      code: 'FAILED_PRECONDITION',
      retry: 'never',
      meaning: 'Others get what those who are left out were to give up: leave them out too.',
    },
  ),
  'answer-too-old': plain({
    status: 409,
    code: 'FAILED_PRECONDITION',
    retry: 'after-a-step',
    meaning: 'PeopleHR has to be read again first, and is not connected.',
  }),
  'too-late': plain({
    status: 409,
    code: 'FAILED_PRECONDITION',
    retry: 'never',
    meaning: 'The sync can no longer be cancelled: its changes are being written, or it has ended.',
  }),
  'no-such-case': plain({
    status: 409,
    code: 'FAILED_PRECONDITION',
    retry: 'read-anew',
    meaning: 'There is nothing to settle any more.',
  }),
  'in-newest-answer': carrying(
    { readAt: optional(about(Instant, 'When that answer was read')) },
    {
      status: 409,
      code: 'FAILED_PRECONDITION',
      retry: 'read-anew',
      meaning: "PeopleHR's newest answer has this person, so they have not left.",
    },
  ),
  'still-parked': plain({
    status: 409,
    code: 'FAILED_PRECONDITION',
    retry: 'after-a-step',
    meaning: 'What waits still cannot be taken; the sentence says why.',
  }),
  'other-session': carrying(
    { current: about(Session, 'Who is signed in'), offered: about(Session, 'Who would be') },
    {
      status: 409,
      code: 'FAILED_PRECONDITION',
      retry: 'never',
      meaning: 'This browser is signed in as somebody else; `replace` says that ending that is meant.',
    },
  ),
  'request-in-progress': plain({
    status: 409,
    code: 'ABORTED',
    retry: 'same-call',
    meaning: 'The same call, by its Idempotency-Key, is still being worked on.',
  }),
  'after-beyond-head': carrying(
    { head: about(Whole, 'The newest number there is') },
    {
      status: 409,
      code: 'OUT_OF_RANGE',
      retry: 'never',
      meaning: "The records went back to an earlier day than the caller's copy: make the copy anew.",
    },
  ),
  'feed-restarted': plain({
    status: 409,
    code: 'OUT_OF_RANGE',
    retry: 'read-anew',
    meaning:
      'The numbers that the caller knows are of a time that a restore has taken back: read the list anew, and go on behind it.',
  }),
  'other-sync': plain({
    status: 409,
    code: 'FAILED_PRECONDITION',
    retry: 'never',
    meaning: "Between services only: the number is another sync's.",
  }),
  'after-too-old': carrying(
    { oldest: about(Whole, 'The oldest entry that is kept') },
    {
      status: 410,
      code: 'OUT_OF_RANGE',
      retry: 'never',
      meaning:
        'What came after this place is not kept any more: note the newest position and look at each company once.',
    },
  ),
  'too-large': plain({
    status: 413,
    code: 'RESOURCE_EXHAUSTED',
    retry: 'never',
    meaning: 'The request is larger than is read here.',
  }),
  'unsupported-media-type': plain({
    status: 415,
    code: 'INVALID_ARGUMENT',
    retry: 'never',
    meaning: 'Another media type than is taken here, or a compressed body.',
  }),
  compressed: plain({
    status: 415,
    code: 'UNIMPLEMENTED',
    retry: 'never',
    meaning: 'Over gRPC: compressed messages are not taken.',
  }),
  'invalid-api-key': plain({
    status: 422,
    code: 'INVALID_ARGUMENT',
    retry: 'never',
    meaning: 'PeopleHR does not know this key.',
  }),
  'missing-permission': plain({
    status: 422,
    code: 'INVALID_ARGUMENT',
    retry: 'after-a-step',
    meaning: 'The key may not read what is needed.',
  }),
  'account-blocked': plain({
    status: 422,
    code: 'INVALID_ARGUMENT',
    retry: 'after-a-step',
    meaning: 'PeopleHR has blocked this account.',
  }),
  'not-in-plan': plain({
    status: 422,
    code: 'INVALID_ARGUMENT',
    retry: 'read-anew',
    meaning: 'Somebody who is named is not among these changes.',
  }),
  'scope-contradiction': plain({
    status: 422,
    code: 'INVALID_ARGUMENT',
    retry: 'never',
    meaning: 'A value is included and left out at once; the sentence names it.',
  }),
  'invalid-policy': plain({
    status: 422,
    code: 'INVALID_ARGUMENT',
    retry: 'never',
    meaning: 'These settings cannot be used together.',
  }),
  'invalid-people': carrying(
    {
      errors: about(listOf(ImportError, { maxItems: 100 }), 'The first hundred, by line'),
      moreErrors: optional(about(Whole, 'How many more there are')),
    },
    {
      status: 422,
      code: 'INVALID_ARGUMENT',
      retry: 'never',
      meaning: 'Everybody was to be imported, and some lines cannot be. Nobody was imported.',
    },
  ),
  'idempotency-key-reused': plain({
    status: 422,
    code: 'INVALID_ARGUMENT',
    retry: 'never',
    meaning: 'The Idempotency-Key was used for another request.',
  }),
  'too-many-requests': plain({
    status: 429,
    code: 'RESOURCE_EXHAUSTED',
    retry: 'same-call',
    meaning: 'More calls than may be made for now, or as many of one kind at work as may be.',
  }),
  internal: carrying(
    { errorId: about(Word, 'To quote to support') },
    { status: 500, code: 'INTERNAL', retry: 'never', meaning: "A fault of PeopleSync's own." },
  ),
  'service-unavailable': plain({
    status: 503,
    code: 'UNAVAILABLE',
    retry: 'same-call',
    meaning: 'A part of PeopleSync does not answer just now.',
  }),
  'peoplehr-unavailable': plain({
    status: 503,
    code: 'UNAVAILABLE',
    retry: 'same-call',
    meaning: 'PeopleHR does not answer. Nothing was stored.',
  }),
} satisfies Readonly<Record<string, ReasonEntry>>;

/** A stable word for why a call is refused. */
export type Reason = keyof typeof reasons;

/** What a refusal for this reason says beside its sentence. */
export type Carried<R extends Reason> = CarriedBy<(typeof reasons)[R]>;

export const isReason = (word: string): word is Reason => Object.hasOwn(reasons, word);

/** `wrong-company` → `Wrong company`: what a problem is called. */
export const titleOf = (reason: Reason): string =>
  reason.charAt(0).toUpperCase() + reason.slice(1).replaceAll('-', ' ');
