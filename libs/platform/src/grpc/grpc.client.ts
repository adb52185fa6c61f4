import {
  type CallOptions as RawCallOptions,
  type Client,
  type ClientReadableStream,
  credentials,
  loadPackageDefinition,
  Metadata,
  type ServiceClientConstructor,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { type Span, SpanKind } from '@opentelemetry/api';
import { isReason } from '@people-sync/contracts/api';
import { currentTraceparent, endFailed, inSpan, openSpan, traceparentOf } from '@people-sync/messaging';
import { Observable } from 'rxjs';
import type { ServiceConfig } from '../config/service.config';
import { ConfigError } from '../config/load.config';
import type { CallWatch } from '../metrics/service-calls';
import { GrpcError } from './grpc-error';
import { type GrpcPackage, loaderOptions, protoPathsOf } from './loader';
import { ServiceToken } from './service-token';
import { detailsIn, STATUS_DETAILS } from './status-details';

/** What one call may say beyond its request. */
export interface CallOptions {
  /** Milliseconds until the call is given up as DEADLINE_EXCEEDED; 10 s for calls with one answer, none for streams. */
  readonly deadlineMs?: number;
  /** Bytes by names that end in `-bin`. */
  readonly metadata?: Readonly<Record<string, string | Buffer>>;
  readonly signal?: AbortSignal;
}

type Answer<F> = F extends (...args: never[]) => Observable<infer R> ? R : never;
type Request<F> = F extends (request: infer Q, ...rest: never[]) => unknown ? Q : never;

/** A generated client interface with promises instead of observables; the methods named in `S` answer with a stream. */
export type GrpcClient<T, S extends keyof T = never> = {
  [K in Exclude<keyof T, S>]: (request: Request<T[K]>, options?: CallOptions) => Promise<Answer<T[K]>>;
} & {
  [K in S]: (request: Request<T[K]>, options?: CallOptions) => Observable<Answer<T[K]>>;
} & {
  /** Ends the connection; calls that run are cancelled. */
  close(): void;
};

/** Which service of which package, e.g. `{ package: 'peoplesync.writer.v1', service: writerV1.WRITER_SERVICE_NAME }`. */
export interface ServiceAddress {
  readonly package: GrpcPackage;
  readonly service: string;
}

const DEFAULT_DEADLINE_MS = 10_000;

/**
 * Calls go to all addresses of a name in turn. One that cannot be connected to gets none until it can; one that is not
 * ready (its database is away, it stops) says UNAVAILABLE, and the same call goes to the next at once. (grpc-js knows no
 * health checks on the client's side.) What one of them says of others (PeopleHR is away) asks for no second try.
 * One of the version before does not know every call and says UNIMPLEMENTED without having done anything: while an upgrade
 * rolls over, the next may be new.
 */
const ONE_OF_SEVERAL = JSON.stringify({
  loadBalancingConfig: [{ round_robin: {} }],
  methodConfig: [
    {
      name: [{}],
      retryPolicy: {
        maxAttempts: 3,
        initialBackoff: '0.05s',
        maxBackoff: '0.5s',
        backoffMultiplier: 2,
        retryableStatusCodes: ['UNAVAILABLE', 'UNIMPLEMENTED'],
      },
    },
  ],
});
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

/**
 * A typed client that sends this service's own token and a deadline with every call. It connects when first used and
 * reconnects within 5 s of the neighbour's return.
 * @param url `host:port`: every address of the name is used; or another target of gRPC's, e.g. `ipv4:10.0.0.7:50051,…`.
 * @param watch told of every call that was sent, when it has ended
 * @throws GrpcError from every call that has no answer; ConfigError if SERVICE_TOKEN_FILE is not set.
 */
export function grpcClient<T, S extends keyof T = never>(
  address: ServiceAddress,
  url: string,
  config: Pick<ServiceConfig, 'SERVICE_TOKEN_FILE'>,
  watch: CallWatch = () => undefined,
): GrpcClient<T, S> {
  if (!config.SERVICE_TOKEN_FILE) throw new ConfigError(['SERVICE_TOKEN_FILE is missing']);
  const token = new ServiceToken(config.SERVICE_TOKEN_FILE);
  const Constructor = constructorOf(address);
  const raw = new Constructor(targetOf(url), credentials.createInsecure(), {
    'grpc.service_config': ONE_OF_SEVERAL,
    // The neighbour's own words count, not those of a TXT record.
    'grpc.service_config_disable_resolution': 1,
    'grpc.dns_min_time_between_resolutions_ms': 5_000,
    'grpc.max_reconnect_backoff_ms': 5_000,
    'grpc.initial_reconnect_backoff_ms': 200,
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    // A machine that vanished is left out after some 15 s.
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 5_000,
    'grpc.keepalive_permit_without_calls': 1,
  });
  const client: Record<string, unknown> = { close: () => raw.close() };
  for (const [name, method] of Object.entries(Constructor.service)) {
    const property = name.charAt(0).toLowerCase() + name.slice(1);
    const label = method.path.slice(1);
    const called: Called = { raw, name, label, token, watch };
    client[property] = method.responseStream
      ? (request: object, options: CallOptions = {}) => stream(called, request, options)
      : (request: object, options: CallOptions = {}) => unary(called, request, options);
  }
  return client as GrpcClient<T, S>;
}

/** Names are asked of DNS for all their addresses; a target with a scheme stays as it is. */
const targetOf = (url: string): string => (/^[^:]+:\d+$|^\[[^\]]+\]:\d+$/.test(url) ? `dns:///${url}` : url);

