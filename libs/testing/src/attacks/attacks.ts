import { get } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { frame, rawCall } from '../grpc/raw-call';

/** Where an attack goes, and as whom. */
export interface Target {
  /** `http://host:port`. */
  readonly http: string;
  /** `host:port`. */
  readonly grpc: string;
  /** The attacker's own company, and a token of its administrator. */
  readonly tenant: string;
  readonly token: string;
}

/** Something that costs little to send and was dear to receive. */
export interface Attack {
  /** Goes on from "under". */
  readonly name: string;
  /** How the attacker's own PeopleHR answers while it lasts: a fault of the simulator. It is connected before. */
  readonly upstream?: { readonly fault: string; readonly ms?: number };
  /** Once; resolves when it has its answer. @returns the status of HTTP or gRPC that it must get, and the one it got */
  run(target: Target): Promise<{ readonly expected: number; readonly got: number | undefined }>;
}

const UNAUTHENTICATED = 16;
const MB = 1_000_000;
const list = (text: string, times: number): string => Array<string>(times).fill(text).join(',');
const keys = (count: number): string => Array.from({ length: count }, (_, i) => `"k${i}":1`).join(',');

const importing = (name: string, expected: number, body: string, type = 'application/json'): Attack => ({
  name,
  run: async ({ http, tenant, token }) => {
    const response = await fetch(`${http}/v1/tenants/${tenant}/people/import?mode=all`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': type, 'acting-user': 'eve' },
      body,
    });
    await response.arrayBuffer();
    return { expected, got: response.status };
  },
});

/** A sync of the attacker's own company, whose PeopleHR answers so. */
const syncing = (name: string, upstream: NonNullable<Attack['upstream']>): Attack => ({
  name,
  upstream,
  run: async ({ http, tenant, token }) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const url = `${http}/v1/tenants/${tenant}/syncs`;
    const started = await fetch(url, { method: 'POST', headers, body: '{"mode":"apply"}' });
    const { syncId } = (await started.json().catch(() => ({}))) as { syncId?: string };
    // As fast as one sync may follow another: the stream ends with the sync.
    if (started.ok) await (await fetch(`${url}/${syncId}/events`, { headers })).text();
    return { expected: 202, got: started.status };
  },
});

/** What is sent at most of something without an end. */
const ENDLESS = 64 * MB;

/** A stranger's body without an end: it is sent until the other side has said its last, and has been read. */
function endless(address: string): Promise<number | undefined> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), hostname);
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    let left = ENDLESS;
    const send = (): void => {
      if (socket.destroyed || socket.readableEnded) return;
      left -= chunk.length;
      if (left > 0) socket.write(chunk, () => setImmediate(send));
    };
    socket.on('data', (bytes) => (answer += bytes.toString('latin1')));
    socket.on('end', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]) || undefined));
    socket.write(
      'POST /v1/tenants/nobody/syncs HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
      send,
    );
  });
}

/** The status of one call on a connection of its own; undefined if it got no answer. */
const reading = (url: string, token: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    const call = get(url, { agent: false, headers: { authorization: `Bearer ${token}` } });
    call.on('error', () => resolve(undefined));
    call.on('response', (answer) => answer.resume().on('close', () => resolve(answer.statusCode)));
  });

/** The status itself if all have it; else one of the others. */
const otherThan = (status: number, all: readonly (number | undefined)[]): number | undefined =>
  all.every((one) => one === status) ? status : all.find((one) => one !== status);

/**
 * The attacks that once stopped or slowed the product for everybody. Each is bounded in bytes and time; send them to
 * systems on this machine only.
 */
export const attacks: readonly Attack[] = [
  {
    name: "a stranger's packed gRPC message of 31 kB that would be 32 MB of empty people",
    run: async ({ grpc }) => {
      const bomb = gzipSync(Buffer.alloc(32 * MB, Buffer.from([0x12, 0])));
      const { code } = await rawCall(grpc, {
        path: '/wethrive.peoplesync.v1.PeopleSync/ImportPeople',
        headers: { 'grpc-encoding': 'gzip' },
        body: frame(bomb, true),
      });
      return { expected: UNAUTHENTICATED, got: code };
    },
  },
  importing('an import with 400,000 unknown fields', 400, `{"people":[{${keys(400_000)}}]}`),
  importing('an import of 400,000 people without anything', 400, `{"people":[${list('{}', 400_000)}]}`),
  importing('an import 30,000 lists deep', 400, `{"people":${'['.repeat(30_000)}${']'.repeat(30_000)}}`),
  importing('a file with a header of eight megabytes of commas', 422, ','.repeat(8 * MB), 'text/csv'),
  importing(
    'a file with an error in each of 9,000 lines',
    422,
    `name,email,status\n${'a,b,perhaps\n'.repeat(9_000)}`,
    'text/csv',
  ),
  {
    name: "a stranger's body without an end",
    run: async ({ http }) => ({ expected: 401, got: await endless(http) }),
  },
  {
    name: 'two hundred calls of a stranger at once',
    run: async ({ http, tenant, token }) => {
      const forged = ['nothing', 'of.three.parts', `${token.slice(0, token.lastIndexOf('.'))}.${'A'.repeat(86)}`];
      const calls = Array.from({ length: 200 }, (_, i) =>
        reading(`${http}/v1/tenants/${tenant}/people`, forged[i % 3] ?? ''),
      );
      return { expected: 401, got: otherThan(401, await Promise.all(calls)) };
    },
  },
  {
    name: 'a thousand reads of one reader at once',
    run: async ({ http, tenant, token }) => {
      const reads = Array.from({ length: 1_000 }, () =>
        reading(`${http}/v1/tenants/${tenant}/people?limit=500`, token),
      );
      return { expected: 200, got: otherThan(200, await Promise.all(reads)) };
    },
  },
  syncing('a PeopleHR that answers 600 megabytes, packed in half a megabyte', { fault: 'packed-bomb' }),
  syncing('a PeopleHR that answers a few bytes at a time', { fault: 'trickled', ms: 2_000 }),
  syncing('a PeopleHR that is silent first', { fault: 'slow-first-byte', ms: 2_000 }),
];
