import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The reconciler alone says how a sync ended, and why; and no answer is older than the one that was judged before. */
export class OneJudge1767000000000 implements MigrationInterface {
  name = 'OneJudge1767000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenants ADD COLUMN judged_at timestamptz');
    await runner.query('ALTER TABLE syncs ADD COLUMN reason text');
    await runner.query(`UPDATE syncs SET state = 'cancelled' WHERE state = 'closed'`);
    // Of plans from before it is not known.
    await runner.query(`
      ALTER TABLE plans ADD COLUMN quiet json NOT NULL
        DEFAULT '{"goneBefore":0,"leftOut":0,"notStarted":0,"keptAway":0}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE plans DROP COLUMN quiet');
    await runner.query(`UPDATE syncs SET state = 'closed' WHERE state = 'cancelled'`);
    await runner.query('ALTER TABLE syncs DROP COLUMN reason');
    await runner.query('ALTER TABLE tenants DROP COLUMN judged_at');
  }
}
