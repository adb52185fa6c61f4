import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What cannot be read is no fact: leavers whose last day cannot be read are asked about, and a problem may be many people's. */
export class Readings1766000000000 implements MigrationInterface {
  name = 'Readings1766000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE decisions
        DROP CONSTRAINT decisions_kind_check,
        ADD CONSTRAINT decisions_kind_check CHECK (kind IN (
          'same-person', 'new-person', 'missing-left', 'missing-keep', 'leaver-left', 'leaver-not-yet', 'leave-out',
          'kept'))`);
    await runner.query('ALTER TABLE problems ADD COLUMN affected integer NOT NULL DEFAULT 1');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE problems DROP COLUMN affected');
    await runner.query(`DELETE FROM decisions WHERE kind IN ('leaver-left', 'leaver-not-yet')`);
    await runner.query(`
      ALTER TABLE decisions
        DROP CONSTRAINT decisions_kind_check,
        ADD CONSTRAINT decisions_kind_check CHECK (kind IN (
          'same-person', 'new-person', 'missing-left', 'missing-keep', 'leave-out', 'kept'))`);
  }
}
