import { type Static, Type } from '@sinclair/typebox';
import { Count, exactly, oneOf } from './primitives';

/** `repair` is apply without the unchanged short cut: every row is judged and restated. */
export const syncModes = ['apply', 'preview', 'repair'] as const;
export type SyncMode = (typeof syncModes)[number];
export const SyncMode = oneOf(...syncModes);

/** What started a sync. */
export const syncTriggers = ['manual', 'schedule', 'webhook', 'platform'] as const;
export type SyncTrigger = (typeof syncTriggers)[number];

/** A sync's number rises by one per tenant; together with the tenant it names the sync. */
export const SyncNumber = Type.Integer({ minimum: 1 });

/** What a sync did, in people. */
export const Counts = exactly({
  /** Rows in PeopleHR's answer. */
  seen: Count,
  joined: Count,
  rejoined: Count,
  changed: Count,
  left: Count,
  /** Joiners and rejoiners who wait for a licence. */
  waiting: Count,
  /** Not added or not updated, with a problem that says why. */
  refused: Count,
  unchanged: Count,
  /** Known people who were not in the answer. */
  missing: Count,
});
export type Counts = Static<typeof Counts>;

/** All nine at zero. */
export const noCounts: Readonly<Counts> = {
  seen: 0,
  joined: 0,
  rejoined: 0,
  changed: 0,
  left: 0,
  waiting: 0,
  refused: 0,
  unchanged: 0,
  missing: 0,
};

/**
 * Why PeopleHR's answer did not count, or (`internal-error`, `request-left-out`) why we did not read it (docs/semantics.md
 * §1). No employee was touched.
 */
export const failureReasons = [
  'no-employees',
  'throttled',
  'invalid-api-key',
  'missing-permission',
  'account-blocked',
  'wrong-company',
  'unavailable',
  'employee-twice',
  'unexpected-answer',
  'answer-too-large',
  'not-connected',
  'internal-error',
  'request-left-out',
] as const;
export type FailureReason = (typeof failureReasons)[number];
