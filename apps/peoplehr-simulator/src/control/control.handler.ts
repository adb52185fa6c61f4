import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../server/body';
import type { SimulatedPeopleHr } from '../simulated-peoplehr';
import { callRoutes } from './calls.controller';
import { companyRoutes } from './companies.controller';
import { employeeRoutes } from './employees.controller';
import { faultRoutes } from './faults.controller';
import { habitRoutes } from './habits.controller';
import { ControlError, inputOf } from './input';
import { keyRoutes } from './keys.controller';
import { queryRoutes } from './queries.controller';
import { done, type Reply, type Route, routeFor } from './route';
import { scenarioRoutes } from './scenarios.controller';

const MAX_BODY = 32 * 1024 * 1024;

const routes: readonly Route[] = [
  ...companyRoutes,
  ...habitRoutes,
  ...queryRoutes,
  ...scenarioRoutes,
  ...employeeRoutes,
  ...keyRoutes,
  ...faultRoutes,
  ...callRoutes,
  ['POST', '/reset', ({ peopleHr }) => done(() => peopleHr.reset())],
];

/** Everything under /_simulator: sets the scene for tests and demonstrations. Errors are `{error: sentence}`. */
export async function answerControl(
  peopleHr: SimulatedPeopleHr,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const text = await readBody(request, MAX_BODY);
  const [status, json] = reply(peopleHr, request, text);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(`${JSON.stringify(json)}\n`);
}

function reply(peopleHr: SimulatedPeopleHr, { method = 'GET', url = '/' }: IncomingMessage, text?: string): Reply {
  try {
    if (text === undefined) throw new ControlError(413, `the body is longer than ${MAX_BODY} bytes`);
    const [path = '', query] = url.slice('/_simulator'.length).split('?');
    const { handle, part } = routeFor(routes, method, path);
    return handle({ peopleHr, part, query: new URLSearchParams(query), input: inputOf(text) });
  } catch (error) {
    if (error instanceof ControlError) return [error.status, { error: error.message }];
    throw error;
  }
}
