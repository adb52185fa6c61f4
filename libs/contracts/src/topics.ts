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

/** Who takes part in a topic: services, by their names. */
export interface TopicUsers {
  /** The one that writes it. */
  readonly writer: string;
  /** True: its events are in the writer's event log, and have a place. */
  readonly hasPlaces: boolean;
  readonly readers: readonly string[];
}

/** Compared with the services' handlers by a test. */
export const topicUsers: Readonly<Record<TopicName, TopicUsers>> = {
  'peoplesync.requests': { writer: 'gateway', hasPlaces: true, readers: ['peoplehr-fetcher', 'audit'] },
  'peoplesync.connections': { writer: 'credentials', hasPlaces: true, readers: ['gateway', 'audit'] },
  'peoplesync.snapshots': { writer: 'peoplehr-fetcher', hasPlaces: false, readers: ['gateway', 'reconciler', 'audit'] },
  'peoplesync.changes': { writer: 'reconciler', hasPlaces: true, readers: ['gateway', 'wethrive-writer', 'audit'] },
  'peoplesync.people': { writer: 'wethrive-writer', hasPlaces: true, readers: ['gateway', 'reconciler', 'audit'] },
};
