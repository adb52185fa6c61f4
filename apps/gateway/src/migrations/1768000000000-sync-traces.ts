import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What asked for a sync: whatever is done for it later, by whichever process, is told to the same trace. */
export class SyncTraces1768000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE syncs ADD COLUMN traceparent text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE syncs DROP COLUMN traceparent');
  }
}
