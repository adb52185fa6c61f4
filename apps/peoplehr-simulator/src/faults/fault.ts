/** The ways in which PeopleHR, or what stands before it, answers wrongly. */
export const faultNames = [
  'html-403',
  'html-500',
  'html-502',
  'empty-body',
  'truncated-json',
  'slow-first-byte',
  'reset',
  'reset-mid-body',
  'throttled',
  'no-employees',
  'no-employees-empty-list',
  'invalid-key',
  'key-does-not-exist',
  'no-grant',
  'access-denied',
  'suspended',
  'trial-expired',
  'status-6',
  'is-error-text',
  'is-error-pascal-case',
  'result-object',
  'duplicate-employee',
  'missing-employee-id',
  'wrong-company',
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
  /** `slow-first-byte`: after how many milliseconds the answer begins; 31,000 without it. */
  readonly ms?: number;
  /** `throttled`: what isError and Status say; the real thing was never captured. */
  readonly isError?: boolean;
  readonly status?: number;
}

const aboutTheList: ReadonlySet<FaultName> = new Set<FaultName>([
  'no-employees',
  'no-employees-empty-list',
  'result-object',
  'duplicate-employee',
  'missing-employee-id',
]);

/** Whether a fault meets calls of an action. A key needs no grant to ask for its company. */
export function concerns({ fault, action }: Pick<Fault, 'fault' | 'action'>, called: string): boolean {
  if (action !== undefined) return action === called;
  if (aboutTheList.has(fault)) return called === 'GetAllEmployeeDetail';
  if (fault === 'wrong-company') return called === 'GetCompanyInformation';
  if (fault === 'no-grant' || fault === 'access-denied') return called !== 'GetCompanyInformation';
  return true;
}
