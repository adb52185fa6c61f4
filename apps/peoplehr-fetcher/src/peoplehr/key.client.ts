import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FailureReason } from '@people-sync/contracts';
import { credentialsV1, GrpcError, type GrpcClient, grpcClient, Meters, serviceCalls } from '@people-sync/platform';
import { FetcherConfig } from '../fetcher.config';

/** A tenant's key in clear. It is held while one answer is read, and never stored or logged. */
export interface RevealedKey {
  readonly connectionId: string;
  readonly apiKey: string;
  readonly companyId: string;
}

/** Credentials' side of the fetcher: it lends keys and is told what became of them. */
@Injectable()
export class KeyClient implements OnApplicationShutdown {
  private readonly credentials: GrpcClient<credentialsV1.CredentialsClient>;

  constructor(config: FetcherConfig, meters: Meters) {
    this.credentials = grpcClient<credentialsV1.CredentialsClient>(
      { package: 'peoplesync.credentials.v1', service: credentialsV1.CREDENTIALS_SERVICE_NAME },
      config.CREDENTIALS_GRPC,
      config,
      serviceCalls(meters, 'credentials'),
    );
  }

  /** The tenant's key; undefined if the tenant is not connected. @throws GrpcError if credentials does not answer. */
  async reveal(tenantId: string): Promise<RevealedKey | undefined> {
    try {
      return await this.credentials.reveal({ tenantId });
    } catch (error) {
      if (error instanceof GrpcError && error.reason === 'not-connected') return undefined;
      throw error;
    }
  }

  /** Tells that PeopleHR refuses the key, or (null) accepts it again. */
  async report(tenantId: string, connectionId: string, reason: FailureReason | null): Promise<void> {
    await this.credentials.reportKey({ tenantId, connectionId, reason: reason ?? '' });
  }

  onApplicationShutdown(): void {
    this.credentials.close();
  }
}
