import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  type GrpcClient,
  grpcClient,
  Meters,
  messagingV1,
  ParkingController,
  serviceCalls,
  type ServiceName,
} from '@people-sync/platform';
import type { parkingServices } from '@people-sync/contracts/api';
import { GatewayConfig } from '../gateway.config';

export type ParkingService = (typeof parkingServices)[number];

type Calls = Pick<GrpcClient<messagingV1.ParkingClient>, 'listParked' | 'retryParked' | 'skipParked'>;

/** The doors of those services; the gateway's own is in this process. */
@Injectable()
export class ParkingOwners implements OnApplicationShutdown {
  private readonly reconciler: GrpcClient<messagingV1.ParkingClient>;
  private readonly writer: GrpcClient<messagingV1.ParkingClient>;
  private readonly fetcher: GrpcClient<messagingV1.ParkingClient>;
  private readonly audit: GrpcClient<messagingV1.ParkingClient>;

  constructor(
    config: GatewayConfig,
    private readonly own: ParkingController,
    meters: Meters,
  ) {
    const address = { package: 'peoplesync.messaging.v1', service: messagingV1.PARKING_SERVICE_NAME } as const;
    const client = (url: string, target: ServiceName): GrpcClient<messagingV1.ParkingClient> =>
      grpcClient<messagingV1.ParkingClient>(address, url, config, serviceCalls(meters, target));
    this.reconciler = client(config.RECONCILER_GRPC, 'reconciler');
    this.writer = client(config.WRITER_GRPC, 'wethrive-writer');
    this.fetcher = client(config.FETCHER_GRPC, 'peoplehr-fetcher');
    this.audit = client(config.AUDIT_GRPC, 'audit');
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
      case 'audit':
        return this.audit;
    }
  }

  onApplicationShutdown(): void {
    this.reconciler.close();
    this.writer.close();
    this.fetcher.close();
    this.audit.close();
  }
}
