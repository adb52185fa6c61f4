import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the plan of a sync counted, beside what was done by it. */
export class PlannedCounts1770000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE syncs ADD COLUMN planned jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE syncs DROP COLUMN planned');
  }
}
