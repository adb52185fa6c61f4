import type { SimulatedPeopleHr } from '../simulated-peoplehr';
import { ControlError, type Input } from './input';

/** One control request: whose simulator, the named parts of its path, its query, its body. */
export interface ControlCall {
  readonly peopleHr: SimulatedPeopleHr;
  /** A named part of the path; '' if the route has none of that name. */
  readonly part: (name: string) => string;
  readonly query: URLSearchParams;
  readonly input: Input;
}

/** HTTP status and JSON. */
export type Reply = readonly [status: number, json: unknown];

/** A method, a path below `/_simulator` with `:named` parts, and what is done. */
export type Route = readonly [method: string, path: string, handle: (call: ControlCall) => Reply];

/** Does something that has nothing to tell. */
export function done(act: () => void): Reply {
  act();
  return [200, {}];
}

/** The route for a request and the named parts of its path. @throws ControlError 404, 405 */
export function routeFor(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly handle: Route[2]; readonly part: (name: string) => string } {
  const segments = segmentsOf(path).map(decoded);
  const fitting = routes.filter(([, pattern]) => fits(segmentsOf(pattern), segments));
  const route = fitting.find(([known]) => known === method);
  if (route) {
    const names = segmentsOf(route[1]);
    return { handle: route[2], part: (name) => segments[names.indexOf(`:${name}`)] ?? '' };
  }
  if (fitting.length > 0) throw new ControlError(405, `here one may ${fitting.map(([known]) => known).join(', ')}`);
  const paths = [...new Set(routes.map(([, pattern]) => `/_simulator${pattern}`))];
  throw new ControlError(404, `there is no such path; there are ${paths.join(', ')}`);
}

const segmentsOf = (path: string): string[] => path.split('/').filter((segment) => segment !== '');

const fits = (pattern: readonly string[], segments: readonly string[]): boolean =>
  pattern.length === segments.length && pattern.every((name, i) => name.startsWith(':') || name === segments[i]);

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ControlError(400, 'the path is not encoded as an address should be');
  }
}
