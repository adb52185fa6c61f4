import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Sealed } from './seal';

/** What is sealed, of a tenant. */
export interface Payload extends Sealed {
  readonly tenantId: string;
}

interface PayloadRow {
  readonly hash: Buffer;
  readonly bytes: Buffer;
  readonly key_id: string;
  readonly wrapped: Buffer;
}

@Injectable()
export class PayloadsRepository {
  /** Keeps these; what is there already stays as it is. @param payloads each once */
  async keep(tx: EntityManager, payloads: readonly Payload[]): Promise<void> {
    if (payloads.length === 0) return;
    await tx.query(
      `INSERT INTO payloads (tenant_id, hash, bytes, key_id, wrapped)
       SELECT * FROM unnest($1::text[], $2::bytea[], $3::bytea[], $4::uuid[], $5::bytea[]) ON CONFLICT DO NOTHING`,
      [
        payloads.map(({ tenantId }) => tenantId),
        payloads.map(({ hash }) => hash),
        payloads.map(({ bytes }) => bytes),
        payloads.map(({ keyId }) => keyId),
        payloads.map(({ wrapped }) => wrapped),
      ],
    );
  }

  /** Those of these hashes that are there, by hash in base64url. */
  async of(manager: EntityManager, tenantId: string, hashes: readonly string[]): Promise<Map<string, Sealed>> {
    if (hashes.length === 0) return new Map();
    const rows = await manager.query<PayloadRow[]>(
      `SELECT hash, bytes, key_id, wrapped FROM payloads WHERE tenant_id = $1 AND hash = ANY($2::bytea[])`,
      [tenantId, [...new Set(hashes)].map((hash) => Buffer.from(hash, 'base64url'))],
    );
    return new Map(
      rows.map(({ hash, bytes, key_id: keyId, wrapped }) => [
        hash.toString('base64url'),
        { hash, bytes, keyId, wrapped },
      ]),
    );
  }
}
