import { Logger } from '@nestjs/common';
import { Kafka, logLevel } from 'kafkajs';
import { clientOptions, type KafkaCluster } from './kafka-cluster';
import { patchIdlePoll } from './idle-patch';
import { weightOf } from './line-weight';

const REPEAT_MS = 30_000;

/** With few retries a consumer crashes on a broker's restart, and then waits a session timeout for its own ghost. */
const FOR_EVER = 1_000_000;

/** kafkajs' words for UNKNOWN_TOPIC_OR_PARTITION; it tells of it in its log only, and then reads on by itself. */
const TOPIC_AWAY = 'does not host this topic-partition';

/**
 * A kafkajs client that waits for a broker that is away, and says the same thing once in 30 s.
 * @param retries after which a call gives up, some 2 s each; for ever if not given.
 * @param onTopicAway called when a broker says that it has no such topic, for example while it is made anew
 */
export function kafkaClient(
  clientId: string,
  cluster: KafkaCluster,
  retries: number = FOR_EVER,
  onTopicAway: () => void = () => undefined,
): Kafka {
  patchIdlePoll();
  const logger = new Logger(`kafka:${clientId}`);
  const said = new Map<string, number>();
  return new Kafka({
    clientId,
    ...clientOptions(cluster),
    connectionTimeout: 2000,
    retry: { retries, initialRetryTime: 200, maxRetryTime: 2000 },
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ level, log }) => {
        const error = typeof log['error'] === 'string' ? log['error'] : undefined;
        if (error?.includes(TOPIC_AWAY)) onTopicAway();
        const weight = weightOf(level === logLevel.ERROR ? 'error' : 'warn', log.message, error);
        const now = Date.now();
        if (now - (said.get(log.message) ?? 0) < REPEAT_MS) return;
        if (said.size > 200) said.clear();
        said.set(log.message, now);
        logger[weight](log.message, { error });
      },
  });
}
