import { messagingMigrations } from '@people-sync/messaging';
import type { ServiceSchema } from '@people-sync/platform';
import { Jobs1764000000100 } from './1764000000100-jobs';
import { LeftOutRequests1765000000000 } from './1765000000000-left-out-requests';

/** What the service's tables are made by. */
export const fetcherSchema: ServiceSchema = {
  schema: 'fetcher',
  migrations: [...messagingMigrations, Jobs1764000000100, LeftOutRequests1765000000000],
};
