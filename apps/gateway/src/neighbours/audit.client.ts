import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { auditV1, type GrpcClient, grpcClient, Meters, serviceCalls } from '@people-sync/platform';
import { GatewayConfig } from '../gateway.config';

/** The record. */
@Injectable()
export class AuditClient implements OnApplicationShutdown {
  readonly calls: GrpcClient<auditV1.AuditClient>;

  constructor(config: GatewayConfig, meters: Meters) {
    const address = { package: 'peoplesync.audit.v1', service: auditV1.AUDIT_SERVICE_NAME } as const;
    this.calls = grpcClient<auditV1.AuditClient>(address, config.AUDIT_GRPC, config, serviceCalls(meters, 'audit'));
  }

  onApplicationShutdown(): void {
    this.calls.close();
  }
}
