import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Syncs and imports that are given up as a whole because a part of them was left out, and what was applied of the others. */
export class DroppedChanges1766000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Each part that was left out may have taken one number of anybody with it: `people.drops` says up to which part that
    // is settled, because something newer of theirs was written since.
    await runner.query(`
      ALTER TABLE licences
        ADD COLUMN drops bigint NOT NULL DEFAULT 0,
        ADD COLUMN in_doubt boolean NOT NULL DEFAULT false`);
    await runner.query('ALTER TABLE people ADD COLUMN drops bigint NOT NULL DEFAULT 0');
    // Of a sync whose plan was lost nobody can tell the number here.
    await runner.query(`
      ALTER TABLE syncs
        ALTER COLUMN number DROP NOT NULL,
        ADD COLUMN joined bigint NOT NULL DEFAULT 0,
        ADD COLUMN rejoined bigint NOT NULL DEFAULT 0,
        ADD COLUMN changed bigint NOT NULL DEFAULT 0,
        ADD COLUMN "left" bigint NOT NULL DEFAULT 0,
        ADD COLUMN waiting bigint NOT NULL DEFAULT 0`);
    await runner.query(`CREATE INDEX syncs_planned ON syncs (tenant_id) WHERE state = 'planned'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX syncs_planned');
    await runner.query('DELETE FROM syncs WHERE number IS NULL');
    await runner.query(`
      ALTER TABLE syncs
        ALTER COLUMN number SET NOT NULL,
        DROP COLUMN joined, DROP COLUMN rejoined, DROP COLUMN changed, DROP COLUMN "left", DROP COLUMN waiting`);
    await runner.query('ALTER TABLE people DROP COLUMN drops');
    await runner.query('ALTER TABLE licences DROP COLUMN drops, DROP COLUMN in_doubt');
  }
}
