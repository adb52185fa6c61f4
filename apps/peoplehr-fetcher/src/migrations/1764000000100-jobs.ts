import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One row per tenant: the newest request, how far it got, and the tenant's calls of the last minute. No employee and
 * no key is ever in it. `due_at` is when somebody may take the job: now, after a pause, or when a lease has run out.
 * `deaths`: claims in a row that ended without an ending.
 */
export class Jobs1764000000100 implements MigrationInterface {
  readonly name = 'Jobs1764000000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE jobs (
        tenant_id          text PRIMARY KEY,
        number             bigint NOT NULL,
        sync_id            uuid NOT NULL,
        mode               text NOT NULL,
        trigger            text NOT NULL,
        base_digest        text,
        erased             text[] NOT NULL,
        actor              text,
        traceparent        text,
        requested_at       timestamptz NOT NULL,
        state              text NOT NULL CHECK (state IN ('waiting', 'running', 'done')),
        attempt            integer NOT NULL DEFAULT 0,
        due_at             timestamptz,
        unavailable_tries  integer NOT NULL DEFAULT 0,
        throttled_tries    integer NOT NULL DEFAULT 0,
        lost_reads         integer NOT NULL DEFAULT 0,
        own_waits          integer NOT NULL DEFAULT 0,
        deaths             integer NOT NULL DEFAULT 0,
        failure            text,
        window_started_at  timestamptz,
        window_calls       integer NOT NULL DEFAULT 0,
        refused_connection uuid,
        company_checked_at timestamptz NOT NULL DEFAULT now(),
        CHECK ((state = 'done') = (due_at IS NULL))
      )`);
    await runner.query(`CREATE INDEX jobs_due ON jobs (due_at) WHERE due_at IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE jobs');
  }
}
