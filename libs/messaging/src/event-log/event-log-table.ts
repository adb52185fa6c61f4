import type { DailyTable } from '../storage/daily-partitions';

/**
 * Published rows stay seven days for whoever wants to look. A day goes only when the relay has passed all of it: rows of
 * a stream that is behind keep theirs.
 */
export const eventLogTable: DailyTable = {
  table: 'event_log',
  column: 'created_at',
  keptDays: 7,
  needed: (table) =>
    `EXISTS (SELECT 1 FROM relay_cursor c WHERE EXISTS (
       SELECT 1 FROM ${table} l WHERE l.topic = c.topic AND l.partition = c.partition AND l.position > c.position))`,
};
