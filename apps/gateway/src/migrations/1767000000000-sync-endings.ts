import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Syncs that are to end and have not: whoever wanted it does not have to want it again. */
export class SyncEndings1767000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sync_endings (
        tenant_id text NOT NULL,
        number    integer NOT NULL,
        why       text NOT NULL,
        wanted_by text NOT NULL,
        PRIMARY KEY (tenant_id, number)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE sync_endings');
  }
}
