import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keys are compared byte by byte (`COLLATE "C"`): the same order as in the rules, whatever the server's locale.
 * `employee` is `json`, not `jsonb`: it is carried, never searched, and what decides stands in columns of its own.
 */
export class FirstSchema1764000000100 implements MigrationInterface {
  name = 'FirstSchema1764000000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tenants (
        tenant_id text COLLATE "C" PRIMARY KEY,
        known_version integer NOT NULL DEFAULT 0,
        newest_settled integer NOT NULL DEFAULT 0,
        company_id text,
        base_digest text COLLATE "C",
        base_number integer,
        base_count integer NOT NULL DEFAULT 0,
        base_rules integer,
        base_policy integer,
        base_decisions integer,
        missing integer NOT NULL DEFAULT 0,
        policy_version integer NOT NULL DEFAULT 0,
        decisions_version integer NOT NULL DEFAULT 0
      )`);
    await runner.query(`
      CREATE TABLE syncs (
        tenant_id text COLLATE "C" NOT NULL,
        number integer NOT NULL,
        sync_id uuid NOT NULL,
        attempt integer NOT NULL DEFAULT 0,
        refetched_attempt integer NOT NULL DEFAULT 0,
        state text NOT NULL,
        PRIMARY KEY (tenant_id, number)
      )`);
    await runner.query(`
      CREATE TABLE staging (
        tenant_id text COLLATE "C" NOT NULL,
        number integer NOT NULL,
        attempt integer NOT NULL,
        idx integer NOT NULL,
        employee_id text COLLATE "C" NOT NULL,
        digest text COLLATE "C" NOT NULL,
        unique_key text COLLATE "C",
        email text COLLATE "C",
        name text,
        status text,
        start_date text,
        leaving_date text,
        employee json NOT NULL,
        PRIMARY KEY (tenant_id, number, attempt, idx)
      )`);
    await runner.query(`
      CREATE TABLE base_rows (
        tenant_id text COLLATE "C" NOT NULL,
        employee_id text COLLATE "C" NOT NULL,
        digest text COLLATE "C" NOT NULL,
        unique_key text COLLATE "C",
        email text COLLATE "C",
        name text,
        status text,
        start_date text,
        leaving_date text,
        due date,
        employee json,
        PRIMARY KEY (tenant_id, employee_id)
      )`);
    await runner.query(`CREATE INDEX base_rows_due ON base_rows (tenant_id, due) WHERE due IS NOT NULL`);
    await runner.query(`
      CREATE TABLE persons (
        tenant_id text COLLATE "C" NOT NULL,
        person_id uuid NOT NULL,
        employee_id text COLLATE "C" NOT NULL,
        unique_key text COLLATE "C",
        email text COLLATE "C",
        name text,
        state text NOT NULL CHECK (state IN ('active', 'left')),
        source_version integer NOT NULL,
        digest text COLLATE "C" NOT NULL,
        status text,
        leaving_date text,
        ignored_leaving_date text,
        employee json NOT NULL,
        PRIMARY KEY (tenant_id, person_id),
        UNIQUE (tenant_id, employee_id)
      )`);
    await runner.query(`CREATE INDEX persons_active_email ON persons (tenant_id, email) WHERE state = 'active'`);
    await runner.query(`
      CREATE TABLE plans (
        tenant_id text COLLATE "C" NOT NULL,
        sync_id uuid NOT NULL,
        number integer NOT NULL,
        mode text NOT NULL,
        outcome text NOT NULL,
        held_because text[] NOT NULL DEFAULT '{}',
        hash text NOT NULL,
        base integer NOT NULL,
        policy integer NOT NULL,
        decisions integer NOT NULL,
        rules integer NOT NULL,
        today date NOT NULL,
        taken_at timestamptz NOT NULL,
        counts json NOT NULL,
        item_count integer NOT NULL,
        problems integer NOT NULL,
        made_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, sync_id)
      )`);
    await runner.query(`
      CREATE TABLE plan_items (
        tenant_id text COLLATE "C" NOT NULL,
        sync_id uuid NOT NULL,
        idx integer NOT NULL,
        person_id uuid NOT NULL,
        employee_id text COLLATE "C" NOT NULL,
        name text,
        kind text NOT NULL,
        proof text,
        changes json,
        PRIMARY KEY (tenant_id, sync_id, idx)
      )`);
    await runner.query(`
      CREATE TABLE problems (
        tenant_id text COLLATE "C" NOT NULL,
        problem_id uuid NOT NULL,
        seq bigint GENERATED ALWAYS AS IDENTITY,
        code text NOT NULL,
        person_id uuid,
        employee_id text COLLATE "C" NOT NULL,
        name text,
        received text,
        other text,
        sync_id uuid NOT NULL,
        opened_at timestamptz NOT NULL DEFAULT now(),
        closed_at timestamptz,
        PRIMARY KEY (tenant_id, problem_id)
      )`);
    await runner.query(`CREATE INDEX problems_page ON problems (tenant_id, seq)`);
    await runner.query(
      `CREATE UNIQUE INDEX problems_open ON problems (tenant_id, employee_id) WHERE closed_at IS NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE problems, plan_items, plans, persons, base_rows, staging, syncs, tenants');
  }
}
