import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `left_out`: the tenant's newest request could not be taken and was given up, so that nothing is read for it and its end is
 * still to be told.
 */
export class LeftOutRequests1765000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE jobs ADD COLUMN left_out boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE jobs DROP COLUMN left_out');
  }
}
