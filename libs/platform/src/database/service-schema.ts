import type { MigrationInterface } from 'typeorm';

/** One migration; its name, with the time stamp at its end, is what a schema remembers of it. */
export type MigrationClass = new () => MigrationInterface;

/** What a service's schema is made by, known apart from the service: `provision` makes it before the service starts. */
export interface ServiceSchema {
  /** Its name: where everything the service keeps is, and the only one on its search path. */
  readonly schema: string;
  /**
   * Applied in the order of their time stamps, one transaction each. Each must leave what the version before reads and
   * writes (expand, and contract a release later): versions run beside each other while they roll over.
   */
  readonly migrations: readonly MigrationClass[];
}

/** Where a schema remembers which of its migrations it has. */
export const MIGRATIONS_TABLE = 'schema_migrations';

/** As the schema remembers it. */
export const migrationName = (migration: MigrationClass): string => new migration().name ?? migration.name;
