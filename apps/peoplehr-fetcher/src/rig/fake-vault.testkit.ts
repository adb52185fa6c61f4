import { status } from '@grpc/grpc-js';
import { Controller, Module } from '@nestjs/common';
import { AllowServices, credentialsV1, GrpcException, refusal } from '@people-sync/platform';

/** What the fetcher uses of credentials: keys by tenant, and what was reported of them. */
export class FakeVault {
  readonly keys = new Map<string, credentialsV1.RevealResponse>();
  readonly reports: credentialsV1.ReportKeyRequest[] = [];
  /** Thrown instead of every key. */
  refusal: GrpcException | undefined;
}

/** A credentials service over this vault, with the real contract and the real guard. */
export function vaultModule(vault: FakeVault): new () => object {
  @Controller()
  @credentialsV1.CredentialsControllerMethods()
  @AllowServices('peoplehr-fetcher')
  class VaultController implements credentialsV1.CredentialsController {
    reveal({ tenantId }: credentialsV1.RevealRequest): credentialsV1.RevealResponse {
      if (vault.refusal) throw vault.refusal;
      const key = vault.keys.get(tenantId);
      if (!key) throw refusal('not-connected', 'PeopleHR is not connected.');
      return key;
    }

    reportKey(request: credentialsV1.ReportKeyRequest): credentialsV1.ReportKeyResponse {
      vault.reports.push(request);
      return {};
    }

    connect(): never {
      throw new GrpcException(status.UNIMPLEMENTED, 'not used here');
    }

    getConnection(): never {
      throw new GrpcException(status.UNIMPLEMENTED, 'not used here');
    }

    listConnections(): never {
      throw new GrpcException(status.UNIMPLEMENTED, 'not used here');
    }

    disconnect(): never {
      throw new GrpcException(status.UNIMPLEMENTED, 'not used here');
    }
  }

  @Module({ controllers: [VaultController] })
  class VaultModule {}
  return VaultModule;
}
