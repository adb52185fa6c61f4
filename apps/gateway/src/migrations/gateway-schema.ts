import { messagingMigrations } from '@people-sync/messaging';
import type { ServiceSchema } from '@people-sync/platform';
import { Syncs1764000000000 } from './1764000000000-syncs';
import { HeldPlans1765000000000 } from './1765000000000-held-plans';
import { Sessions1766000000000 } from './1766000000000-sessions';
import { ConnectBudgets1766000000100 } from './1766000000100-connect-budgets';
import { SyncEndings1767000000000 } from './1767000000000-sync-endings';
import { SyncTraces1768000000000 } from './1768000000000-sync-traces';
import { Feed1769000000000 } from './1769000000000-feed';
import { PlannedCounts1770000000000 } from './1770000000000-planned-counts';
import { Schedules1771000000100 } from './1771000000100-schedules';

/** What the service's tables are made by. */
export const gatewaySchema: ServiceSchema = {
  schema: 'gateway',
  migrations: [
    ...messagingMigrations,
    Syncs1764000000000,
    HeldPlans1765000000000,
    Sessions1766000000000,
    ConnectBudgets1766000000100,
    SyncEndings1767000000000,
    SyncTraces1768000000000,
    Feed1769000000000,
    PlannedCounts1770000000000,
    Schedules1771000000100,
  ],
};
