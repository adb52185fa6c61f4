import { messagingMigrations } from '@people-sync/messaging';
import type { ServiceSchema } from '@people-sync/platform';
import { FirstSchema1764000000100 } from './1764000000100-first-schema';
import { Decisions1765000000000 } from './1765000000000-decisions';
import { Readings1766000000000 } from './1766000000000-readings';
import { OneJudge1767000000000 } from './1767000000000-one-judge';
import { NoesSaid1770000000000 } from './1770000000000-noes-said';

/** What the service's tables are made by. */
export const reconcilerSchema: ServiceSchema = {
  schema: 'reconciler',
  migrations: [
    ...messagingMigrations,
    FirstSchema1764000000100,
    Decisions1765000000000,
    Readings1766000000000,
    OneJudge1767000000000,
    NoesSaid1770000000000,
  ],
};
