import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { demoKey } from './companies/demo-company';
import { Tenancy } from './companies/tenancy';
import { ControlHandler } from './control/control.handler';
import { Faults } from './faults/fault';
import { answerEmployee } from './server/employee.handler';
import { welcomePage } from './server/welcome';

/** A running simulator. */
export interface Simulator {
  /** `http://host:port`. */
  readonly url: string;
  readonly demoKey: string;
  close(): Promise<void>;
}

/** Starts a PeopleHR that answers and lies like the real one. Port 0: any free one. */
export async function startSimulator(
  options: { port?: number; host?: string; demo?: boolean } = {},
): Promise<Simulator> {
  const tenancy = new Tenancy(options.demo ?? true);
  const faults = new Faults();
  const control = new ControlHandler(tenancy, faults);
  const host = options.host ?? '127.0.0.1';
  let url = '';

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path.startsWith('/_simulator')) return control.handle(request, path, response);
    if (/^\/+Employee(\/[A-Za-z]*)?$/i.test(path)) {
      if (request.method === 'POST') return answerEmployee(tenancy, faults, request, response);
      response.writeHead(405).end();
    } else if (path === '/' && request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(welcomePage(url, demoKey));
    } else {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404 - File or directory not found.</h1>');
    }
  };
  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      // A defect of the simulator itself must not look like one of PeopleHR's lies.
      process.stderr.write(`simulator: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      response.destroy();
    });
  });
  url = `http://${host}:${await listening(server, options.port ?? 0, host)}`;
  return {
    url,
    demoKey,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listening(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the simulator does not listen on a TCP port');
  return address.port;
}
