import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Replays that somebody asked for, and what they found: no part of the record, and kept for a while only. */
export class Replays1771000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE replays (
        replay_id     uuid PRIMARY KEY,
        tenant_id     text NOT NULL,
        -- What happened later is not looked at; null: all that is recorded.
        until         timestamptz,
        status        text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'completed', 'failed')),
        -- Processes that began it: of one over which several died nobody tries again.
        attempts      int NOT NULL DEFAULT 0,
        lease_until   timestamptz,
        entries_taken bigint NOT NULL DEFAULT 0,
        entries_total bigint NOT NULL DEFAULT 0,
        reason        text,
        entry         bigint,
        -- What it found. Values about people are sealed; here are their hashes.
        report        jsonb,
        requested_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        started_at    timestamptz,
        finished_at   timestamptz,
        CHECK ((status IN ('completed', 'failed')) = (finished_at IS NOT NULL)),
        CHECK ((status = 'completed') = (report IS NOT NULL)),
        CHECK ((status = 'failed') = (reason IS NOT NULL))
      )`);
    await runner.query(`CREATE INDEX replays_tenant ON replays (tenant_id, replay_id)`);
    await runner.query(`CREATE INDEX replays_open ON replays (requested_at) WHERE finished_at IS NULL`);
    // One at a time of a tenant, whoever claims.
    await runner.query(`CREATE UNIQUE INDEX replays_running ON replays (tenant_id) WHERE status = 'running'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE replays');
  }
}
