import { ControlError, keyOf, only, required, wholeIn } from './input';
import type { ControlCall, Reply, Route } from './route';

/** Which key opens which company. */
export const keyRoutes: readonly Route[] = [
  ['PUT', '/keys/:key', point],
  ['DELETE', '/keys/:key', revoke],
];

/** A known key, written as its owner sees it. @throws ControlError 404 */
export function knownKey({ peopleHr }: ControlCall, text: string): string {
  const key = keyOf(text);
  if (!peopleHr.directory.behind(key)) throw new ControlError(404, 'there is no such key');
  return key;
}

function point(call: ControlCall): Reply {
  const key = keyOf(call.part('key'));
  only(call.input, 'companyId');
  const id = required(wholeIn(call.input, 'companyId', 1, 2 ** 31), 'companyId');
  const company = call.peopleHr.directory.company(id);
  if (!company) throw new ControlError(404, `there is no company ${id}`);
  call.peopleHr.directory.point(key, company);
  return [200, { key, companyId: id }];
}

function revoke(call: ControlCall): Reply {
  call.peopleHr.directory.revoke(knownKey(call, call.part('key')));
  return [200, {}];
}
