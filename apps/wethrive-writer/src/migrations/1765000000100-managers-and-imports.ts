import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who reports to whom and what is wrong with it; people who were there before the first sync; plans that wait for an OK. */
export class ManagersAndImports1765000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE people ADD COLUMN from_peoplehr_since timestamptz');
    // Nobody was imported before.
    await runner.query('UPDATE people SET from_peoplehr_since = updated_at');
    await runner.query(`
      ALTER TABLE staged_changes
        DROP CONSTRAINT staged_changes_kind_check,
        ADD CONSTRAINT staged_changes_kind_check CHECK (kind IN ('added', 'changed', 'left', 'imported')),
        ALTER COLUMN org_employee_id DROP NOT NULL,
        ADD COLUMN unit text COLLATE "C",
        ADD COLUMN we_thrive_id text COLLATE "C",
        ADD COLUMN arrives_inactive boolean NOT NULL DEFAULT false`);
    await runner.query(`
      ALTER TABLE syncs
        DROP CONSTRAINT syncs_state_check,
        ADD CONSTRAINT syncs_state_check CHECK (state IN ('held', 'planned', 'dropped', 'applied'))`);
    // Managers are found by id, then by address; and from a manager, everybody who names them.
    await runner.query(
      'CREATE INDEX people_by_employee_id ON people (tenant_id, org_employee_id) WHERE org_employee_id IS NOT NULL',
    );
    await runner.query('DROP INDEX people_former_addresses');
    await runner.query('CREATE INDEX people_by_address ON people (tenant_id, email) WHERE email IS NOT NULL');
    await runner.query(
      `CREATE INDEX people_naming_id ON people (tenant_id, reports_to_employee_id)
       WHERE reports_to_employee_id IS NOT NULL`,
    );
    await runner.query(
      'CREATE INDEX people_naming_address ON people (tenant_id, reports_to_email) WHERE reports_to_email IS NOT NULL',
    );
    // Beside the people, not in them: who a manager is may be known later than the rest, and is no version of anybody.
    await runner.query(`
      CREATE TABLE reporting_lines (
        tenant_id       text COLLATE "C" NOT NULL,
        person_id       uuid NOT NULL,
        reports_to      uuid,
        cause           text COLLATE "C" CHECK (cause IN ('manager-unknown', 'manager-left')),
        about           text COLLATE "C",
        PRIMARY KEY (tenant_id, person_id),
        CHECK ((cause IS NULL) = (about IS NULL))
      )`);
    await runner.query(
      'CREATE INDEX reporting_lines_to ON reporting_lines (tenant_id, reports_to) WHERE reports_to IS NOT NULL',
    );
    await runner.query(
      'CREATE INDEX reporting_lines_wrong ON reporting_lines (tenant_id, cause, about) WHERE cause IS NOT NULL',
    );
    await runner.query(`
      CREATE TABLE manager_problems (
        tenant_id       text COLLATE "C" NOT NULL,
        problem_id      uuid NOT NULL,
        seq             bigint GENERATED ALWAYS AS IDENTITY,
        code            text COLLATE "C" NOT NULL CHECK (code IN ('manager-unknown', 'manager-left', 'manager-loop')),
        about           text COLLATE "C" NOT NULL,
        person_id       uuid,
        name            text COLLATE "C",
        affected        bigint NOT NULL CHECK (affected > 0),
        sync_id         uuid,
        opened_at       timestamptz NOT NULL DEFAULT now(),
        closed_at       timestamptz,
        set_aside_at    timestamptz,
        set_aside_by    text,
        PRIMARY KEY (tenant_id, problem_id)
      )`);
    await runner.query(
      'CREATE UNIQUE INDEX manager_problems_open ON manager_problems (tenant_id, code, about) WHERE closed_at IS NULL',
    );
    await runner.query('CREATE INDEX manager_problems_by_seq ON manager_problems (tenant_id, seq)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE manager_problems');
    await runner.query('DROP TABLE reporting_lines');
    for (const index of ['people_naming_address', 'people_naming_id', 'people_by_address', 'people_by_employee_id']) {
      await runner.query(`DROP INDEX ${index}`);
    }
    await runner.query(`CREATE INDEX people_former_addresses ON people (tenant_id, email) WHERE status = 'inactive'`);
    await runner.query(`DELETE FROM syncs WHERE state IN ('held', 'dropped')`);
    await runner.query(`
      ALTER TABLE syncs
        DROP CONSTRAINT syncs_state_check,
        ADD CONSTRAINT syncs_state_check CHECK (state IN ('planned', 'applied'))`);
    await runner.query(`DELETE FROM staged_changes WHERE kind = 'imported'`);
    await runner.query(`
      ALTER TABLE staged_changes
        DROP COLUMN unit, DROP COLUMN we_thrive_id, DROP COLUMN arrives_inactive,
        ALTER COLUMN org_employee_id SET NOT NULL,
        DROP CONSTRAINT staged_changes_kind_check,
        ADD CONSTRAINT staged_changes_kind_check CHECK (kind IN ('added', 'changed', 'left'))`);
    await runner.query('ALTER TABLE people DROP COLUMN from_peoplehr_since');
  }
}
