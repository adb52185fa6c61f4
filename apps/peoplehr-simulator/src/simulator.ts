import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Resource, resources } from './answers/actions';
import { demoKey } from './companies/demo-company';
import { answerControl } from './control/control.handler';
import { answerResource } from './server/resource.handler';
import { welcomePage } from './welcome/welcome';
import { SimulatedPeopleHr } from './simulated-peoplehr';

/** How to start a simulator. */
export interface SimulatorOptions {
  /** 0, and the default: any free one. */
  readonly port?: number;
  /** This machine only by default, since the control interface asks nobody who they are; a container has no other door. */
  readonly host?: '127.0.0.1' | '0.0.0.0';
  /** Whether there is a demo company behind the demo key; true by default. */
  readonly demo?: boolean;
}

/** A running simulator. */
export interface Simulator {
  /** `http://127.0.0.1:port`, without a slash at the end. */
  readonly url: string;
  /** The key of the demo company; opens nothing if there is none. */
  readonly demoKey: string;
  /** What it knows, for those in the same process; others use the control interface. */
  readonly simulator: SimulatedPeopleHr;
  /** Ends open calls and frees the port. */
  close(): Promise<void>;
}

/** Starts a PeopleHR that answers, and lies, like the real one. @throws if the port is taken */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, host = '127.0.0.1', demo = true } = options;
  const simulator = new SimulatedPeopleHr(demo);
  const server = createServer((request, response) => {
    route(simulator, request, response).catch((error: unknown) => {
      // A defect of the simulator must not look like one of PeopleHR's lies; a caller who hung up is no defect.
      if (request.complete)
        process.stderr.write(`simulator: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      response.destroy();
    });
  });
  const url = `http://${host}:${await listening(server, port, host)}`;
  return { url, demoKey, simulator, close: () => closed(server) };
}

async function route(simulator: SimulatedPeopleHr, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (path === '/_simulator' || path.startsWith('/_simulator/')) return answerControl(simulator, request, response);
  const resource = resourceOf(path);
  if (resource) {
    if (request.method === 'POST') return answerResource(simulator, resource, request, response);
    response.writeHead(405, { allow: 'POST' }).end();
  } else if (path === '/' && request.method === 'GET') {
    const url = `http://${request.headers.host?.replace(/[^\w.:-]/g, '') ?? ''}`;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(welcomePage(url, simulator));
  } else {
    response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404 - File or directory not found.</h1>');
  }
}

/** Two slashes before it, the action again behind it and other letter cases were all seen to work. */
function resourceOf(path: string): Resource | undefined {
  const name = /^\/+([A-Za-z]+)(\/[A-Za-z]*)?$/.exec(path)?.[1]?.toLowerCase();
  return resources.find((resource) => resource.toLowerCase() === name);
}

async function listening(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the simulator does not listen on a TCP port');
  return address.port;
}

async function closed(server: Server): Promise<void> {
  const done = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await done;
}
