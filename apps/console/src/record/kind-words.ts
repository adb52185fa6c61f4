import type { AuditKind } from '@people-sync/contracts/api';

/** What the kinds of events are called. */
export const kindWords: Readonly<Record<AuditKind, string>> = {
  sync: 'Syncs',
  plan: 'Changes to check',
  person: 'People',
  decision: 'Decisions',
  problem: 'Problems',
  settings: 'Settings and connection',
  record: 'The record itself',
};
