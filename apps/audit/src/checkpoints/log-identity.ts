import { Injectable } from '@nestjs/common';
import { noteSigner, type NoteSigner, signCheckpoint, vkeyOf } from '@people-sync/transparency';
import { AuditConfig } from '../audit.config';
import type { Head } from './follows';

/** As whom this installation signs, and how each tenant's record is named in what is signed. */
@Injectable()
export class LogIdentity {
  private readonly origin: string;
  private readonly signers: readonly [NoteSigner, ...NoteSigner[]];

  constructor({ LOG_ORIGIN, signingKeys: [first, ...rest] }: AuditConfig) {
    this.origin = LOG_ORIGIN;
    this.signers = [noteSigner(LOG_ORIGIN, first.key), ...rest.map(({ key }) => noteSigner(LOG_ORIGIN, key))];
  }

  /** The public keys of all that may sign, or signed before the first one did. */
  get vkeys(): string[] {
    return this.signers.map(vkeyOf);
  }

  /** E.g. `audit.people-sync.example/northwind-tiles`. */
  originOf(tenantId: string): string {
    return `${this.origin}/${tenantId}`;
  }

  sign(tenantId: string, { size, root }: Head): string {
    return signCheckpoint({ origin: this.originOf(tenantId), size, root }, [this.signers[0]]);
  }
}
