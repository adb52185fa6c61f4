const DAY = 24 * 60 * 60 * 1000;

/** One topic of the bus. */
export interface Topic {
  readonly name: TopicName;
  /** Never changed later: tenants would move between partitions and lose their order. */
  readonly partitions: 12;
  readonly retentionMs: number;
}

/** The five topics. Key of every record is the tenant id. */
export const topicNames = [
  'peoplesync.requests',
  'peoplesync.connections',
  'peoplesync.snapshots',
  'peoplesync.changes',
  'peoplesync.people',
] as const;
export type TopicName = (typeof topicNames)[number];

/** The one list that feeds code, compose, chart and tests. */
export const topics: readonly Topic[] = [
  { name: 'peoplesync.requests', partitions: 12, retentionMs: 14 * DAY },
  { name: 'peoplesync.connections', partitions: 12, retentionMs: 14 * DAY },
  { name: 'peoplesync.snapshots', partitions: 12, retentionMs: 7 * DAY },
  { name: 'peoplesync.changes', partitions: 12, retentionMs: 14 * DAY },
  { name: 'peoplesync.people', partitions: 12, retentionMs: 14 * DAY },
];
