import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long a client gets to read its answer after which we read nothing more of it, in milliseconds. */
const LINGER_MS = 1_000;

/** True if the request says that a body comes with it. */
export const announcesBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * A request with a body ends its connection, until `bodyIsRead` says that all of it was taken: what a refused sender
 * still has to say is not read, however much it is. The answer is sent first, and can be read: the connection is closed
 * from our side, and cut a moment later.
 */
export function distrustBody(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  if (announcesBody(request)) {
    response.setHeader('connection', 'close');
    // Node pulls a body that nobody began to read off the wire to its end; of one that was begun it takes no more.
    request.read(0);
    request.socket.destroySoon = () => closeForReader(request.socket);
  }
  next();
}

/** All of it was read: the connection may be used again. */
export function bodyIsRead(request: IncomingMessage, response: ServerResponse): void {
  response.removeHeader('connection');
  Reflect.deleteProperty(request.socket, 'destroySoon');
}

/** To destroy a socket that has something unread makes the system cut it, and the client may lose our answer. */
function closeForReader(socket: Socket): void {
  socket.end();
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(cut));
}
