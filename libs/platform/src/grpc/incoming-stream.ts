import { EventEmitter } from 'node:events';
import { constants, type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Server } from '@grpc/grpc-js';

/** In the metadata of calls whose messages would have to be unpacked. */
export const COMPRESSED = 'peoplesync-compressed';

/** What is read of a call's headers; nothing else is looked at. */
const KEPT = new Set([
  ...[':method', ':path', ':scheme', ':authority', 'content-type', 'grpc-timeout'],
  ...['authorization', 'acting-user', 'acting-user-bin', 'idempotency-key', 'traceparent', 'tracestate'],
]);
/** Without these it is no call at all. */
const CALL = new Set([':method', ':path', ':scheme', ':authority', 'content-type']);
const LARGEST_LIST = 16 * 1024;
const PATH = /^\/[\w.]{1,200}\/\w{1,100}$/;

/**
 * Looks at each call before grpc-js does, which splits, copies and unpacks what is in headers and messages before
 * anybody knows who sends it. And ends a call whose answer is sent, if its sender still goes on: grpc-js would read on.
 * A connection on which nothing is asked ends soon.
 * @param silenceMs how long a connection may be there without a call
 * @throws Error if the servers are not found: then nothing would be looked at.
 */
export function screenStreams(server: Server, silenceMs: number): void {
  // grpc-js has no other way to them, and its interceptors see neither raw headers nor the encoding.
  const bound: unknown = Reflect.get(server, 'http2Servers');
  const servers = bound instanceof Map ? [...bound.keys()].filter((one) => one instanceof EventEmitter) : [];
  if (servers.length === 0) throw new Error('the HTTP/2 servers of grpc-js are not where they were');
  for (const http2 of servers) {
    http2.prependListener('stream', onStream);
    http2.on('session', (session: ServerHttp2Session) => endIfSilent(session, silenceMs));
  }
}

/** Whoever connects and asks for nothing takes a place that others need. */
function endIfSilent(session: ServerHttp2Session, ms: number): void {
  const silent = setTimeout(() => session.destroy(), ms).unref();
  session.once('stream', () => clearTimeout(silent));
  session.once('close', () => clearTimeout(silent));
}

function onStream(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  _flags: number,
  raw: readonly string[],
): void {
  screenHeaders(headers, raw);
  stream.once('finish', () => {
    if (!stream.readableEnded && !stream.destroyed) stream.close(constants.NGHTTP2_NO_ERROR);
  });
}

/**
 * Leaves in `headers` what grpc-js may see. A name that came twice is left out (Node keeps the first of two tokens), and
 * with a list of more than 16 kB the caller is a stranger.
 */
export function screenHeaders(headers: IncomingHttpHeaders, raw: readonly string[]): void {
  const encoding = headers['grpc-encoding'];
  const kept = raw.reduce((size, word) => size + word.length, 0) > LARGEST_LIST ? CALL : KEPT;
  const names = raw.filter((_, index) => index % 2 === 0);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  for (const name of Object.keys(headers)) {
    if (!kept.has(name) || twice.has(name)) Reflect.deleteProperty(headers, name);
  }
  // A comma would have it split into several.
  if (!/^[\w+/=-]{0,2000}$/.test(String(headers['acting-user-bin'])))
    Reflect.deleteProperty(headers, 'acting-user-bin');
  if (encoding !== undefined && encoding !== 'identity') headers[COMPRESSED] = 'yes';
  if (!/^\d{1,8}[HMSmun]$/.test(String(headers['grpc-timeout']))) Reflect.deleteProperty(headers, 'grpc-timeout');
  // It comes back in the answer if there is no such method.
  if (!PATH.test(headers[':path'] ?? '')) headers[':path'] = '/';
}
