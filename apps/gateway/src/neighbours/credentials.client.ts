import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { credentialsV1, type GrpcClient, grpcClient, Meters, GrpcError, serviceCalls } from '@people-sync/platform';
import { GatewayConfig } from '../gateway.config';

/** The vault, as the gateway may use it: connections, never keys. */
@Injectable()
export class CredentialsClient implements OnApplicationShutdown {
  readonly calls: GrpcClient<credentialsV1.CredentialsClient>;

  constructor(config: GatewayConfig, meters: Meters) {
    const address = { package: 'peoplesync.credentials.v1', service: credentialsV1.CREDENTIALS_SERVICE_NAME } as const;
    this.calls = grpcClient<credentialsV1.CredentialsClient>(
      address,
      config.CREDENTIALS_GRPC,
      config,
      serviceCalls(meters, 'credentials'),
    );
  }

  /** Connected or broken; undefined if the tenant never connected or has disconnected. */
  async connection(tenantId: string): Promise<credentialsV1.Connection | undefined> {
    try {
      return await this.calls.getConnection({ tenantId });
    } catch (error) {
      if (error instanceof GrpcError && error.reason === 'not-connected') return undefined;
      throw error;
    }
  }

  onApplicationShutdown(): void {
    this.calls.close();
  }
}
