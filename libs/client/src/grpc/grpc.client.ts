import { randomUUID } from 'node:crypto';
import {
  type CallOptions as RawOptions,
  type ChannelCredentials,
  type ClientReadableStream,
  credentials as kinds,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { PeopleSyncClient, PeopleSyncService } from '../gen/wethrive/peoplesync/v1/peoplesync';
import type { Token } from '../token';
import { PeopleSyncError } from './grpc-error';

type Service = typeof PeopleSyncService;
type Request<Method> = Method extends { requestSerialize: (value: infer Q) => Buffer } ? Q : never;
type Answer<Method> = Method extends { responseDeserialize: (value: Buffer) => infer A } ? A : never;

/** What one call may say beyond its request. */
export interface CallOptions {
  /** Milliseconds until the call is given up, all its tries together. */
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
export interface GrpcOptions extends Pick<CallOptions, 'deadlineMs' | 'actingUser'> {
  /** `host:port`. */
  readonly address: string;
  readonly token: Token;
  /** TLS if nothing is said. */
  readonly credentials?: ChannelCredentials;
}

const DEADLINE_MS = 30_000;

/**
 * What gRPC does by itself: the same call again when nobody could answer, or when the answer says when to come again
 * (`grpc-retry-pushback-ms`). Its key is the same at every try, so that it is made once.
 */
const SERVICE_CONFIG = JSON.stringify({
  loadBalancingConfig: [{ round_robin: {} }],
  methodConfig: [
    {
      name: [{}],
      retryPolicy: {
        maxAttempts: 4,
        initialBackoff: '0.2s',
        maxBackoff: '2s',
        backoffMultiplier: 2,
        retryableStatusCodes: ['UNAVAILABLE', 'RESOURCE_EXHAUSTED'],
      },
    },
  ],
});

const LARGEST_ANSWER = 32 * 1024 * 1024;

/**
 * PeopleSync over gRPC, compiled from its proto.
 * @throws PeopleSyncError from every call that has no answer
 */
export function grpcClient({ address, token, credentials, ...usual }: GrpcOptions): GrpcClient {
  const raw = new PeopleSyncClient(address, credentials ?? kinds.createSsl(), {
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
  readonly usual: Pick<CallOptions, 'deadlineMs' | 'actingUser'>;
}

interface Method {
  readonly path: string;
  requestSerialize(value: never): Buffer;
  responseDeserialize(value: Buffer): unknown;
}

async function metadataOf({ token, usual }: Line, options: CallOptions): Promise<Metadata> {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${await token()}`);
  metadata.set('idempotency-key', options.idempotencyKey ?? randomUUID());
  const actingUser = options.actingUser ?? usual.actingUser;
  if (actingUser !== undefined) metadata.set('acting-user-bin', Buffer.from(actingUser));
  return metadata;
}

async function answered(line: Line, method: Method, request: never, options: CallOptions): Promise<unknown> {
  const metadata = await metadataOf(line, options);
  const deadline = Date.now() + (options.deadlineMs ?? line.usual.deadlineMs ?? DEADLINE_MS);
  return new Promise((resolve, reject) => {
    const end = () => call.cancel();
    const done = (error: ServiceError | null, answer?: unknown) => {
      options.signal?.removeEventListener('abort', end);
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
    options.signal?.addEventListener('abort', end);
    if (options.signal?.aborted) end();
  });
}

/** Has no deadline but one that is said: it may go on for hours. */
async function* streamed(line: Line, method: Method, request: never, options: CallOptions): AsyncGenerator {
  const metadata = await metadataOf(line, options);
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
