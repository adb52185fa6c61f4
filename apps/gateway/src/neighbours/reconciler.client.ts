import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type GrpcClient, grpcClient, Meters, reconcilerV1, serviceCalls } from '@people-sync/platform';
import { GatewayConfig } from '../gateway.config';

/** Plans, problems, and the end of a sync that is not to be applied. */
@Injectable()
export class ReconcilerClient implements OnApplicationShutdown {
  readonly calls: GrpcClient<reconcilerV1.ReconcilerClient>;

  constructor(config: GatewayConfig, meters: Meters) {
    const address = { package: 'peoplesync.reconciler.v1', service: reconcilerV1.RECONCILER_SERVICE_NAME } as const;
    this.calls = grpcClient<reconcilerV1.ReconcilerClient>(
      address,
      config.RECONCILER_GRPC,
      config,
      serviceCalls(meters, 'reconciler'),
    );
  }

  onApplicationShutdown(): void {
    this.calls.close();
  }
}
