import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, MoreThan, Not } from 'typeorm';
import type { WrappedKey } from '@people-sync/platform';
import { Connection } from './connection.entity';
import { KeyVersion } from './key-version.entity';

/** A connection that has a key. */
export type KeyedConnection = Connection & { kekId: string; wrappedKey: Buffer; ciphertext: Buffer };

/** A key that was wrapped again: it replaces only what `before` had wrapped. */
export interface Rewrapped {
  readonly connectionId: string;
  readonly before: string;
  readonly wrapped: WrappedKey;
}

@Injectable()
export class ConnectionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The tenant's row, also a disconnected one; until `tx` ends nobody else changes it, not even from nothing to one. */
  async lock(tx: EntityManager, tenantId: string): Promise<Connection | null> {
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`connection:${tenantId}`]);
    return tx.findOneBy(Connection, { tenantId });
  }

  /** Connected or broken, with its key; null if the tenant never connected or has disconnected. */
  async withKey(tenantId: string): Promise<KeyedConnection | null> {
    const found = await this.dataSource.manager.findOneBy(Connection, { tenantId, kekId: Not(IsNull()) });
    return found as KeyedConnection | null;
  }

  /** At most `limit` in this state, by tenant, after `tenantId`. */
  async inState(state: 'connected' | 'broken', tenantId: string, limit: number): Promise<Connection[]> {
    return this.dataSource.manager.find(Connection, {
      where: { state, tenantId: MoreThan(tenantId) },
      order: { tenantId: 'ASC' },
      take: limit,
    });
  }

  /** Stores the row as it is and opens a new entry in the history of keys; the entry before it ends. */
  async storeKey(tx: EntityManager, connection: Connection, actor: string): Promise<void> {
    await this.endKey(tx, connection.tenantId, actor, connection.connectedAt);
    await tx.save(Connection, connection);
    await tx.insert(KeyVersion, {
      tenantId: connection.tenantId,
      version: connection.version,
      connectionId: connection.connectionId,
      companyId: connection.companyId,
      keyHint: connection.keyHint,
      storedAt: connection.connectedAt,
      storedBy: actor,
      endedAt: null,
      endedBy: null,
    });
  }

  /** The database's time: what was asked of PeopleHR before is told from what was asked after by it. */
  async now(tx: EntityManager): Promise<Date> {
    const [row] = await tx.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
    return row?.now ?? new Date();
  }

  /** Destroys the key. The company stays, so that another company's key is noticed later. */
  async destroyKey(tx: EntityManager, connection: Connection, actor: string, at: Date): Promise<void> {
    await this.endKey(tx, connection.tenantId, actor, at);
    const gone = { state: 'disconnected', reason: null, kekId: null, wrappedKey: null, ciphertext: null } as const;
    await tx.update(Connection, { tenantId: connection.tenantId }, gone);
  }

  /** Broken for a reason, or (null) connected again. */
  async setState(tx: EntityManager, tenantId: string, reason: string | null): Promise<void> {
    await tx.update(Connection, { tenantId }, { state: reason === null ? 'connected' : 'broken', reason });
  }

  /** Up to `limit` connections that have a key, by tenant, after `tenantId`. */
  async keyed(after: string, limit: number): Promise<KeyedConnection[]> {
    const found = await this.dataSource.manager.find(Connection, {
      where: { tenantId: MoreThan(after), kekId: Not(IsNull()) },
      order: { tenantId: 'ASC' },
      take: limit,
    });
    return found as KeyedConnection[];
  }

  /** Up to `limit` connections whose data key another than `kekId` wrapped, by tenant, after `tenantId`. */
  async notWrappedBy(kekId: string, after: string, limit: number): Promise<KeyedConnection[]> {
    const found = await this.dataSource.manager
      .createQueryBuilder(Connection, 'c')
      .where({ tenantId: MoreThan(after) })
      .andWhere('c.kek_id <> :kekId', { kekId })
      .orderBy('c.tenant_id')
      .limit(limit)
      .getMany();
    return found as KeyedConnection[];
  }

  /** Replaces wrapped data keys; a row that got another key meanwhile is left alone. */
  async storeRewrapped(rows: readonly Rewrapped[]): Promise<void> {
    await this.dataSource.query(
      `UPDATE connections c SET kek_id = n.kek_id, wrapped_key = n.wrapped_key
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bytea[]) AS n (connection_id, before, kek_id, wrapped_key)
        WHERE c.connection_id = n.connection_id AND c.kek_id = n.before`,
      [
        rows.map((row) => row.connectionId),
        rows.map((row) => row.before),
        rows.map((row) => row.wrapped.keyId),
        rows.map((row) => row.wrapped.bytes),
      ],
    );
  }

  private async endKey(tx: EntityManager, tenantId: string, actor: string, at: Date): Promise<void> {
    await tx.update(KeyVersion, { tenantId, endedAt: IsNull() }, { endedAt: at, endedBy: actor });
  }
}
