import { logVerbosity, type Server, setLogVerbosity } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { type GrpcOptions, Transport } from '@nestjs/microservices';
import { HealthImplementation } from 'grpc-health-check';
import { type GrpcPackage, loaderOptions, protoPathsOf } from './loader';

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

/** Nest's options of a gRPC server with health (`grpc.health.v1`) and reflection beside the packages. */
export function grpcDoor(packages: readonly GrpcPackage[], url: string, protoPath?: string | string[]): GrpcDoor {
  // What it would print (a port that is taken) comes as an error too, and is told once by whoever started the service.
  setLogVerbosity(logVerbosity.NONE);
  const health = new HealthImplementation({ '': 'SERVING' });
  let server: Server | undefined;
  return {
    url,
    options: {
      transport: Transport.GRPC,
      options: {
        package: [...packages],
        protoPath: protoPath ?? protoPathsOf(packages),
        url,
        loader: loaderOptions(),
        maxReceiveMessageLength: 32 * 1024 * 1024,
        maxSendMessageLength: 32 * 1024 * 1024,
        gracefulShutdown: true,
        onLoadPackageDefinition: (definition: ConstructorParameters<typeof ReflectionService>[0], opened: Server) => {
          server = opened;
          new ReflectionService(definition).addToServer(opened);
          health.addToServer(opened);
        },
      },
    },
    stopServing: () => health.setStatus('', 'NOT_SERVING'),
    cut: () => server?.forceShutdown(),
  };
}
