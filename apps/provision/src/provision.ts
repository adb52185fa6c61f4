import { setTimeout as wait } from 'node:timers/promises';
import {
  answersWithin,
  checkTopics,
  type KafkaCluster,
  provisionTopics,
  realignStreams,
  TopicsError,
} from '@people-sync/messaging';
import {
  ConfigError,
  type Environment,
  isDatabaseAway,
  loadConfig,
  provisionSchemas,
  schemaFaults,
  serviceSchemas,
  StartError,
} from '@people-sync/platform';
import { type Part, PARTS } from './parts';
import { DatabaseProvisionConfig, TopicsProvisionConfig } from './provision.config';
import { migrateAll, schemasLack } from './schemas';

/** How often a database that is away is asked again. */
const AGAIN_MS = 500;

/**
 * Makes what is missing for the services in database and Kafka: a login role and a schema each, the topics, and the
 * tables. Of roles that are there the passwords and rights are changed, of tables what an upgrade changes; nothing else.
 * May run at any time, also twice at once. Where a part is left out its configuration is not needed.
 * @returns what there is now, one line each.
 * @throws ConfigError, StartError or TopicsError with a sentence, for example for a topic whose settings lose events.
 */
export async function provision(env: Environment, parts: readonly Part[] = PARTS): Promise<string[]> {
  const { database, topics } = configured(env, parts);
  const said: string[] = [];
  if (database && parts.includes('database')) {
    const { owners, ADMIN_DATABASE_URL } = database;
    await inDatabase(database, () => provisionSchemas(ADMIN_DATABASE_URL, owners));
    said.push(...owners.map(({ role, schema }) => `the database has the schema ${schema} of the role ${role}`));
  }
  if (topics) {
    const { KAFKA_TOPIC_PREFIX: prefix, KAFKA_REPLICATION_FACTOR: replicas } = topics.config;
    await topics.ask(async (retries) => {
      await provisionTopics(topics.cluster, prefix, replicas, retries);
      await checkTopics(topics.cluster, prefix, retries);
    });
    said.push('Kafka has the topics, with settings that lose nothing');
  }
  if (database && parts.includes('migrations')) said.push(...(await inDatabase(database, () => migrateAll(database))));
  return said;
}

/**
 * After a restore of the database, topics made anew, or events that Kafka lost: makes what is missing, then brings both to one
 * moment (`realignStreams`). Every service has to be stopped.
 * @returns what there is now, one line each.
 * @throws ConfigError, StartError or TopicsError with a sentence.
 */
export async function realign(env: Environment): Promise<string[]> {
  const { database, topics } = configured(env, PARTS);
  if (!database || !topics) throw new ConfigError(['KAFKA_BROKERS is missing: without Kafka all is of one moment']);
  const said = await provision(env);
  const { KAFKA_TOPIC_PREFIX: prefix } = topics.config;
  let again = 0;
  await topics.ask(async (retries) => {
    again = await realignStreams(database.ADMIN_DATABASE_URL, serviceSchemas, topics.cluster, prefix, retries);
  });
  return [...said, `database and topics are of one moment; ${again} events will be published again`];
}

/**
 * Says what `provision` would have to mend, or could not; changes nothing.
 * @returns one line each; none if the services can start.
 * @throws ConfigError or StartError with a sentence.
 */
export async function check(env: Environment, parts: readonly Part[] = PARTS): Promise<string[]> {
  const { database, topics } = configured(env, parts);
  const faults: string[] = [];
  const wrong = new Set<string | undefined>();
  if (database && parts.includes('database')) {
    const { owners, ADMIN_DATABASE_URL } = database;
    for (const { schema, said } of await inDatabase(database, () => schemaFaults(ADMIN_DATABASE_URL, owners))) {
      faults.push(said);
      wrong.add(schema);
    }
  }
  if (database && parts.includes('migrations')) faults.push(...(await schemasLack(database, wrong)));
  try {
    await topics?.ask((retries) => checkTopics(topics.cluster, topics.config.KAFKA_TOPIC_PREFIX, retries));
  } catch (error) {
    if (!(error instanceof TopicsError)) throw error;
    faults.push(error.message);
  }
  return faults;
}

/** What the parts need to know. @throws ConfigError with the problems of all of them. */
function configured(env: Environment, parts: readonly Part[]) {
  const problems: string[] = [];
  const loaded = <T extends object>(cls: new () => T): T | undefined => {
    try {
      return loadConfig(cls, env);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
  const needsDatabase = parts.includes('database') || parts.includes('migrations');
  const database = needsDatabase ? loaded(DatabaseProvisionConfig) : undefined;
  const config = parts.includes('topics') ? loaded(TopicsProvisionConfig) : undefined;
  const cluster = config?.kafkaCluster;
  // Events have no other way, unless everything runs in one process over the database.
  const hasBus = (env['BUS_DATABASE_PASSWORD'] ?? env['BUS_DATABASE_PASSWORD_FILE'] ?? '') !== '';
  if (config && !cluster && !hasBus) problems.push('KAFKA_BROKERS is missing');
  if (problems.length > 0) throw new ConfigError(problems);
  return { database, topics: config && cluster && { config, cluster, ask: asking(config, cluster) } };
}

const asking =
  ({ KAFKA_PATIENCE_MS }: TopicsProvisionConfig, cluster: KafkaCluster) =>
  (work: (retries: number) => Promise<void>): Promise<void> =>
    answersWithin(KAFKA_PATIENCE_MS, cluster, work);

/** Does the work, which may be done again, once the database answers. */
async function inDatabase<Result>(
  { DATABASE_PATIENCE_MS }: DatabaseProvisionConfig,
  work: () => Promise<Result>,
): Promise<Result> {
  const deadline = Date.now() + DATABASE_PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (cause) {
      if (isDatabaseAway(cause) && Date.now() < deadline) {
        await wait(AGAIN_MS);
        continue;
      }
      if (cause instanceof StartError) throw cause;
      throw new StartError(
        'The PostgreSQL in ADMIN_DATABASE_URL does not answer, or this user may not make roles and schemas in it.',
        { cause },
      );
    }
  }
}
