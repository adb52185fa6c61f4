import { topics } from '@people-sync/contracts';
import { provisionTopics } from '@people-sync/messaging';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { eventually } from '../eventually';
import { kafkaBrokers } from '../real';
import { type EmbeddedKafka, embeddedKafka } from '../servers/kafka';
import { services } from './running-system';

/** A Kafka with the system's topics. */
export interface SystemKafka {
  readonly brokers: readonly string[];
  /** undefined on a Kafka that is not the system's own. */
  readonly own: EmbeddedKafka | undefined;
  /** Stops the system's own Kafka; on another one, removes the topics and groups of this system. */
  release(): Promise<void>;
}

/** Where a system's topics are made, and by whom. */
export interface KafkaOptions {
  /** false: the topics are somebody else's work. */
  readonly isProvisioned: boolean;
  /** On a Kafka for this system alone, whatever the run's is. */
  readonly isOwn: boolean;
}

/**
 * Positions belong to one database, so each system needs topics that no other uses: on a Kafka of its own where this
 * run's is embedded, else on the run's.
 * @throws if the run's Kafka holds PeopleSync's topics already: they are somebody else's.
 */
export async function systemKafka({ isProvisioned, isOwn }: KafkaOptions): Promise<SystemKafka> {
  const run = kafkaBrokers();
  if (run.length === 0) throw new Error("there is no Kafka in this run: use describeReal('postgres', 'kafka')");
  if (!isOwn && process.env['TEST_KAFKA_FROM'] !== 'embedded') return ownTopicsOn(run, isProvisioned);
  const own = await embeddedKafka();
  try {
    if (isProvisioned) await provisionTopics({ brokers: [own.address] });
  } catch (error) {
    await own.stop();
    throw error;
  }
  return { brokers: [own.address], own, release: () => own.stop() };
}

async function ownTopicsOn(brokers: readonly string[], isProvisioned: boolean): Promise<SystemKafka> {
  const admin = new Kafka({ brokers: [...brokers], clientId: 'tests', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const names = topics.map(({ name }) => name);
    const known = await admin.listTopics();
    const taken = names.filter((name) => known.includes(name));
    if (taken.length > 0) throw new Error(`the given Kafka is in use, it has ${taken.join(', ')}: give an empty one`);
    if (isProvisioned) await provisionTopics({ brokers });
    return {
      brokers,
      own: undefined,
      release: async () => {
        try {
          await admin.deleteTopics({ topics: names });
          await removeGroups(admin);
        } finally {
          await admin.disconnect();
        }
      },
    };
  } catch (error) {
    await admin.disconnect();
    throw error;
  }
}

/** As a disaster does that takes the topics with all that is in them; resolves when they are gone. */
export async function loseTopics(brokers: readonly string[]): Promise<void> {
  const admin = new Kafka({ brokers: [...brokers], clientId: 'tests', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const names = topics.map(({ name }) => name);
    await admin.deleteTopics({ topics: names });
    await eventually(async () => {
      const left = await admin.listTopics();
      if (names.some((name) => left.includes(name))) throw new Error('the topics are still there');
    });
  } finally {
    await admin.disconnect();
  }
}

/** A group goes only when its last member has: one that was killed has until its session times out. */
async function removeGroups(admin: Admin): Promise<void> {
  const { groups } = await admin.listGroups();
  const ours = groups.map(({ groupId }) => groupId).filter((id) => services.some((service) => service === id));
  for (const group of ours) await eventually(() => admin.deleteGroups([group]));
}