function constructorOf({ package: packageName, service }: ServiceAddress): ServiceClientConstructor {
  const definition = loadPackageDefinition(loadSync(protoPathsOf([packageName]), loaderOptions()));
  const found = [...packageName.split('.'), service].reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined),
    definition,
  );
  if (typeof found !== 'function') throw new Error(`${packageName} has no service ${service}`);
  return found as unknown as ServiceClientConstructor;
}

async function metadataOf(
  token: ServiceToken,
  extra: CallOptions['metadata'],
  label: string,
  span: Span | undefined,
): Promise<Metadata> {
  const metadata = new Metadata();
  // Of a trace that is not kept there is no span, and the neighbour has to know that, too.
  const traceparent = span ? traceparentOf(span.spanContext()) : currentTraceparent();
  if (traceparent !== undefined) metadata.set('traceparent', traceparent);
  for (const [key, value] of Object.entries(extra ?? {})) metadata.set(key, value);
  try {
    metadata.set('authorization', `Bearer ${await token.current()}`);
  } catch (cause) {
    throw new GrpcError(status.INTERNAL, '', 'SERVICE_TOKEN_FILE cannot be read', label, { cause });
  }
  return metadata;
}

type UnaryMethod = (
  request: object,
  metadata: Metadata,
  options: RawCallOptions,
  done: (error: ServiceError | null, answer: unknown) => void,
) => { cancel(): void };

/** A method that can be called. */
interface Called {
  readonly raw: Client;
  readonly name: string;
  /** `package.Service/Method`. */
  readonly label: string;
  readonly token: ServiceToken;
  readonly watch: CallWatch;
}

/** Begins to measure; tells the watch once, however often it is called. */
function timed(watch: CallWatch): (code: status) => void {
  const began = performance.now();
  let told = false;
  return (code) => {
    if (told) return;
    told = true;
    watch(code, (performance.now() - began) / 1000);
  };
}

function unary(called: Called, request: object, options: CallOptions) {
  const { label, token } = called;
  return inSpan(label, spanPlan(label), async (span) => {
    const metadata = await metadataOf(token, options.metadata, label, span);
    return answerOf(called, metadata, request, options);
  });
}

const spanPlan = (label: string) => ({
  kind: SpanKind.CLIENT,
  attributes: { 'rpc.system.name': 'grpc', 'rpc.method': label },
});

function answerOf({ raw, name, label, watch }: Called, metadata: Metadata, request: object, options: CallOptions) {
  return new Promise<unknown>((resolve, reject) => {
    const method = Reflect.get(raw, name) as UnaryMethod;
    const deadline = Date.now() + (options.deadlineMs ?? DEFAULT_DEADLINE_MS);
    const cancel = () => call.cancel();
    const ended = timed(watch);
    const call = method.call(raw, request, metadata, { deadline }, (error, answer) => {
      options.signal?.removeEventListener('abort', cancel);
      ended(error?.code ?? status.OK);
      if (error) reject(grpcErrorOf(error, label));
      else resolve(answer);
    });
    options.signal?.addEventListener('abort', cancel);
    if (options.signal?.aborted) cancel();
  });
}

type StreamMethod = (request: object, metadata: Metadata, options: RawCallOptions) => ClientReadableStream<unknown>;

function stream({ raw, name, label, token, watch }: Called, request: object, options: CallOptions) {
  return new Observable<unknown>((subscriber) => {
    let call: ClientReadableStream<unknown> | undefined;
    let ended: (code: status) => void = () => undefined;
    const span = openSpan(label, spanPlan(label));
    subscriber.add(() => span?.end());
    const begin = async () => {
      const metadata = await metadataOf(token, options.metadata, label, span);
      if (options.signal?.aborted) subscriber.complete();
      if (subscriber.closed) return;
      const method = Reflect.get(raw, name) as StreamMethod;
      const deadline = options.deadlineMs === undefined ? {} : { deadline: Date.now() + options.deadlineMs };
      ended = timed(watch);
      call = method.call(raw, request, metadata, deadline);
      call.on('data', (message) => subscriber.next(message));
      call.on('end', () => {
        ended(status.OK);
        subscriber.complete();
      });
      call.on('error', (error) => {
        ended((error as ServiceError).code);
        const told = grpcErrorOf(error as ServiceError, label);
        if (span && !subscriber.closed) endFailed(span, told);
        subscriber.error(told);
      });
    };
    begin().catch((error: unknown) => subscriber.error(error));
    const stop = () => call?.cancel();
    options.signal?.addEventListener('abort', stop);
    return () => {
      options.signal?.removeEventListener('abort', stop);
      stop();
    };
  });
}

function grpcErrorOf(error: ServiceError, label: string): GrpcError {
  const [word] = error.metadata.get('reason');
  const reason = typeof word === 'string' && isReason(word) ? word : '';
  const details = detailsIn(error.metadata.get(STATUS_DETAILS)[0], reason);
  return new GrpcError(error.code, reason, error.details, label, { cause: error, ...details });
}
