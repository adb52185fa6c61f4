import { messagingMigrations } from '@people-sync/messaging';
import type { ServiceSchema } from '@people-sync/platform';
import { Jobs1764000000100 } from './1764000000100-jobs';

/** What the service's tables are made by. */
export const fetcherSchema: ServiceSchema = {
  schema: 'fetcher',
  migrations: [...messagingMigrations, Jobs1764000000100],
};
