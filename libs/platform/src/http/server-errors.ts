import type { Server } from 'node:net';

/**
 * Hears a listening server's errors: too many open files, for one, when a connection is not taken. Without a listener
 * the first of them would end the process, and anybody can open connections.
 */
export function hearErrors(server: Server, tell: (error: Error) => void): void {
  server.on('error', tell);
}
