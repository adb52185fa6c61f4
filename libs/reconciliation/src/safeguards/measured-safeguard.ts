import type { safeguardNames } from '@people-sync/contracts';

export type SafeguardName = (typeof safeguardNames)[number];

/** One measured safeguard: `value` people, of whom `limit` are allowed; tripped, it holds the plan. */
export interface MeasuredSafeguard {
  readonly name: SafeguardName;
  /** For those that look at one field; else null. */
  readonly field: string | null;
  readonly value: number;
  readonly limit: number;
  readonly tripped: boolean;
}
