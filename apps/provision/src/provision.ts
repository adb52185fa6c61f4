import { answersWithin, checkTopics, type KafkaCluster, provisionTopics, TopicsError } from '@people-sync/messaging';
import {
  ConfigError,
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
  const cluster = clusterOf(config);
  const owners = ownersOf(config);
  await inDatabase(() => provisionSchemas(config.ADMIN_DATABASE_URL, owners));
  const { KAFKA_TOPIC_PREFIX: prefix, KAFKA_PATIENCE_MS: patience } = config;
  await answersWithin(patience, cluster, async (retries) => {
    await provisionTopics(cluster, prefix, config.KAFKA_REPLICATION_FACTOR, retries);
    await checkTopics(cluster, prefix, retries);
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
  const cluster = clusterOf(config);
  const faults = await inDatabase(() => schemaFaults(config.ADMIN_DATABASE_URL, ownersOf(config)));
  const { KAFKA_TOPIC_PREFIX: prefix, KAFKA_PATIENCE_MS: patience } = config;
  try {
    await answersWithin(patience, cluster, (retries) => checkTopics(cluster, prefix, retries));
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

/** Events of several services have no other way. */
function clusterOf({ kafkaCluster }: ProvisionConfig): KafkaCluster {
  if (!kafkaCluster) throw new ConfigError(['KAFKA_BROKERS is missing']);
  return kafkaCluster;
}

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
