import { Inject, Injectable } from '@nestjs/common';
import { newId } from '@people-sync/contracts';
import { KEY_ENCRYPTION, type KeyEncryption, type WrappedKey } from '@people-sync/platform';
import type { EntityManager } from 'typeorm';
import { type HolderKey, newHolderBytes } from '../sealing/seal';

/** Whose key is asked for. */
export interface KeyOwner {
  readonly tenantId: string;
  readonly token: Buffer;
}

/** A person, and a token by which events name them. */
export interface PersonName extends KeyOwner {
  readonly personId: string;
}

/** A key as it is kept. */
export interface StoredKey extends KeyOwner {
  readonly keyId: string;
  readonly wrapped: WrappedKey;
}

interface KeyRow {
  readonly key_id: string;
  readonly tenant_id: string;
  readonly token: Buffer;
  readonly kek_id: string;
  readonly wrapped: Buffer;
}

export const ownerOf = ({ tenantId, token }: KeyOwner): string => `${tenantId} ${token.toString('base64url')}`;

/** Keys of people, in a schema of their own; wrapped there by the installation's keyring. */
@Injectable()
export class KeysRepository {
  constructor(@Inject(KEY_ENCRYPTION) private readonly encryption: KeyEncryption) {}

  /**
   * The key of each of these, by `ownerOf`; made where there is none, or where the one there was is destroyed. Call it
   * under the lock of the tenants' trees: two that make a key of the same person would be refused.
   * @param owners each once
   */
  async keysOf(tx: EntityManager, owners: readonly KeyOwner[]): Promise<Map<string, HolderKey>> {
    if (owners.length === 0) return new Map();
    const rows = await tx.query<KeyRow[]>(
      `SELECT k.key_id, k.tenant_id, k.token, k.kek_id, k.wrapped
         FROM unnest($1::text[], $2::bytea[]) AS o(tenant_id, token)
        CROSS JOIN LATERAL (
          SELECT * FROM audit_keys.person_keys k
           WHERE k.tenant_id = o.tenant_id AND k.token = o.token AND k.destroyed_at IS NULL OFFSET 0
        ) k`,
      [owners.map(({ tenantId }) => tenantId), owners.map(({ token }) => token)],
    );
    const keys = new Map(await Promise.all(rows.map((row) => this.opened(row))));
    const without = owners.filter((owner) => !keys.has(ownerOf(owner)));
    for (const [owner, key] of await this.make(tx, without)) keys.set(owner, key);
    return keys;
  }

  /** The keys of these ids that are not destroyed. */
  async byId(manager: EntityManager, keyIds: readonly string[]): Promise<Map<string, HolderKey>> {
    if (keyIds.length === 0) return new Map();
    const rows = await manager.query<KeyRow[]>(
      `SELECT key_id, tenant_id, token, kek_id, wrapped FROM audit_keys.person_keys
        WHERE key_id = ANY($1::uuid[]) AND destroyed_at IS NULL`,
      [keyIds],
    );
    const opened = await Promise.all(rows.map((row) => this.opened(row)));
    return new Map(opened.map(([, key]) => [key.keyId, key]));
  }

  /** Remembers by what a person is named. */
  async link(tx: EntityManager, names: readonly PersonName[]): Promise<void> {
    if (names.length === 0) return;
    await tx.query(
      `INSERT INTO audit_keys.person_names (tenant_id, person_id, token)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::bytea[]) ON CONFLICT DO NOTHING`,
      [names.map(({ tenantId }) => tenantId), names.map(({ personId }) => personId), names.map(({ token }) => token)],
    );
  }

  /** One key for each key-encryption key that wrapped any. */
  async samples(manager: EntityManager): Promise<StoredKey[]> {
    const rows = await manager.query<KeyRow[]>(
      `SELECT DISTINCT ON (kek_id) key_id, tenant_id, token, kek_id, wrapped FROM audit_keys.person_keys
        WHERE kek_id IS NOT NULL ORDER BY kek_id, key_id`,
    );
    return rows.map(storedKey);
  }

  /** Up to `limit` keys that another than `kekId` wrapped. */
  async notWrappedBy(manager: EntityManager, kekId: string, limit: number): Promise<StoredKey[]> {
    const rows = await manager.query<KeyRow[]>(
      `SELECT key_id, tenant_id, token, kek_id, wrapped FROM audit_keys.person_keys
        WHERE kek_id <> $1 ORDER BY key_id LIMIT $2`,
      [kekId, limit],
    );
    return rows.map(storedKey);
  }

  /** The key itself. @throws KeyNotUsableError if the keyring does not open it */
  async open({ tenantId, token, wrapped }: StoredKey): Promise<Buffer> {
    return this.encryption.unwrap(wrapped, contextOf({ tenantId, token }));
  }

  /** Wraps these keys by the key-encryption key in use; one that was destroyed meanwhile stays so. */
  async wrapAgain(manager: EntityManager, keys: readonly StoredKey[]): Promise<void> {
    const again = await Promise.all(
      keys.map(async (key) => ({ ...key, now: await this.encryption.wrap(await this.open(key), contextOf(key)) })),
    );
    await manager.query(
      `UPDATE audit_keys.person_keys k SET kek_id = n.kek_id, wrapped = n.wrapped
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[]) AS n(key_id, before, kek_id, wrapped)
        WHERE k.key_id = n.key_id AND k.kek_id = n.before`,
      [
        again.map(({ keyId }) => keyId),
        again.map(({ wrapped }) => wrapped.keyId),
        again.map(({ now }) => now.keyId),
        again.map(({ now }) => now.bytes),
      ],
    );
  }

  private async make(tx: EntityManager, owners: readonly KeyOwner[]): Promise<[string, HolderKey][]> {
    if (owners.length === 0) return [];
    const made = await Promise.all(
      owners.map(async (owner) => {
        const key: HolderKey = { keyId: newId(), bytes: newHolderBytes() };
        return { owner, key, wrapped: await this.encryption.wrap(key.bytes, contextOf(owner)) };
      }),
    );
    await tx.query(
      `INSERT INTO audit_keys.person_keys (key_id, tenant_id, token, kek_id, wrapped)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::text[], $5::bytea[])`,
      [
        made.map(({ key }) => key.keyId),
        made.map(({ owner }) => owner.tenantId),
        made.map(({ owner }) => owner.token),
        made.map(({ wrapped }) => wrapped.keyId),
        made.map(({ wrapped }) => wrapped.bytes),
      ],
    );
    return made.map(({ owner, key }) => [ownerOf(owner), key]);
  }

  private async opened(row: KeyRow): Promise<[string, HolderKey]> {
    const key = storedKey(row);
    return [ownerOf(key), { keyId: key.keyId, bytes: await this.open(key) }];
  }
}

const storedKey = (row: KeyRow): StoredKey => ({
  keyId: row.key_id,
  tenantId: row.tenant_id,
  token: row.token,
  wrapped: { keyId: row.kek_id, bytes: row.wrapped },
});

/** A row that is copied to another tenant or person does not open. */
const contextOf = ({ tenantId, token }: KeyOwner): Buffer =>
  Buffer.from(JSON.stringify(['peoplesync-person-key', tenantId, token.toString('hex')]));
