import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import { distrustBody } from './unread-body';

/** How long, and how much, before anybody knows who calls. */
export interface HttpPatience {
  /** For a request's head, in milliseconds. */
  readonly headersTimeout: number;
  /** For a whole request, its body included, in milliseconds. */
  readonly requestTimeout: number;
  /** Between requests of one connection, in milliseconds. */
  readonly keepAliveTimeout: number;
  /** How often this is looked at, in milliseconds. */
  readonly connectionsCheckingInterval: number;
}

/** What every HTTP server of ours has. */
export const patience: HttpPatience = {
  headersTimeout: 10_000,
  requestTimeout: 90_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 5_000,
};

/** Of the first line and all headers together. */
const HEADER_BYTES = 16_384;
/** Of header lines; a browser sends some twenty. */
const HEADER_LINES = 100;

/** An HTTP server that waits for nobody for long. What is larger than its bounds is 431, what takes longer is 408. */
export function patientServer(
  handler: (request: IncomingMessage, response: ServerResponse) => void,
  overrides: Partial<HttpPatience> = {},
): Server {
  const options: ServerOptions = { ...patience, ...overrides, maxHeaderSize: HEADER_BYTES };
  const server = createServer(options, (request, response) => {
    distrustBody(request, response, () => {
      // Node would pass over what is beyond its own bound, a second Authorization among it.
      if (request.rawHeaders.length > 2 * HEADER_LINES) response.writeHead(431, { connection: 'close' }).end();
      else handler(request, response);
    });
  });
  // "Go on" is said by whoever reads the body, once it is known who sends it.
  return server.on('checkContinue', (request, response) => server.emit('request', request, response));
}

/** Express on such a server. */
export class HttpDoor extends ExpressAdapter {
  constructor(private readonly overrides: Partial<HttpPatience> = {}) {
    super();
  }

  override initHttpServer(): void {
    this.httpServer = patientServer(this.getInstance(), this.overrides);
  }
}
