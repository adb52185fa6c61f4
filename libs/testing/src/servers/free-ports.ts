import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/** Below what systems give to outgoing connections, so that nobody takes a port between two starts of its server. */
const FIRST = 20_000;
const LAST = 32_000;
const TRIES = 1000;

/** Free ports of a loopback address (`0.0.0.0`: of all of them); all are held open until all are known, so no two are equal. */
export async function freePorts(count: number, host = '127.0.0.1'): Promise<number[]> {
  const held = new Map<number, Server>();
  try {
    for (let tried = 0; held.size < count; tried++) {
      if (tried === TRIES) throw new Error(`no ${count} free ports between ${FIRST} and ${LAST}`);
      const port = randomInt(FIRST, LAST);
      const server = await holding(port, host);
      if (server) held.set(port, server);
    }
    return [...held.keys()];
  } finally {
    await Promise.all([...held.values()].map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

const TAKEN = /address (already )?in use|EADDRINUSE|failed to bind/i;

/** Runs `start` again, twice at most, if another program took a port between its choice and its use. */
export async function againIfPortsAreTaken<T>(start: () => Promise<T>, triesLeft = 2): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if (triesLeft === 0 || !TAKEN.test(String(error))) throw error;
    return againIfPortsAreTaken(start, triesLeft - 1);
  }
}

function holding(port: number, host: string): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined)).listen(port, host, () => resolve(server));
  });
}
