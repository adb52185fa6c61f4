import type { ParkedLimit } from './consumer/parked-room';
import type { KafkaCluster } from './kafka/kafka-cluster';

/** Where events travel: through Kafka if there is one, else through the embedded log. */
export interface BusAddress {
  readonly kafka?: KafkaCluster | undefined;
  /** Stands before every topic and group name, so that several installations can share a Kafka. */
  readonly topicPrefix?: string | undefined;
  readonly busDatabaseUrl?: string | undefined;
}

/** Injection token of the BusAddress that a service's configuration gives. */
export const BUS_ADDRESS = Symbol('BUS_ADDRESS');

/** How one service takes part in the bus. */
export interface MessagingOptions {
  /** As in logs. */
  readonly service: string;
  /** Consumer group; the service's name. */
  readonly groupId: string;
  /** True: the service has an event log, and its relay runs here. */
  readonly emits: boolean;
  /** True: the service has `@EventBatch` handlers. */
  readonly consumes: boolean;
  /** Where events travel; the service's configuration (BUS_ADDRESS) says so if it is not given. */
  readonly bus?: BusAddress | undefined;
  /** Batches of different partitions that are handled at once. */
  readonly concurrency?: number | undefined;
  /** Pause after the n-th failure of a batch in a row, in milliseconds. */
  readonly backoffMs?: ((attempt: number) => number) | undefined;
  /** A handler that takes longer hangs: the process ends, so that another takes over. */
  readonly handlerTimeoutMs?: number | undefined;
  /** For how long events that go straight to a topic are tried again, in milliseconds. */
  readonly publishPatienceMs?: number | undefined;
  /** How much is kept of one tenant's stream while it is parked. */
  readonly parkedLimit?: ParkedLimit | undefined;
  /** Called when consuming cannot go on; ends the process if not given. */
  readonly onFatal?: ((error: Error) => void) | undefined;
}

/** Injection token of the options. */
export const MESSAGING_OPTIONS = Symbol('MESSAGING_OPTIONS');

/** 250 ms doubled up to 30 s. */
export const defaultBackoff = (attempt: number): number => Math.min(30_000, 250 * 2 ** (attempt - 1));

/** Twice Postgres' statement timeout: whatever hangs longer will not come back. */
export const HANDLER_TIMEOUT_MS = 120_000;

/** Longer than a broker's restart. */
export const PUBLISH_PATIENCE_MS = 40_000;
