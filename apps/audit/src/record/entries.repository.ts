import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Entry } from './entry';

/** An entry as it is kept. */
export interface StoredEntry {
  readonly entry: Entry;
  readonly bytes: Buffer;
  readonly leafHash: Buffer;
}

/** Which entries are asked for. What is not given does not count. */
export interface EntryFilter {
  readonly tenantId: string;
  readonly subject: string | undefined;
  readonly syncId: string | undefined;
  /** By the events' own times, RFC 3339; `to` is not among them. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Entries behind this index. */
  readonly after: number;
}

/** An entry as it is read. */
export interface ReadEntry {
  readonly index: number;
  readonly eventId: string;
  readonly bytes: Buffer;
}

interface EntryRow {
  readonly index: string;
  readonly event_id: string;
  readonly bytes: Buffer;
}

const read = (row: EntryRow): ReadEntry => ({ index: Number(row.index), eventId: row.event_id, bytes: row.bytes });

@Injectable()
export class EntriesRepository {
  /** Entries of any number of tenants, in one statement. */
  async append(tx: EntityManager, entries: readonly StoredEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const column = <T>(value: (one: StoredEntry) => T): T[] => entries.map(value);
    await tx.query(
      `INSERT INTO entries (tenant_id, index, received_at, event_id, type, at, subject, sync_id, topic, partition, epoch,
                            position, parts, bytes, leaf_hash)
       SELECT * FROM unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::timestamptz[],
                            $7::text[], $8::text[], $9::text[], $10::int[], $11::int[], $12::bigint[], $13::bytea[],
                            $14::bytea[], $15::bytea[])`,
      [
        column(({ entry }) => entry.tenant),
        column(({ entry }) => entry.index),
        column(({ entry }) => entry.received),
        column(({ entry }) => entry.id),
        column(({ entry }) => entry.type),
        column(({ entry }) => entry.time),
        column(({ entry }) => entry.subject),
        column(({ entry }) => entry.sync),
        column(({ entry }) => entry.place.topic),
        column(({ entry }) => entry.place.partition),
        column(({ entry }) => entry.place.epoch),
        column(({ entry }) => entry.place.position),
        column(({ entry: { parts, actor } }) => bytesOf(actor === null ? parts : [actor, ...parts])),
        column(({ bytes }) => bytes),
        column(({ leafHash }) => leafHash),
      ],
    );
  }

  /** A page of a tenant's entries, in order. */
  async page(manager: EntityManager, filter: EntryFilter, limit: number): Promise<ReadEntry[]> {
    const rows = await manager.query<EntryRow[]>(
      `SELECT index, event_id, bytes FROM entries
        WHERE tenant_id = $1 AND index > $2
          AND ($3::text IS NULL OR subject = $3) AND ($4::text IS NULL OR sync_id = $4)
          AND ($5::timestamptz IS NULL OR at >= $5) AND ($6::timestamptz IS NULL OR at < $6)
        ORDER BY index LIMIT $7`,
      [
        filter.tenantId,
        filter.after,
        filter.subject ?? null,
        filter.syncId ?? null,
        filter.from ?? null,
        filter.to ?? null,
        limit,
      ],
    );
    return rows.map(read);
  }

  /** The entry of one event; undefined if the tenant's record has none. */
  async ofEvent(manager: EntityManager, tenantId: string, eventId: string): Promise<ReadEntry | undefined> {
    const [row] = await manager.query<EntryRow[]>(
      `SELECT index, event_id, bytes FROM entries WHERE tenant_id = $1 AND event_id = $2 ORDER BY index LIMIT 1`,
      [tenantId, eventId],
    );
    return row && read(row);
  }
}

const bytesOf = (hashes: readonly string[]): Buffer =>
  Buffer.concat(hashes.map((hash) => Buffer.from(hash, 'base64url')));
