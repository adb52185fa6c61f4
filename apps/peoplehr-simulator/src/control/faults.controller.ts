import { isAction } from '../answers/actions';
import { wireFields } from '../companies/record';
import { faultNames } from '../faults/fault';
import { ControlError, flagIn, numberIn, only, required, textIn, wholeIn, wordIn } from './input';
import { knownKey } from './keys.controller';
import { type ControlCall, done, type Reply, type Route } from './route';

const MAX_ORDERED = 10_000;
const MAX_TIMES = 1_000_000;
const MAX_WAIT_MS = 600_000;

/** What goes wrong next. */
export const faultRoutes: readonly Route[] = [
  ['GET', '/faults', ({ peopleHr }) => [200, { faults: peopleHr.faults.list() }]],
  ['POST', '/faults', order],
  ['DELETE', '/faults', ({ peopleHr }) => done(() => peopleHr.faults.clear())],
  ['DELETE', '/faults/:key', (call) => done(() => call.peopleHr.faults.clear(knownKey(call, call.part('key'))))],
];

function order(call: ControlCall): Reply {
  const { input, peopleHr } = call;
  only(input, 'fault', 'key', 'times', 'action', 'at', 'ms', 'isError', 'status', 'field', 'value', 'fraction');
  const action = textIn(input, 'action');
  if (action !== undefined && !isAction(action)) throw new ControlError(400, `there is no action ${action}`);
  if (peopleHr.faults.list().length >= MAX_ORDERED)
    throw new ControlError(409, `${MAX_ORDERED} faults are waiting already`);
  const [at, ms] = [wholeIn(input, 'at', 0, 2 ** 31), wholeIn(input, 'ms', 0, MAX_WAIT_MS)];
  const [isError, status] = [flagIn(input, 'isError'), wholeIn(input, 'status', 0, 10)];
  const [field, value] = [wordIn(input, 'field', wireFields), textIn(input, 'value')];
  const fraction = numberIn(input, 'fraction', 0, 1);
  const fault = {
    fault: required(wordIn(input, 'fault', faultNames), 'fault'),
    key: knownKey(call, required(textIn(input, 'key'), 'key')),
    times: input['times'] === null ? null : (wholeIn(input, 'times', 1, MAX_TIMES) ?? 1),
    ...(action === undefined ? {} : { action }),
    ...(at === undefined ? {} : { at }),
    ...(ms === undefined ? {} : { ms }),
    ...(isError === undefined ? {} : { isError }),
    ...(status === undefined ? {} : { status }),
    ...(field === undefined ? {} : { field }),
    ...(value === undefined ? {} : { value }),
    ...(fraction === undefined ? {} : { fraction }),
  };
  peopleHr.faults.order(fault);
  return [201, fault];
}
