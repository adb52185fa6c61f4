import type { RateLimit } from '../calls/rate-limits';
import { flagIn, only, textIn, wholeIn } from './input';
import { knownKey } from './keys.controller';
import { type ControlCall, done, type Reply, type Route } from './route';

const MAX_PER_MINUTE = 1_000_000;

/** Who called, and how often one may. */
export const callRoutes: readonly Route[] = [
  ['GET', '/calls', ({ peopleHr }) => [200, peopleHr.calls.seen()]],
  ['DELETE', '/calls', ({ peopleHr }) => done(() => peopleHr.calls.reset())],
  ['GET', '/limits', ({ peopleHr }) => [200, peopleHr.limits.of()]],
  ['PUT', '/limits', setLimit],
];

/** The limit of one key, or of all that have none of their own. */
function setLimit(call: ControlCall): Reply {
  const { input, peopleHr } = call;
  only(input, 'key', 'perMinute', 'isError', 'status');
  const perMinute = input['perMinute'] === null ? null : wholeIn(input, 'perMinute', 0, MAX_PER_MINUTE);
  const [isError, status] = [flagIn(input, 'isError'), wholeIn(input, 'status', 0, 10)];
  const change: Partial<RateLimit> = {
    ...(perMinute === undefined ? {} : { perMinute }),
    ...(isError === undefined ? {} : { isError }),
    ...(status === undefined ? {} : { status }),
  };
  const key = textIn(input, 'key');
  return [200, peopleHr.limits.set(change, key === undefined ? undefined : knownKey(call, key))];
}
