import type { WireField } from '../companies/record';

/** The ways in which PeopleHR, or what stands before it, answers wrongly. */
export const faultNames = [
  // In front of PeopleHR.
  'html-200',
  'html-403',
  'html-500',
  'html-502',
  'empty-body',
  'truncated-json',
  'slow-first-byte',
  'trickled',
  'reset',
  'reset-mid-body',
  'content-encoding',
  'packed-garbage',
  'packed-bomb',
  'windows-1252',
  // Refusals.
  'key-echoed',
  'throttled',
  'invalid-key',
  'key-does-not-exist',
  'no-grant',
  'access-denied',
  'suspended',
  'trial-expired',
  'status-6',
  'query-busy',
  // Another envelope.
  'is-error-text',
  'is-error-pascal-case',
  'no-employees',
  'no-employees-empty-list',
  'result-empty-text',
  'result-null',
  'result-empty-object',
  'result-object',
  'result-page',
  'message-row',
  // A list that cannot be one.
  'duplicate-employee',
  'missing-employee-id',
  // A list with something in it that nobody needs, or nobody can keep.
  'large-photo',
  'many-contacts',
  'long-value',
  // A list that looks complete and is not true.
  'half-missing',
  'leavers-left-out',
  'field-blank',
  'field-gone',
  'field-renamed',
  'one-value',
  'unknown-status',
  'all-leavers',
  'dates-with-time',
  'dates-with-slashes',
  'dates-for-none',
  // Another company.
  'wrong-company',
  'key-in-company-name',
] as const;
export type FaultName = (typeof faultNames)[number];

/** An ordered fault: the next `times` calls of a key that it can concern go wrong. */
export interface Fault {
  readonly fault: FaultName;
  readonly key: string;
  /** Calls to go wrong; null: all, until it is cleared. */
  readonly times: number | null;
  /** Only calls of this action; without it, all that the fault can concern. */
  readonly action?: string;
  /** `truncated-json`, `reset-mid-body`: after how many bytes; half of the answer without it. */
  readonly at?: number;
  /** `slow-first-byte`: after how many milliseconds the answer begins; `trickled`: how many it takes. 31,000 without it. */
  readonly ms?: number;
  /** `throttled`: what isError and Status say; the real thing was never captured. `query-busy`: 5 for the error. */
  readonly isError?: boolean;
  readonly status?: number;
  /** `field-…`, `one-value`: whose value; Department without it. `long-value`: JobRole without it. */
  readonly field?: WireField;
  /** `one-value`, `unknown-status`: everybody's value. `content-encoding`: which. `key-echoed`: how it is spelt. */
  readonly value?: string;
  /** `half-missing`: which part of the people is missing, from 0 to 1; half without it. */
  readonly fraction?: number;
}

const anyCall: ReadonlySet<FaultName> = new Set<FaultName>([
  'html-200',
  'html-403',
  'html-500',
  'html-502',
  'empty-body',
  'truncated-json',
  'slow-first-byte',
  'trickled',
  'reset',
  'reset-mid-body',
  'content-encoding',
  'packed-garbage',
  'packed-bomb',
  'windows-1252',
  'key-echoed',
  'throttled',
  'invalid-key',
  'key-does-not-exist',
  'suspended',
  'trial-expired',
  'status-6',
  'is-error-text',
  'is-error-pascal-case',
]);

/** Whether a fault meets calls of an action. A key needs no grant to ask for its company. */
export function concerns({ fault, action }: Pick<Fault, 'fault' | 'action'>, called: string): boolean {
  if (action !== undefined) return action === called;
  if (anyCall.has(fault)) return true;
  if (fault === 'wrong-company' || fault === 'key-in-company-name') return called === 'GetCompanyInformation';
  if (fault === 'no-grant' || fault === 'access-denied') return called !== 'GetCompanyInformation';
  if (fault === 'query-busy') return called.startsWith('GetQueryResult');
  return called === 'GetAllEmployeeDetail';
}
