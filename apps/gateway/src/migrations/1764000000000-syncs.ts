import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tenants, their syncs, and answers that are given again for the same idempotency key. That a tenant has one slot, and
 * one follow-up per mode, holds in the database too.
 */
export class Syncs1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tenants (
        tenant_id   text PRIMARY KEY CHECK (tenant_id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
        name        text NOT NULL,
        time_zone   text NOT NULL,
        seats       integer CHECK (seats >= 0),
        next_number integer NOT NULL DEFAULT 1,
        base_digest text,
        created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at  timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
    await runner.query(`
      CREATE TABLE syncs (
        tenant_id    text NOT NULL REFERENCES tenants,
        sync_id      uuid NOT NULL,
        number       integer NOT NULL CHECK (number > 0),
        mode         text NOT NULL CHECK (mode IN ('apply', 'preview', 'repair')),
        trigger      text NOT NULL CHECK (trigger IN ('manual', 'schedule', 'webhook', 'platform')),
        requested_by text NOT NULL,
        status       text NOT NULL,
        rank         smallint NOT NULL GENERATED ALWAYS AS (CASE status
                       WHEN 'queued' THEN 0 WHEN 'requested' THEN 1 WHEN 'fetching' THEN 2 WHEN 'comparing' THEN 3
                       WHEN 'held' THEN 4 WHEN 'applying' THEN 4 ELSE 5 END) STORED,
        status_since timestamptz NOT NULL,
        settled      boolean NOT NULL DEFAULT false,
        refetched    boolean NOT NULL DEFAULT false,
        reason       text,
        about        text,
        counts       jsonb,
        problems     integer NOT NULL DEFAULT 0,
        plan_hash    text,
        held_because text[] NOT NULL DEFAULT '{}',
        requested_at timestamptz NOT NULL,
        started_at   timestamptz,
        finished_at  timestamptz,
        PRIMARY KEY (tenant_id, number),
        UNIQUE (tenant_id, sync_id),
        CHECK ((rank = 5) = (finished_at IS NOT NULL))
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX syncs_one_slot ON syncs (tenant_id)
        WHERE status IN ('requested', 'fetching', 'comparing', 'applying')`);
    await runner.query(`CREATE UNIQUE INDEX syncs_one_follow_up ON syncs (tenant_id, mode) WHERE status = 'queued'`);
    await runner.query(`CREATE INDEX syncs_live ON syncs (tenant_id) WHERE rank < 5`);
    await runner.query(`CREATE INDEX syncs_without_plan ON syncs (status_since) WHERE rank BETWEEN 1 AND 3`);
    await runner.query(`
      CREATE TABLE idempotency_keys (
        tenant_id  text NOT NULL,
        subject    text NOT NULL,
        key        text NOT NULL,
        request    text NOT NULL,
        first_at   timestamptz NOT NULL,
        claimed_at timestamptz NOT NULL,
        answer     json,
        PRIMARY KEY (tenant_id, subject, key)
      )`);
    await runner.query(`CREATE INDEX idempotency_keys_age ON idempotency_keys (first_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idempotency_keys');
    await runner.query('DROP TABLE syncs');
    await runner.query('DROP TABLE tenants');
  }
}
