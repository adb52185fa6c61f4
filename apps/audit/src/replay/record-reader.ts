import { Injectable } from '@nestjs/common';
import { KeyNotUsableError } from '@people-sync/platform';
import { leafHash } from '@people-sync/transparency';
import { DataSource, type EntityManager } from 'typeorm';
import { hashesOf } from '../doors/event-message';
import { EntriesRepository } from '../record/entries.repository';
import type { Entry } from '../record/entry';
import { EntryError, readEntry } from '../record/read-entry';
import { treeIn, type TenantTree } from '../record/trees.repository';
import { SealedBytesError } from '../sealing/seal';
import { type Opened, Sealing } from '../sealing/sealing';
import { Answers } from './answers';
import { RecordFaultError } from './opened-entry';

/** What is read at once: a large company's first answer alone is some 3 MB. */
const MOST = { entries: 500, bytes: 4 * 1024 * 1024 };

/** Entries that follow one another, and what is behind their hashes. */
export interface RecordPage {
  readonly entries: readonly Entry[];
  readonly leaves: readonly Buffer[];
  readonly opened: Opened;
}

/** How far audit has come with a stream. */
export interface Followed {
  readonly epoch: number;
  readonly position: number;
  /** Events of the tenant wait there until somebody looks at them. */
  readonly isParked: boolean;
}

/**
 * Reads a tenant's record, page by page, as a role that can change nothing: whoever reads is not trusted with more than
 * that, whatever the program around it may do.
 */
@Injectable()
export class RecordReader {
  private role: string | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly entries: EntriesRepository,
    private readonly sealing: Sealing,
  ) {}

  /** The tenant's tree as it is now; undefined if nothing was recorded. */
  tree(tenantId: string): Promise<TenantTree | undefined> {
    return this.reading(async (tx) => {
      const [row] = await tx.query<Parameters<typeof treeIn>[0][]>(
        'SELECT tenant_id, size, peaks, company_id FROM trees WHERE tenant_id = $1',
        [tenantId],
      );
      return row && treeIn(row);
    });
  }

  /**
   * The entries from `from` on, up to and without `to`; none behind the last.
   * @throws RecordFaultError if one is missing, is not what the tree has of it, or is none
   */
  page(tenantId: string, from: number, to: number): Promise<RecordPage> {
    return this.reading(async (tx) => {
      const most = { ...MOST, entries: Math.min(MOST.entries, to - from) };
      const rows = most.entries > 0 ? await this.entries.from(tx, tenantId, from, most) : [];
      if (rows.length === 0 && from < to)
        throw new RecordFaultError('record-incomplete', from, 'The entry is not there.');
      const entries = rows.map(({ index, bytes, leafHash: kept }, n) => {
        if (index !== from + n) throw new RecordFaultError('record-incomplete', from + n, 'The entry is not there.');
        if (!leafHash(bytes).equals(kept))
          throw new RecordFaultError('record-altered', index, 'The entry is not the one that was recorded.');
        return entryIn(index, bytes);
      });
      const hashes = entries.flatMap((entry) => [...hashesOf(entry), ...Answers.hashesOf(entry.rows)]);
      return {
        entries,
        leaves: rows.map((row) => row.leafHash),
        opened: await this.open(tx, tenantId, from, hashes),
      };
    });
  }

  /** How far a stream was recorded; what is behind it may still be on its way. */
  followed(tenantId: string, topic: string, partition: number): Promise<Followed> {
    return this.reading(async (tx) => {
      const [row] = await tx.query<{ epoch: number | null; position: string | null; parked: boolean }[]>(
        `SELECT max(epoch) AS epoch, max(position) AS position,
                EXISTS (SELECT FROM parked_streams WHERE topic = $1 AND tenant_id = $3) AS parked
           FROM consumer_progress WHERE topic = $1 AND partition = $2`,
        [topic, partition, tenantId],
      );
      return { epoch: row?.epoch ?? 0, position: Number(row?.position ?? 0), isParked: row?.parked ?? false };
    });
  }

  private async open(tx: EntityManager, tenantId: string, from: number, hashes: readonly string[]): Promise<Opened> {
    try {
      return await this.sealing.open(tx, tenantId, hashes);
    } catch (error) {
      if (error instanceof SealedBytesError)
        throw new RecordFaultError(
          'record-altered',
          from,
          'Here or soon after what is sealed is not what was recorded.',
        );
      if (error instanceof KeyNotUsableError)
        throw new RecordFaultError(
          'key-missing',
          from,
          'The keyring does not open the keys of people here or soon after.',
        );
      throw error;
    }
  }

  private reading<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.dataSource.transaction('REPEATABLE READ', async (tx) => {
      await tx.query('SET TRANSACTION READ ONLY');
      await tx.query(`SET LOCAL ROLE ${await this.reader(tx)}`);
      return work(tx);
    });
  }

  /** Its name is that of the role that writes, and `_reader` (`provisionSchemas`). */
  private async reader(tx: EntityManager): Promise<string> {
    if (this.role === undefined) {
      const [row] = await tx.query<{ role: string }[]>(`SELECT quote_ident(session_user || '_reader') AS role`);
      this.role = row?.role ?? '';
    }
    return this.role;
  }
}

function entryIn(index: number, bytes: Buffer): Entry {
  let entry: Entry;
  try {
    entry = readEntry(bytes);
  } catch (error) {
    if (error instanceof EntryError)
      throw new RecordFaultError('record-altered', index, 'This is no entry of a record.');
    throw error;
  }
  if (entry.index !== index)
    throw new RecordFaultError('record-altered', index, `The entry says that it is number ${entry.index}.`);
  return entry;
}
