import { messagingMigrations } from '@people-sync/messaging';
import type { ServiceSchema } from '@people-sync/platform';
import { Connections1764000000000 } from './1764000000000-connections';

/** What the service's tables are made by. */
export const credentialsSchema: ServiceSchema = {
  schema: 'credentials',
  migrations: [...messagingMigrations, Connections1764000000000],
};
