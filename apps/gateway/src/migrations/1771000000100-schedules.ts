import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When each company's nightly sync is to start next, and how many may start in a minute, of all companies together. */
export class Schedules1771000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE schedules (
        tenant_id text PRIMARY KEY REFERENCES tenants,
        enabled   boolean NOT NULL DEFAULT false,
        minute    smallint CHECK (minute BETWEEN 0 AND 1439),
        time_zone text,
        next_at   timestamptz,
        rests     text,
        CHECK (NOT enabled OR next_at IS NOT NULL)
      )`);
    await runner.query(`CREATE INDEX schedules_due ON schedules (next_at) WHERE enabled AND rests IS NULL`);
    // Whoever starts syncs by the schedule holds its one row until they commit.
    await runner.query(`
      CREATE TABLE schedule_pace (
        is_one  boolean PRIMARY KEY DEFAULT true CHECK (is_one),
        free_at timestamptz NOT NULL
      )`);
    await runner.query(`INSERT INTO schedule_pace (free_at) VALUES ('epoch')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE schedule_pace');
    await runner.query('DROP TABLE schedules');
  }
}
