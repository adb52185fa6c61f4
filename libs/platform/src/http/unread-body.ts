import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long a refused sender may take to have done with sending and to read its answer, in milliseconds. */
const LINGER_MS = 5_000;

/** What of it is still taken off the wire meanwhile, and thrown away: as much as the largest body that is read. */
const LINGER_BYTES = 8 * 1024 * 1024;

/** True if the request says that a body comes with it. */
export const announcesBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * A request with a body ends its connection, until `bodyIsRead` says that all of it was taken: nobody looks at what a
 * refused sender still has to say. The answer is sent first, and can be read, by those too who read nothing before they
 * have sent everything; see `closeForReader`.
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

/**
 * Closes in stages (RFC 9112, 9.6): our side at once, the other when the sender has done so, or has had its bytes and its
 * time. To destroy a socket that has something unread makes the system reset it, and the sender loses our answer.
 */
function closeForReader(socket: Socket): void {
  socket.end();
  if (socket.isPaused()) socket.once('resume', () => throwAway(socket)).resume();
  else throwAway(socket);
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(cut));
}

/** What still comes is no request any more: it is not the parser's, whatever stands in it. */
function throwAway(socket: Socket): void {
  let left = LINGER_BYTES;
  socket.removeAllListeners('data').on('data', ({ length }: Buffer) => {
    left -= length;
    if (left <= 0) socket.pause();
  });
}
