import { answersWithin, checkTopics, provisionTopics, TopicsError } from '@people-sync/messaging';
import {
  type Environment,
  loadConfig,
  provisionSchemas,
  schemaFaults,
  type SchemaOwner,
  serviceSchemas,
  StartError,
} from '@people-sync/platform';
import { ProvisionConfig } from './provision.config';

/**
 * Makes what is missing for the services in database and Kafka: a login role and a schema each, and the topics; nothing
 * that is there is changed but the roles' passwords. May run at any time, also twice at once.
 * @returns what there is now, one line each.
 * @throws ConfigError, StartError or TopicsError with a sentence, for example for a topic whose settings lose events.
 */
export async function provision(env: Environment): Promise<string[]> {
  const config = loadConfig(ProvisionConfig, env);
  const owners = ownersOf(config);
  await inDatabase(() => provisionSchemas(config.ADMIN_DATABASE_URL, owners));
  const { brokers, topicPrefix } = kafkaOf(config);
  await answersWithin(config.KAFKA_PATIENCE_MS, brokers, async (retries) => {
    await provisionTopics(brokers, topicPrefix, config.KAFKA_REPLICATION_FACTOR, retries);
    await checkTopics(brokers, topicPrefix, retries);
  });
  return [
    ...owners.map(({ role, schema }) => `the database has the schema ${schema} of the role ${role}`),
    `Kafka has the topics, with settings that lose nothing`,
  ];
}

/**
 * Says what `provision` would have to mend, or could not; changes nothing.
 * @returns one line each; none if the services can start.
 * @throws ConfigError or StartError with a sentence.
 */
export async function check(env: Environment): Promise<string[]> {
  const config = loadConfig(ProvisionConfig, env);
  const faults = await inDatabase(() => schemaFaults(config.ADMIN_DATABASE_URL, ownersOf(config)));
  const { brokers, topicPrefix } = kafkaOf(config);
  try {
    await answersWithin(config.KAFKA_PATIENCE_MS, brokers, (retries) => checkTopics(brokers, topicPrefix, retries));
  } catch (error) {
    if (!(error instanceof TopicsError)) throw error;
    faults.push(error.message);
  }
  return faults;
}

const ownersOf = (config: ProvisionConfig): SchemaOwner[] => {
  const passwords = {
    gateway: config.GATEWAY_DATABASE_PASSWORD,
    credentials: config.CREDENTIALS_DATABASE_PASSWORD,
    fetcher: config.FETCHER_DATABASE_PASSWORD,
    reconciler: config.RECONCILER_DATABASE_PASSWORD,
    writer: config.WRITER_DATABASE_PASSWORD,
  };
  return Object.values(serviceSchemas).map((schema) => ({
    schema,
    role: config.ROLE_PREFIX + schema,
    password: passwords[schema],
  }));
};

const kafkaOf = (config: ProvisionConfig) => ({
  brokers: config.KAFKA_BROKERS.split(','),
  topicPrefix: config.KAFKA_TOPIC_PREFIX,
});

async function inDatabase<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw new StartError(
      'The PostgreSQL in ADMIN_DATABASE_URL does not answer, or this user may not make roles and schemas in it.',
      { cause },
    );
  }
}
