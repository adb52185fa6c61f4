import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Identity, absence, held plans, settled cases, settings, import: everything that a person can look at and decide. */
export class Decisions1765000000000 implements MigrationInterface {
  name = 'Decisions1765000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE tenants
        ADD COLUMN applied_before boolean NOT NULL DEFAULT false,
        ADD COLUMN missing_stale boolean NOT NULL DEFAULT false,
        ADD COLUMN held_sync uuid,
        ADD COLUMN held_number integer,
        ADD COLUMN held_since timestamptz,
        ADD COLUMN accepted_at timestamptz,
        ADD COLUMN newest_at timestamptz,
        ADD COLUMN shape text[],
        ADD COLUMN scope_gone text[] NOT NULL DEFAULT '{}'`);
    await runner.query('UPDATE tenants SET applied_before = base_number IS NOT NULL');
    await runner.query(`
      ALTER TABLE persons
        ALTER COLUMN employee_id DROP NOT NULL,
        ADD COLUMN linked boolean NOT NULL DEFAULT true,
        ADD COLUMN partly boolean NOT NULL DEFAULT false,
        ADD COLUMN announced_leaving_date text,
        ADD COLUMN missing_since timestamptz,
        ADD COLUMN seen_at timestamptz,
        ADD COLUMN imported_at timestamptz,
        ADD COLUMN we_thrive_id text COLLATE "C",
        ADD COLUMN org_employee_id text COLLATE "C"`);
    await runner.query('DROP INDEX persons_active_email');
    await runner.query('CREATE INDEX persons_email ON persons (tenant_id, email) WHERE email IS NOT NULL');
    await runner.query(
      'CREATE INDEX persons_unique_key ON persons (tenant_id, unique_key) WHERE unique_key IS NOT NULL',
    );
    await runner.query('CREATE INDEX persons_never_linked ON persons (tenant_id, org_employee_id) WHERE NOT linked');
    await runner.query('CREATE INDEX persons_without_id ON persons (tenant_id) WHERE employee_id IS NULL');
    await runner.query('CREATE INDEX persons_missing ON persons (tenant_id) WHERE missing_since IS NOT NULL');
    await runner.query(`
      CREATE TABLE former_links (
        tenant_id text COLLATE "C" NOT NULL,
        employee_id text COLLATE "C" NOT NULL,
        person_id uuid NOT NULL,
        PRIMARY KEY (tenant_id, employee_id, person_id)
      )`);
    await runner.query(`
      ALTER TABLE plans
        ADD COLUMN state text NOT NULL DEFAULT 'applying',
        ADD COLUMN superseded_by uuid,
        ADD COLUMN expires_at timestamptz,
        ADD COLUMN decided_by text,
        ADD COLUMN decided_at timestamptz,
        ADD COLUMN excluded uuid[] NOT NULL DEFAULT '{}',
        ADD COLUMN leavers_only boolean NOT NULL DEFAULT false,
        ADD COLUMN safeguards json NOT NULL DEFAULT '[]',
        ADD COLUMN kept integer NOT NULL DEFAULT 0,
        ADD COLUMN judging json`);
    await runner.query(`UPDATE plans SET state = outcome`);
    await runner.query(`CREATE INDEX plans_held ON plans (expires_at) WHERE state = 'held'`);
    await runner.query(`CREATE INDEX plans_by_number ON plans (tenant_id, number)`);
    await runner.query(`
      ALTER TABLE plan_items
        ADD COLUMN group_id text COLLATE "C" NOT NULL DEFAULT '',
        ADD COLUMN email text,
        ADD COLUMN job_role text,
        ADD COLUMN location text,
        ADD COLUMN department text,
        ADD COLUMN kept_keys json NOT NULL DEFAULT '[]',
        ADD COLUMN counted_keys json NOT NULL DEFAULT '[]',
        ADD COLUMN left_out boolean NOT NULL DEFAULT false,
        ADD COLUMN row_digest text COLLATE "C"`);
    await runner.query('CREATE INDEX plan_items_by_person ON plan_items (tenant_id, person_id)');
    await runner.query(`
      ALTER TABLE problems
        ADD COLUMN set_aside_at timestamptz,
        ADD COLUMN other_person_id uuid,
        ADD COLUMN about json`);
    // Somebody absent and somebody new may share an EmployeeId for a while, each with a problem.
    await runner.query('DROP INDEX problems_open');
    await runner.query('CREATE INDEX problems_open ON problems (tenant_id, employee_id) WHERE closed_at IS NULL');
    await runner.query(
      'CREATE INDEX problems_by_person ON problems (tenant_id, person_id) WHERE person_id IS NOT NULL',
    );
    await runner.query(`
      CREATE TABLE policies (
        tenant_id text COLLATE "C" NOT NULL,
        version integer NOT NULL,
        policy json NOT NULL,
        leaving_shown integer,
        set_by text,
        set_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant_id, version)
      )`);
    await runner.query(`
      CREATE TABLE decisions (
        tenant_id text COLLATE "C" NOT NULL,
        decision_id uuid NOT NULL,
        seq bigint GENERATED ALWAYS AS IDENTITY,
        kind text NOT NULL
          CHECK (kind IN ('same-person', 'new-person', 'missing-left', 'missing-keep', 'leave-out', 'kept')),
        employee_id text COLLATE "C",
        person_id uuid,
        name text,
        reason text,
        about json,
        kept_keys text[],
        item_kind text,
        changes json,
        sync_id uuid,
        tentative boolean NOT NULL DEFAULT false,
        row_digest text COLLATE "C",
        decided_by text,
        decided_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        ended_by text,
        PRIMARY KEY (tenant_id, decision_id)
      )`);
    // What an answer that nobody accepted has to be decided about is shown with its plan alone.
    await runner.query(`
      CREATE TABLE plan_problems (
        tenant_id text COLLATE "C" NOT NULL,
        sync_id uuid NOT NULL,
        idx integer NOT NULL,
        problem_id uuid NOT NULL,
        code text NOT NULL,
        person_id uuid,
        employee_id text COLLATE "C" NOT NULL,
        name text,
        received text,
        other text,
        other_person_id uuid,
        about json,
        affected integer NOT NULL,
        row_digest text COLLATE "C",
        PRIMARY KEY (tenant_id, sync_id, idx)
      )`);
    await runner.query('CREATE INDEX decisions_page ON decisions (tenant_id, seq)');
    await runner.query('CREATE INDEX decisions_by_sync ON decisions (tenant_id, sync_id) WHERE sync_id IS NOT NULL');
    await runner.query('CREATE INDEX decisions_holding ON decisions (tenant_id, person_id) WHERE ended_at IS NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE decisions, plan_problems, policies, former_links');
    await runner.query(`ALTER TABLE problems DROP COLUMN set_aside_at, DROP COLUMN other_person_id, DROP COLUMN about`);
    await runner.query(`
      ALTER TABLE plan_items DROP COLUMN group_id, DROP COLUMN email, DROP COLUMN job_role, DROP COLUMN location,
        DROP COLUMN department, DROP COLUMN kept_keys, DROP COLUMN counted_keys, DROP COLUMN left_out,
        DROP COLUMN row_digest`);
    await runner.query(`
      ALTER TABLE plans DROP COLUMN state, DROP COLUMN superseded_by, DROP COLUMN expires_at, DROP COLUMN decided_by,
        DROP COLUMN decided_at, DROP COLUMN excluded, DROP COLUMN leavers_only, DROP COLUMN safeguards, DROP COLUMN kept, DROP COLUMN judging`);
    await runner.query(`
      ALTER TABLE persons DROP COLUMN linked, DROP COLUMN partly, DROP COLUMN announced_leaving_date,
        DROP COLUMN missing_since, DROP COLUMN seen_at, DROP COLUMN imported_at,
        DROP COLUMN we_thrive_id, DROP COLUMN org_employee_id`);
    await runner.query(`
      ALTER TABLE tenants DROP COLUMN applied_before, DROP COLUMN missing_stale, DROP COLUMN held_sync,
        DROP COLUMN held_number, DROP COLUMN held_since, DROP COLUMN accepted_at, DROP COLUMN newest_at,
        DROP COLUMN shape, DROP COLUMN scope_gone`);
  }
}
