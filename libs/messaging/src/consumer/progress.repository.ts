import type { DataSource, EntityManager } from 'typeorm';
import type { Place } from './place';

/** Below the half minute in which events flow again. */
const SILENT = '20s';

interface ProgressRow {
  readonly epoch: number | null;
  readonly position: string | null;
  readonly next_offset: string;
  readonly mark: string | null;
}

const parse = (row: ProgressRow): Place => ({
  epoch: row.epoch,
  position: row.position === null ? null : Number(row.position),
  nextOffset: Number(row.next_offset),
  mark: row.mark,
});

/**
 * The place, locked until the transaction ends: two members with the same partition take turns. A member whose machine
 * vanished in between loses its turn after SILENT: the server ends its transaction.
 */
export async function lockProgress(tx: EntityManager, group: string, topic: string, partition: number): Promise<Place> {
  const select = `SELECT epoch, position, next_offset, mark, set_config('idle_in_transaction_session_timeout', '${SILENT}', true)
                  FROM consumer_progress
                  WHERE group_id = $1 AND topic = $2 AND partition = $3 FOR UPDATE`;
  const key = [group, topic, partition];
  const [row] = await tx.query<ProgressRow[]>(select, key);
  if (row) return parse(row);
  await tx.query(
    `INSERT INTO consumer_progress (group_id, topic, partition) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    key,
  );
  const [made] = await tx.query<ProgressRow[]>(select, key);
  if (!made) throw new Error('consumer_progress has lost a row');
  return parse(made);
}

/** Moves the place; call it in the transaction that locked it. */
export async function moveProgress(
  tx: EntityManager,
  group: string,
  topic: string,
  partition: number,
  to: Place,
): Promise<void> {
  await tx.query(
    `UPDATE consumer_progress SET epoch = $4, position = $5, next_offset = $6, mark = $7
     WHERE group_id = $1 AND topic = $2 AND partition = $3`,
    [group, topic, partition, to.epoch, to.position, to.nextOffset, to.mark],
  );
}

/** Next offsets of a group, by partition; a partition that it never read is not in the map. */
export async function storedOffsets(
  dataSource: DataSource,
  group: string,
  topic: string,
): Promise<Map<number, number>> {
  const rows = await dataSource.query<{ partition: number; next_offset: string }[]>(
    `SELECT partition, next_offset FROM consumer_progress WHERE group_id = $1 AND topic = $2`,
    [group, topic],
  );
  return new Map(rows.map((row) => [row.partition, Number(row.next_offset)]));
}
