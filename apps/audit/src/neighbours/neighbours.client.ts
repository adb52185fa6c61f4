import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type GrpcClient, grpcClient, Meters, reconcilerV1, serviceCalls, writerV1 } from '@people-sync/platform';
import { AuditConfig } from '../audit.config';

/** Whose tables a replay is compared with: each is asked for its own, as it stands. Nothing is ever told to them. */
@Injectable()
export class NeighboursClient implements OnApplicationShutdown {
  readonly reconciler: Pick<GrpcClient<reconcilerV1.ReconcilerClient>, 'listKept' | 'close'>;
  readonly writer: Pick<GrpcClient<writerV1.WriterClient>, 'selectPeople' | 'getPeople' | 'close'>;

  constructor(config: AuditConfig, meters: Meters) {
    this.reconciler = grpcClient<reconcilerV1.ReconcilerClient>(
      { package: 'peoplesync.reconciler.v1', service: reconcilerV1.RECONCILER_SERVICE_NAME },
      config.RECONCILER_GRPC,
      config,
      serviceCalls(meters, 'reconciler'),
    );
    this.writer = grpcClient<writerV1.WriterClient>(
      { package: 'peoplesync.writer.v1', service: writerV1.WRITER_SERVICE_NAME },
      config.WRITER_GRPC,
      config,
      serviceCalls(meters, 'wethrive-writer'),
    );
  }

  onApplicationShutdown(): void {
    this.reconciler.close();
    this.writer.close();
  }
}
