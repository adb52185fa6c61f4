import type { Server } from 'node:http';
import { promisify } from 'node:util';

/** How often it is asked whether anybody is still there, in milliseconds. */
const LOOK_MS = 50;

/**
 * Before a server is closed: for this long everybody is still answered, and told that their connection ends with the
 * answer. So no request meets a connection that is just being closed. Whoever does not come any more is not waited for
 * longer; nobody there, and it is over at once.
 * @param forMs at least as long as callers keep a connection that they do not use (`HttpPatience.keepAliveTimeout`)
 */
export async function drain(server: Server, forMs: number): Promise<void> {
  if (forMs === 0 || !server.listening) return;
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
  const until = Date.now() + forMs;
  const connections = promisify(server.getConnections.bind(server));
  while (Date.now() < until && (await connections()) > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}
