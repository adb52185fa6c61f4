import { type ClientHttp2Stream, connect, constants, type IncomingHttpHeaders } from 'node:http2';
import { connectionAdding } from './added-headers';

/** A gRPC call as any program may send it. */
export interface RawCall {
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Beside those: names that came already, too. */
  readonly added?: readonly (readonly [string, string])[];
  /** Sent as it is: frames, or what pretends to be some. */
  readonly body?: Buffer;
  /** Goes on sending this after the body, until the other side has ended the call or 64 MB are through. */
  readonly thenForEver?: Buffer;
  /** False: the call's end is never sent. */
  readonly ends?: boolean;
}

/** How it ended. */
export interface RawAnswer {
  /** gRPC's status code; undefined if none came. */
  readonly code: number | undefined;
  readonly message: string;
  readonly reason: string;
  /** What came before the trailers, frames and all. */
  readonly body: Buffer;
  /** Every header and trailer but the date. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** What HTTP/2 ended the stream with: 0 for an end in peace. */
  readonly resetCode: number;
}

/** A gRPC message on the wire; `isCompressed` says that it is, whatever it is. */
export function frame(message: Uint8Array, isCompressed = false): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(isCompressed ? 1 : 0, 0);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** Makes one call on a connection of its own; resolves when the stream is over. */
export async function rawCall(address: string, call: RawCall): Promise<RawAnswer> {
  const { hostname, port } = new URL(`http://${address}`);
  const session = connect(`http://${address}`, {
    // Headers that are too long are the server's to refuse.
    maxSendHeaderBlockLength: 2 ** 24,
    ...(call.added ? { createConnection: () => connectionAdding(hostname, Number(port), call.added ?? []) } : {}),
  });
  session.on('error', () => undefined);
  try {
    const stream = session.request(
      { ':method': 'POST', ':path': call.path, 'content-type': 'application/grpc', te: 'trailers', ...call.headers },
      { endStream: false },
    );
    return await ended(stream, call);
  } finally {
    session.destroy();
  }
}

function ended(stream: ClientHttp2Stream, { body, thenForEver, ends = true }: RawCall): Promise<RawAnswer> {
  return new Promise((resolve) => {
    let headers: Record<string, unknown> = {};
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    const note = (more: IncomingHttpHeaders): void => {
      headers = { ...headers, ...more };
      delete headers['date'];
    };
    stream.on('response', note);
    stream.on('trailers', note);
    // A stream that was reset has no answer.
    stream.on('error', () => undefined);
    stream.on('close', () => {
      const code = headers['grpc-status'];
      resolve({
        code: code === undefined ? undefined : Number(code),
        message: decodeURI(text(headers['grpc-message'])),
        reason: text(headers['reason']),
        body: Buffer.concat(chunks),
        headers,
        resetCode: stream.rstCode,
      });
    });
    if (body) stream.write(body);
    if (thenForEver) sendForEver(stream, thenForEver);
    else if (ends) stream.end();
  });
}

/** "For ever" is 64 MB: then the call is given up. */
function sendForEver(stream: ClientHttp2Stream, bytes: Buffer): void {
  let left = 64 * 1024 * 1024;
  const next = (): void => {
    if (stream.closed || stream.destroyed) return;
    left -= bytes.length;
    if (left > 0) stream.write(bytes, () => setImmediate(next));
    else stream.close(constants.NGHTTP2_CANCEL);
  };
  next();
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
