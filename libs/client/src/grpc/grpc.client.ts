import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type CallOptions as RawOptions,
  type ChannelCredentials,
  type ClientReadableStream,
  Metadata,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { PeopleSyncClient, PeopleSyncService } from '../gen/wethrive/peoplesync/v1/peoplesync';
import { backOff, DEADLINE_MS, LONG_DEADLINE_MS, type Patience, TRIES } from '../patience';
import type { Token } from '../token';
import { usualCredentials } from './channel';
import { PeopleSyncError } from './grpc-error';

type Service = typeof PeopleSyncService;
type Request<Method> = Method extends { requestSerialize: (value: infer Q) => Buffer } ? Q : never;
type Answer<Method> = Method extends { responseDeserialize: (value: Buffer) => infer A } ? A : never;

/** What one call may say beyond its request. */
export interface CallOptions {
  /** Milliseconds until the call is given up, all its tries together; of a stream, until it is ended. */
  readonly deadlineMs?: number;
  /** Names the call: the same one is made once for each key. A changing call without one gets a key of its own. */
  readonly idempotencyKey?: string;
  /** The person who decides, whatever script their name is in. */
  readonly actingUser?: string;
  readonly signal?: AbortSignal;
}

/** Every rpc of PeopleSync: a promise of its answer; of a stream, what `for await` reads. */
export type GrpcClient = {
  readonly [Name in keyof Service]: Service[Name] extends { responseStream: true }
    ? (request: Request<Service[Name]>, options?: CallOptions) => AsyncIterable<Answer<Service[Name]>>
    : (request: Request<Service[Name]>, options?: CallOptions) => Promise<Answer<Service[Name]>>;
} & {
  /** Ends the connection; calls that run are cancelled. */
  close(): void;
};

/** Where PeopleSync is, and who calls. */
export interface GrpcOptions extends Patience, Pick<CallOptions, 'actingUser'> {
  /** `host:port`. */
  readonly address: string;
  readonly token: Token;
  /** If nothing is said TLS, with the certificates that Node trusts; in the clear at an address of this machine. */
  readonly credentials?: ChannelCredentials;
}

/** Where PeopleHR is asked, and where thousands of people come. */
const LONG_CALLS: ReadonlySet<string> = new Set([
  PeopleSyncService.connectPeopleHr.path,
  PeopleSyncService.importPeople.path,
]);

/** Calls go to all gateways that the address has in turn; what is made again is decided here, by `retry`. */
const SERVICE_CONFIG = JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] });

const LARGEST_ANSWER = 32 * 1024 * 1024;

/**
 * PeopleSync over gRPC, compiled from its proto. A call is made again by itself, under the same key, when nobody answered,
 * and when it was refused with `retry` `same-call`: after the time that was said, else after growing pauses; what could be
 * made again only after its deadline is refused at once.
 * @throws PeopleSyncError from every call that has no answer
 */
export function grpcClient({ address, token, credentials, ...usual }: GrpcOptions): GrpcClient {
  const raw = new PeopleSyncClient(address, credentials ?? usualCredentials(address), {
    'grpc.service_config': SERVICE_CONFIG,
    'grpc.service_config_disable_resolution': 1,
    'grpc.max_receive_message_length': LARGEST_ANSWER,
    'grpc.max_send_message_length': LARGEST_ANSWER,
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 10_000,
  });
  const line = { raw, token, usual };
  const calls = Object.entries(PeopleSyncService).map(([name, method]) => [
    name,
    (request: never, options: CallOptions = {}): unknown =>
      method.responseStream ? streamed(line, method, request, options) : answered(line, method, request, options),
  ]);
  return { ...(Object.fromEntries(calls) as GrpcClient), close: () => raw.close() };
}

interface Line {
  readonly raw: PeopleSyncClient;
  readonly token: Token;
  readonly usual: Omit<GrpcOptions, 'address' | 'token' | 'credentials'>;
}

interface Method {
  readonly path: string;
  requestSerialize(value: never): Buffer;
  responseDeserialize(value: Buffer): unknown;
}

async function metadataOf({ token, usual }: Line, options: CallOptions, key: string): Promise<Metadata> {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${await token()}`);
  metadata.set('idempotency-key', key);
  const actingUser = options.actingUser ?? usual.actingUser;
  if (actingUser !== undefined) metadata.set('acting-user-bin', Buffer.from(actingUser));
  return metadata;
}

async function answered(line: Line, method: Method, request: never, options: CallOptions): Promise<unknown> {
  const { deadlineMs, tries = TRIES } = line.usual;
  const key = options.idempotencyKey ?? randomUUID();
  const usualMs = deadlineMs ?? (LONG_CALLS.has(method.path) ? LONG_DEADLINE_MS : DEADLINE_MS);
  const deadline = Date.now() + (options.deadlineMs ?? usualMs);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(line, method, request, options, await metadataOf(line, options, key), deadline);
    } catch (error) {
      if (!(error instanceof PeopleSyncError) || error.retry !== 'same-call' || attempt >= tries) throw error;
      const waitMs = error.retryAfterMs ?? backOff(attempt);
      if (Date.now() + waitMs >= deadline) throw error;
      // Nobody wants it any more: the next try says so, as gRPC does.
      await pause(waitMs, undefined, { signal: options.signal }).catch(() => undefined);
    }
  }
}

function once(
  line: Line,
  method: Method,
  request: never,
  { signal }: CallOptions,
  metadata: Metadata,
  deadline: number,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new PeopleSyncError(unwanted()));
      return;
    }
    const end = () => call.cancel();
    const done = (error: ServiceError | null, answer?: unknown) => {
      signal?.removeEventListener('abort', end);
      if (error) reject(new PeopleSyncError(error));
      else resolve(answer);
    };
    const { path, requestSerialize, responseDeserialize } = method;
    const call = line.raw.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      metadata,
      { deadline },
      done,
    );
    signal?.addEventListener('abort', end);
  });
}

/** A call that was given up before it was made. */
const unwanted = (): ServiceError =>
  Object.assign(new Error('given up'), {
    code: status.CANCELLED,
    details: 'It was given up before it was made.',
    metadata: new Metadata(),
  });

/** Has no deadline but one that is said: it may go on for hours. */
async function* streamed(line: Line, method: Method, request: never, options: CallOptions): AsyncGenerator {
  const metadata = await metadataOf(line, options, options.idempotencyKey ?? randomUUID());
  const limits: Partial<RawOptions> =
    options.deadlineMs === undefined ? {} : { deadline: Date.now() + options.deadlineMs };
  const { path, requestSerialize, responseDeserialize } = method;
  const call: ClientReadableStream<unknown> = line.raw.makeServerStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
    request,
    metadata,
    limits,
  );
  const end = () => call.cancel();
  options.signal?.addEventListener('abort', end);
  if (options.signal?.aborted) end();
  try {
    yield* call;
  } catch (error) {
    throw isServiceError(error) ? new PeopleSyncError(error) : error;
  } finally {
    options.signal?.removeEventListener('abort', end);
    end();
  }
}

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'code' in error && 'metadata' in error;
