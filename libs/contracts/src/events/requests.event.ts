import { Type } from '@sinclair/typebox';
import { defineEvent } from '../define-event';
import { MAX_PEOPLE } from '../employee';
import { Digest, Nullable, Text, wordOf } from '../primitives';
import { SyncMode, SyncNumber, syncTriggers } from '../sync';

/** Somebody, or the schedule, wants PeopleHR read. `baseDigest`: if the answer has this digest, no employee is sent. */
export const SyncRequested = defineEvent('sync.requested', 1, {
  number: SyncNumber,
  mode: SyncMode,
  /** What started it. */
  trigger: wordOf(...syncTriggers),
  baseDigest: Nullable(Digest),
  /** HMAC digests of the EmployeeIds of erased people: the fetcher lets nothing of them out. */
  erased: Type.Array(Text(254), { maxItems: MAX_PEOPLE }),
});

/** The sync is over before it was read: nothing is to be asked of PeopleHR for it any more. */
export const SyncWithdrawn = defineEvent('sync.withdrawn', 1, { number: SyncNumber });
