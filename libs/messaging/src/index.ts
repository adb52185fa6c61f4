export * from './bus-stand';
export * from './consumer/event-consumer';
export * from './consumer/parked-tenants';
export { PARKED_LIMIT, type ParkedLimit } from './consumer/parked-room';
export type { ParkedPlace, ParkedStream } from './consumer/parking.repository';
export * from './consumer/stream-errors';
export { busLacks, provisionBus } from './embedded/bus';
export * from './event-log/event-log';
export { type KafkaCluster, loginMechanisms } from './kafka/kafka-cluster';
export { answersWithin, checkTopics, provisionTopics } from './kafka/topics';
export { BatchStrategy, MessagingModule } from './messaging.module';
export * from './messaging.options';
export * from './messaging-health';
export { MessagingTables1764000000000, messagingMigrations } from './migrations/messaging-tables';
export { BatchContext, type BatchOrigin, EVENT_BATCHES, EventBatch, type RawRecord } from './stream/batch';
export { realignStreams } from './realign/realign';
export { livelyConnection, serverNotices } from './storage/connection-settings';
export { poolOf } from './storage/pool.repository';
export { murmur2, partitionOf } from './stream/partition';
export type { Tracer } from '@opentelemetry/api';
export {
  contextWithin,
  currentTraceparent,
  endFailed,
  entering,
  type EntryPlan,
  inSpan,
  openEntry,
  openSpan,
  type SpanPlan,
  SYNC,
  TENANT,
  TRACER,
} from './tracing/spans';
export { spanContextOf, traceparentOf } from './tracing/traceparent';
export { endsWithin } from './stream/within';
export * from './transport/event-publisher';
export { EventTextError, EventTooLargeError, MAX_EVENT_BYTES } from './transport/event-check';
export * from './transport/event-transport';
export * from './transport/topics-error';
