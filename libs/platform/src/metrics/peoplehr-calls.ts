import type { FailureReason } from '@people-sync/contracts';
import { metrics } from './catalogue';
import type { Meters } from './meters';

/** Begins a call; what it returns is told how the call ended. */
export type PeopleHrCalls = (action: PeopleHrAction) => (result: 'ok' | FailureReason) => void;

/** What PeopleHR is asked. */
export type PeopleHrAction = 'GetAllEmployeeDetail' | 'GetCompanyInformation';

/** Measures calls of PeopleHR. Of one that was broken off by us nothing is told. */
export function peopleHrCalls(meters: Meters, ...actions: readonly PeopleHrAction[]): PeopleHrCalls {
  const results = ['ok', 'unavailable', 'throttled', 'unexpected-answer'];
  const known = actions.flatMap((action) => results.map((result) => ({ action, result })));
  const histogram = meters.histogram(metrics.peoplehrSeconds, known);
  return (action) => {
    const began = performance.now();
    return (result) => histogram.observe({ action, result }, (performance.now() - began) / 1000);
  };
}
