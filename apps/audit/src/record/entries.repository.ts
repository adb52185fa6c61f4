import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Entry } from './entry';

/** An entry as it is kept. */
export interface StoredEntry {
  readonly entry: Entry;
  readonly bytes: Buffer;
  readonly leafHash: Buffer;
  /** Ids that it names beside its subject and its sync. */
  readonly mentions: readonly string[];
}

/** Which entries are asked for. What is not given does not count. */
export interface EntryFilter {
  readonly tenantId: string;
  /** What it is of, or an id that it names. */
  readonly about: string | undefined;
  readonly syncId: string | undefined;
  /** By the events' own times, RFC 3339; `to` is not among them. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** As on the wire. */
  readonly types: readonly string[] | undefined;
  readonly newestFirst: boolean;
  /** Entries behind this index, in the order asked; from the first one on if there is none. */
  readonly behind: number | undefined;
}

/** An entry as it is read. */
export interface ReadEntry {
  readonly index: number;
  readonly eventId: string;
  readonly bytes: Buffer;
}

/** An entry with the hash that the tree has of it. */
export interface HashedEntry extends ReadEntry {
  readonly leafHash: Buffer;
}

/** How much is read at once. */
export interface Most {
  readonly entries: number;
  readonly bytes: number;
}

interface EntryRow {
  readonly index: string;
  readonly event_id: string;
  readonly bytes: Buffer;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** By both of its indexes: what an id is the subject of, and what names it beside that. */
const ABOUT = `AND index IN (
  SELECT s.index FROM entries s WHERE s.tenant_id = $1 AND s.subject = $8
   UNION SELECT m.index FROM mentions m WHERE m.tenant_id = $1 AND m.id = $9::uuid)`;

const read = (row: EntryRow): ReadEntry => ({ index: Number(row.index), eventId: row.event_id, bytes: row.bytes });

@Injectable()
export class EntriesRepository {
  /** Entries of any number of tenants, in two statements at most. */
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
    const named = entries.flatMap(({ entry: { tenant, index }, mentions }) =>
      mentions.map((id) => ({ tenant, id, index })),
    );
    if (named.length === 0) return;
    await tx.query(
      `INSERT INTO mentions (tenant_id, id, index) SELECT * FROM unnest($1::text[], $2::uuid[], $3::bigint[])`,
      [named.map(({ tenant }) => tenant), named.map(({ id }) => id), named.map(({ index }) => index)],
    );
  }

  /** A page of a tenant's entries, in order or the newest first. */
  async page(manager: EntityManager, filter: EntryFilter, limit: number): Promise<ReadEntry[]> {
    const { tenantId, behind, newestFirst, syncId, from, to, about, types } = filter;
    const [order, than] = newestFirst ? ['DESC', '<'] : ['ASC', '>'];
    const rows = await manager.query<EntryRow[]>(
      `SELECT index, event_id, bytes FROM entries e
        WHERE tenant_id = $1 AND ($2::bigint IS NULL OR index ${than} $2)
          AND ($3::text IS NULL OR sync_id = $3)
          AND ($4::timestamptz IS NULL OR at >= $4) AND ($5::timestamptz IS NULL OR at < $5)
          AND ($7::text[] IS NULL OR type = ANY($7))
          ${about === undefined ? '' : ABOUT}
        ORDER BY index ${order} LIMIT $6`,
      [
        tenantId,
        behind ?? null,
        syncId ?? null,
        from ?? null,
        to ?? null,
        limit,
        types ?? null,
        ...(about === undefined ? [] : [about, UUID.test(about) ? about : null]),
      ],
    );
    return rows.map(read);
  }

  /** A tenant's entries from this index on, in order, as many as have so many bytes together; one at least, if there is one. */
  async from(manager: EntityManager, tenantId: string, index: number, most: Most): Promise<HashedEntry[]> {
    const rows = await manager.query<(EntryRow & { readonly leaf_hash: Buffer })[]>(
      `SELECT index, event_id, bytes, leaf_hash FROM (
         SELECT index, event_id, bytes, leaf_hash, sum(length(bytes)) OVER (ORDER BY index) - length(bytes) AS before
           FROM (SELECT * FROM entries WHERE tenant_id = $1 AND index >= $2 ORDER BY index LIMIT $3) e
       ) e WHERE before < $4 ORDER BY index`,
      [tenantId, index, most.entries, most.bytes],
    );
    return rows.map((row) => ({ ...read(row), leafHash: row.leaf_hash }));
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
