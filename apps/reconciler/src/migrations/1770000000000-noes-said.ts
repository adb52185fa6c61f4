import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a no to a plan said is kept with it: the same again is told from another one. */
export class NoesSaid1770000000000 implements MigrationInterface {
  name = 'NoesSaid1770000000000';

  async up(runner: QueryRunner): Promise<void> {
    // Of plans from before, and of the version before, it is not known.
    await runner.query('ALTER TABLE plans ADD COLUMN also uuid[], ADD COLUMN not_now boolean');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE plans DROP COLUMN also, DROP COLUMN not_now');
  }
}
