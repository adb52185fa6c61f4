import { Injectable } from '@nestjs/common';
import { partitionOf } from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import type { Finding } from './finding';
import { gapsIn, type Run } from './gaps';

/** Positions of a stream that are not in the record. */
export interface StreamGap extends Run {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number;
}

/** A gap as a finding is told. */
export interface TenantGap {
  readonly kind: 'gap';
  readonly index: null;
  readonly detail: Finding['detail'];
}

interface RunRow {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number;
  readonly from: string;
  readonly to: string;
}

@Injectable()
export class FindingsRepository {
  async note(tx: EntityManager, findings: readonly Finding[]): Promise<void> {
    if (findings.length === 0) return;
    await tx.query(
      `INSERT INTO findings (tenant_id, kind, index, detail)
       SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::jsonb[])`,
      [
        findings.map(({ tenantId }) => tenantId),
        findings.map(({ kind }) => kind),
        findings.map(({ index }) => index),
        findings.map(({ detail }) => JSON.stringify(detail)),
      ],
    );
  }

  /** A tenant's findings, the oldest first; as many as are asked for. */
  async of(manager: EntityManager, tenantId: string, limit = 1_000): Promise<Finding[]> {
    const rows = await manager.query<(Omit<Finding, 'tenantId' | 'index'> & { index: string | null })[]>(
      `SELECT kind, index, detail FROM findings WHERE tenant_id = $1 ORDER BY finding_id LIMIT $2`,
      [tenantId, limit],
    );
    return rows.map(({ kind, index, detail }) => ({
      tenantId,
      kind,
      index: index === null ? null : Number(index),
      detail,
    }));
  }

  /**
   * What is missing of all streams, from the first position that was recorded of each epoch: events that wait parked as
   * long as they do, and whatever was lost. Reads every entry's place once.
   * @param partition of every topic, where only its streams are asked about
   */
  async gaps(manager: EntityManager, partition?: number): Promise<StreamGap[]> {
    const rows = await manager.query<RunRow[]>(
      `SELECT topic, partition, epoch, min(position) AS "from", max(position) AS "to"
         FROM (SELECT topic, partition, epoch, position,
                      position - row_number() OVER (PARTITION BY topic, partition, epoch ORDER BY position) AS run
                 FROM (SELECT DISTINCT topic, partition, epoch, position FROM entries
                        WHERE position IS NOT NULL AND ($1::int IS NULL OR partition = $1)) e) p
        GROUP BY topic, partition, epoch, run ORDER BY topic, partition, epoch, "from"`,
      [partition ?? null],
    );
    const streams = new Map<string, RunRow[]>();
    for (const row of rows) {
      const key = JSON.stringify([row.topic, row.partition, row.epoch]);
      const of = streams.get(key);
      if (of) of.push(row);
      else streams.set(key, [row]);
    }
    return [...streams.values()].flatMap((of) => {
      const [first] = of;
      if (!first) return [];
      const { topic, partition, epoch } = first;
      const runs = of.map((row) => ({ from: Number(row.from), to: Number(row.to) }));
      return gapsIn(runs, Number(first.from)).map((gap) => ({ topic, partition, epoch, ...gap }));
    });
  }

  /**
   * What is missing of the streams that a tenant's events are on, as findings. Tenants share streams: what is missing may be
   * another's.
   */
  async gapsOf(manager: EntityManager, tenantId: string, limit: number): Promise<TenantGap[]> {
    const gaps = await this.gaps(manager, partitionOf(tenantId));
    return gaps
      .slice(0, Math.max(limit, 0))
      .map(({ topic, epoch, from, to }) => ({ kind: 'gap', index: null, detail: { topic, epoch, from, to } }));
  }
}
