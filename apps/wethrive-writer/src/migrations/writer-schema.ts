import { messagingMigrations } from '@people-sync/messaging';
import type { ServiceSchema } from '@people-sync/platform';
import { People1764000000000 } from './1764000000000-people';
import { ManagersAndImports1765000000100 } from './1765000000100-managers-and-imports';
import { DroppedChanges1766000000000 } from './1766000000000-dropped-changes';
import { Moments1769000000000 } from './1769000000000-moments';

/** What the service's tables are made by. */
export const writerSchema: ServiceSchema = {
  schema: 'writer',
  migrations: [
    ...messagingMigrations,
    People1764000000000,
    ManagersAndImports1765000000100,
    DroppedChanges1766000000000,
    Moments1769000000000,
  ],
};
