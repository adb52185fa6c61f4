import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type GrpcClient, grpcClient, Meters, writerV1, serviceCalls } from '@people-sync/platform';
import { GatewayConfig } from '../gateway.config';

/** WeThrive's People table and licences. */
@Injectable()
export class WriterClient implements OnApplicationShutdown {
  readonly calls: GrpcClient<writerV1.WriterClient>;

  constructor(config: GatewayConfig, meters: Meters) {
    const address = { package: 'peoplesync.writer.v1', service: writerV1.WRITER_SERVICE_NAME } as const;
    this.calls = grpcClient<writerV1.WriterClient>(
      address,
      config.WRITER_GRPC,
      config,
      serviceCalls(meters, 'wethrive-writer'),
    );
  }

  onApplicationShutdown(): void {
    this.calls.close();
  }
}
