import { messagingMigrations } from '@people-sync/messaging';
import type { ServiceSchema } from '@people-sync/platform';
import { PersonKeys1770000000000 } from './1770000000000-person-keys';
import { Record1770000000000 } from './1770000000000-record';
import { Replays1771000000000 } from './1771000000000-replays';

/** What the record's tables are made by. */
export const auditSchema: ServiceSchema = {
  schema: 'audit',
  migrations: [...messagingMigrations, Record1770000000000, Replays1771000000000],
};

/** The same role's second schema: keys, backed up apart. */
export const auditKeysSchema: ServiceSchema = {
  schema: 'audit_keys',
  migrations: [PersonKeys1770000000000],
};
