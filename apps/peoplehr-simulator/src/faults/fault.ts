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

/** One ordered fault: for one key, the next `times` calls. */
export interface Fault {
  readonly fault: FaultName;
  readonly key: string;
  /** Calls left; null: until it is cleared. */
  times: number | null;
  /** `truncated-json`: the byte at which the body ends; half of it if not given. */
  readonly at?: number;
  /** `slow-first-byte`: how long it takes, in milliseconds. */
  readonly ms?: number;
  /** `throttled`: what isError says; the real thing is not captured. */
  readonly isError?: boolean;
}

/** The faults that are ordered just now. */
export class Faults {
  private ordered: Fault[] = [];

  order(fault: Fault): void {
    this.ordered.push(fault);
  }

  clear(): void {
    this.ordered = [];
  }

  /** The next call with this key meets the first fault ordered for it; undefined: none. */
  take(key: string): Fault | undefined {
    const index = this.ordered.findIndex((fault) => fault.key === key);
    const fault = this.ordered[index];
    if (!fault || fault.times === null) return fault;
    fault.times -= 1;
    if (fault.times <= 0) this.ordered.splice(index, 1);
    return fault;
  }
}
