import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { hearErrors } from '../http/server-errors';
import { patientServer } from '../http/http.server';
import { StartError } from '../service/running-service';
import type { HealthChecks } from './health-checks';

/** Answers a request if it is one of PATHS; false if it is somebody else's. */
export type ManagementHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

/** It lives; its start is through; it should get work; its numbers. */
const PATHS = new Set(['/health/live', '/health/started', '/health/ready', '/metrics']);

/** Numbers in Prometheus' words: prom-client's Registry, or several of them as one. */
export interface Numbers {
  readonly contentType: string;
  metrics(): Promise<string>;
}

export function managementHandler(health: HealthChecks, registry: Numbers): ManagementHandler {
  const answer = async (path: string, response: ServerResponse) => {
    if (path === '/metrics') {
      const body = await registry.metrics();
      response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' }).end(body);
      return;
    }
    const failing = await failingFor(path, health);
    const { waitingFor } = health;
    const said = failing.length > 0 ? { status: 'unavailable', failing, waitingFor } : { status: 'ok' };
    response
      .writeHead(failing.length > 0 ? 503 : 200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify(said));
  };
  return (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    if (!PATHS.has(path)) return false;
    answer(path, response).catch(() => response.writeHead(500).end());
    return true;
  };
}

async function failingFor(path: string, health: HealthChecks): Promise<readonly string[]> {
  if (path === '/health/ready') return health.failing();
  return path === '/health/started' && !health.hasStarted ? ['starting'] : [];
}

/** The management port: no tokens, so it must not be reachable from outside the cluster. */
export function listenForManagement(handler: ManagementHandler, port: number, host: string): Promise<Server> {
  const server = patientServer((request, response) => {
    if (!handler(request, response)) response.writeHead(404).end();
  });
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new StartError(`MANAGEMENT_PORT ${port} on ${host} cannot be used: another program has it.`, { cause })),
    );
    server.listen(port, host, () => {
      hearErrors(server, () => undefined);
      resolve(server);
    });
  });
}
