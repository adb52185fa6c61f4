import { auditKeysSchema, auditSchema } from '@people-sync/audit';
import { busLacks, provisionBus } from '@people-sync/messaging';
import { credentialsSchema } from '@people-sync/credentials';
import { gatewaySchema } from '@people-sync/gateway';
import { fetcherSchema } from '@people-sync/peoplehr-fetcher';
import { addressFor, migrateSchema, schemaLacks, type ServiceSchema } from '@people-sync/platform';
import { reconcilerSchema } from '@people-sync/reconciler';
import { writerSchema } from '@people-sync/wethrive-writer';
import type { DatabaseProvisionConfig } from './provision.config';

/** The tables of every service. */
export const schemas: readonly ServiceSchema[] = [
  gatewaySchema,
  credentialsSchema,
  fetcherSchema,
  reconcilerSchema,
  writerSchema,
  auditSchema,
  auditKeysSchema,
];

/**
 * Brings every schema to the version of this program, each as the role that owns it.
 * @returns what there is now, one line each.
 * @throws StartError with a sentence for the first that cannot be; those before it stay as new as they are.
 */
export async function migrateAll(config: DatabaseProvisionConfig): Promise<string[]> {
  const said: string[] = [];
  for (const { service, address } of addressed(config)) {
    await migrateSchema(address, service);
    said.push(`the schema ${service.schema} has its tables`);
  }
  const bus = config.addressOf(config.ADMIN_DATABASE_URL, 'bus');
  if (bus !== undefined) {
    await provisionBus(bus);
    said.push('the database has the event log that takes the place of Kafka');
  }
  return said;
}

/**
 * What is missing of the tables, one sentence per schema; nothing for one that is newer. Changes nothing.
 * @param wrong schemas that nobody can look into.
 */
export async function schemasLack(
  config: DatabaseProvisionConfig,
  wrong: ReadonlySet<string | undefined>,
): Promise<string[]> {
  const lacking = addressed(config)
    .filter(({ service }) => !wrong.has(service.schema))
    .map(({ service, address }) => schemaLacks(address, service));
  const bus = wrong.has('bus') ? undefined : config.addressOf(config.ADMIN_DATABASE_URL, 'bus');
  if (bus !== undefined) lacking.push(busLacks(bus));
  return (await Promise.all(lacking)).filter((sentence) => sentence !== undefined);
}

function addressed({ owners, ADMIN_DATABASE_URL }: DatabaseProvisionConfig) {
  const ofServices = owners.filter(({ schema }) => schema !== 'bus');
  return ofServices.flatMap(({ schema, beside = [], role, password }) =>
    [schema, ...beside].map((name) => {
      const service = schemas.find((one) => one.schema === name);
      if (!service) throw new Error(`nobody makes the schema ${name}`);
      return { service, address: addressFor(ADMIN_DATABASE_URL, role, password) };
    }),
  );
}
