import { logVerbosity, type Server, setLogVerbosity } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { type GrpcOptions, Transport } from '@nestjs/microservices';
import type { HealthImplementation } from 'grpc-health-check';
import { screenStreams } from './incoming-stream';
import { knownSendersOnly, type Screening } from './known-senders.interceptor';
import { type GrpcPackage, loaderOptions, protoPathsOf } from './loader';
import type { MessageLimits } from './messages/message-limits';
import { sealPackage } from './messages/sealed-package';
import { HEALTH_CHECK, serveHealth, serveReflection } from './standard-services';

/** A gRPC door's handles. */
export interface GrpcDoor {
  /** `host:port`. */
  readonly url: string;
  readonly options: GrpcOptions;
  /** From now on the health service says NOT_SERVING. */
  stopServing(): void;
  /** Cuts calls that still run. */
  cut(): void;
}

/** What a gRPC door offers, and how it looks at those who come. */
export interface GrpcDoorPlan extends Omit<Screening, 'open'> {
  readonly packages: readonly GrpcPackage[];
  readonly limits: MessageLimits;
  /** Where it listens, `host:port`. */
  readonly url: string;
  /** How long a connection may be there without a first call, in milliseconds. */
  readonly silenceMs: number;
  /** Offers reflection too. */
  readonly reflects: boolean;
}

/** More than one client has use for at once; calls that stay open (a sync that is watched) included. */
export const STREAMS_PER_CONNECTION = 200;
/** Of one answer, in bytes: clients take as much. */
export const LARGEST_ANSWER = 32 * 1024 * 1024;

/**
 * Nest's options of a gRPC server with health (`grpc.health.v1`) beside the packages. Strangers get one answer, and
 * nothing of their messages is read; those of known senders reach the guards sealed, within their limits.
 */
export function grpcDoor(plan: GrpcDoorPlan): GrpcDoor {
  // What it would print (a port that is taken) comes as an error too, and is told once by whoever started the service.
  setLogVerbosity(logVerbosity.NONE);
  const { definition, mostBytes } = sealPackage(loadSync(protoPathsOf(plan.packages), loaderOptions()), plan.limits);
  let health: HealthImplementation | undefined;
  let server: Server | undefined;
  return {
    url: plan.url,
    options: {
      transport: Transport.GRPC,
      options: {
        package: [...plan.packages],
        packageDefinition: definition,
        url: plan.url,
        maxReceiveMessageLength: mostBytes,
        maxSendMessageLength: LARGEST_ANSWER,
        channelOptions: {
          'grpc.max_concurrent_streams': STREAMS_PER_CONNECTION,
          // Connections on which nobody calls, and those whose other end is gone.
          'grpc.max_connection_idle_ms': 15 * 60_000,
          // Clients look for the addresses of our name again, and find those who came since; calls that run go on.
          'grpc.max_connection_age_ms': 5 * 60_000,
          'grpc.keepalive_time_ms': 60_000,
          'grpc.keepalive_timeout_ms': 20_000,
          interceptors: [knownSendersOnly({ ...plan, open: [HEALTH_CHECK] })],
        },
        gracefulShutdown: true,
        onLoadPackageDefinition: (_definition: unknown, opened: Server) => {
          server = opened;
          screenStreams(opened, plan.silenceMs);
          health = serveHealth(opened);
          if (plan.reflects) serveReflection(opened, definition);
        },
      },
    },
    stopServing: () => health?.setStatus('', 'NOT_SERVING'),
    cut: () => server?.forceShutdown(),
  };
}
