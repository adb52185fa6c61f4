import type { Logger } from 'typeorm';

/**
 * TypeORM's own lines are written nowhere: it writes the words of a failed migration to standard output, whatever is
 * configured, and those may quote somebody's values. Every error is thrown as well.
 */
export const unheard: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};
