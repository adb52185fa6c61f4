import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type GrpcClient, grpcClient, messagingV1, ParkingController } from '@people-sync/platform';
import { GatewayConfig } from '../gateway.config';

/** Who reads events and may have to wait with some, in the order in which they are listed. */
export const parkingServices = ['gateway', 'reconciler', 'wethrive-writer', 'peoplehr-fetcher'] as const;
export type ParkingService = (typeof parkingServices)[number];

type Calls = Pick<GrpcClient<messagingV1.ParkingClient>, 'listParked' | 'retryParked' | 'skipParked'>;

/** The doors of those services; the gateway's own is in this process. */
@Injectable()
export class ParkingOwners implements OnApplicationShutdown {
  private readonly reconciler: GrpcClient<messagingV1.ParkingClient>;
  private readonly writer: GrpcClient<messagingV1.ParkingClient>;
  private readonly fetcher: GrpcClient<messagingV1.ParkingClient>;

  constructor(
    config: GatewayConfig,
    private readonly own: ParkingController,
  ) {
    const address = { package: 'peoplesync.messaging.v1', service: messagingV1.PARKING_SERVICE_NAME } as const;
    this.reconciler = grpcClient<messagingV1.ParkingClient>(address, config.RECONCILER_GRPC, config);
    this.writer = grpcClient<messagingV1.ParkingClient>(address, config.WRITER_GRPC, config);
    this.fetcher = grpcClient<messagingV1.ParkingClient>(address, config.FETCHER_GRPC, config);
  }

  of(service: ParkingService): Calls {
    switch (service) {
      case 'gateway':
        return this.own;
      case 'reconciler':
        return this.reconciler;
      case 'wethrive-writer':
        return this.writer;
      case 'peoplehr-fetcher':
        return this.fetcher;
    }
  }

  onApplicationShutdown(): void {
    this.reconciler.close();
    this.writer.close();
    this.fetcher.close();
  }
}
