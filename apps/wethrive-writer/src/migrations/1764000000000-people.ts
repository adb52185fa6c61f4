import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Text is compared by code unit (COLLATE "C") wherever order or equality matters, so that lists, cursors and the order
 * in which licences are given are the same on every machine.
 */
const PERSON = `
        email           text COLLATE "C",
        name            text COLLATE "C" NOT NULL,
        name_folded     text COLLATE "C" NOT NULL,
        team            text COLLATE "C",
        location        text COLLATE "C",
        department      text COLLATE "C",
        manager         text COLLATE "C",
        unit            text COLLATE "C",
        status          text COLLATE "C" NOT NULL CHECK (status IN ('active', 'inactive', 'waiting')),
        we_thrive_id    text COLLATE "C",
        org_employee_id text COLLATE "C",`;

/** The People table, its history, its licences, and the syncs that are on their way into it. */
export class People1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE licences (
        tenant_id       text COLLATE "C" PRIMARY KEY,
        seats           bigint CHECK (seats >= 0),
        seats_known     boolean NOT NULL DEFAULT false,
        active          bigint NOT NULL DEFAULT 0 CHECK (active >= 0),
        waiting         bigint NOT NULL DEFAULT 0 CHECK (waiting >= 0),
        last_change_no  bigint NOT NULL DEFAULT 0,
        last_written_at timestamptz NOT NULL DEFAULT 'epoch'
      )`);
    // Deferred, so that two people can swap their addresses within one sync.
    await runner.query(`
      CREATE TABLE people (
        tenant_id       text COLLATE "C" NOT NULL,
        person_id       uuid NOT NULL,${PERSON}
        custom_fields   jsonb NOT NULL DEFAULT '{}',
        start_date      text COLLATE "C",
        reports_to_employee_id text COLLATE "C",
        reports_to_email text COLLATE "C",
        ever_active     boolean NOT NULL,
        source_version  bigint NOT NULL,
        version         bigint NOT NULL CHECK (version > 0),
        change_no       bigint NOT NULL,
        updated_at      timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, person_id),
        CONSTRAINT people_one_address_one_person
          EXCLUDE USING btree (tenant_id WITH =, email WITH =) WHERE (status IN ('active', 'waiting'))
          DEFERRABLE INITIALLY DEFERRED
      )`);
    // In the order of the table; with the address a search reads nothing else of those whom it does not find.
    await runner.query(`CREATE INDEX people_by_name ON people (tenant_id, name_folded, person_id) INCLUDE (email)`);
    await runner.query(`CREATE INDEX people_waiting ON people (tenant_id, start_date) WHERE status = 'waiting'`);
    await runner.query(`CREATE INDEX people_former_addresses ON people (tenant_id, email) WHERE status = 'inactive'`);
    await runner.query(`
      CREATE TABLE person_versions (
        tenant_id       text COLLATE "C" NOT NULL,
        change_no       bigint NOT NULL,
        person_id       uuid NOT NULL,
        version         bigint NOT NULL,
        valid_from      timestamptz NOT NULL,
        kind            text NOT NULL
          CHECK (kind IN ('added', 'updated', 'deactivated', 'reactivated', 'waiting', 'imported')),
        sync_id         uuid,
        source_version  bigint,${PERSON}
        changed         text[] NOT NULL,
        old_email       text COLLATE "C",
        PRIMARY KEY (tenant_id, change_no),
        UNIQUE (tenant_id, person_id, version)
      )`);
    // Erasure is the one write that may rewrite the past, and it says so.
    await runner.query(`
      CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF current_setting('peoplesync.erasing', true) = 'on' THEN RETURN NULL; END IF;
        RAISE EXCEPTION 'a past version of a person is never rewritten' USING ERRCODE = 'integrity_constraint_violation';
      END $$`);
    await runner.query(`
      CREATE TRIGGER keep_history BEFORE UPDATE OR DELETE OR TRUNCATE ON person_versions
      FOR EACH STATEMENT EXECUTE FUNCTION keep_history()`);
    // The checks refuse to apply a sync that did not arrive as it was sent; the consumer then parks the tenant.
    await runner.query(`
      CREATE TABLE syncs (
        tenant_id       text COLLATE "C" NOT NULL,
        sync_id         uuid NOT NULL,
        number          bigint NOT NULL,
        state           text NOT NULL CHECK (state IN ('planned', 'applied')),
        item_count      bigint NOT NULL,
        problems        bigint NOT NULL,
        seen            bigint NOT NULL,
        refused         bigint NOT NULL,
        unchanged       bigint NOT NULL,
        missing         bigint NOT NULL,
        announced       bigint,
        staged          bigint,
        gaps            bigint,
        strangers       bigint,
        applied_at      timestamptz,
        PRIMARY KEY (tenant_id, sync_id),
        CONSTRAINT syncs_every_item_arrived CHECK (staged = announced),
        CONSTRAINT syncs_no_source_version_skipped CHECK (gaps = 0),
        CONSTRAINT syncs_changes_only_to_known_people CHECK (strangers = 0)
      )`);
    await runner.query(`
      CREATE TABLE staged_changes (
        tenant_id       text COLLATE "C" NOT NULL,
        sync_id         uuid NOT NULL,
        person_id       uuid NOT NULL,
        kind            text NOT NULL CHECK (kind IN ('added', 'changed', 'left')),
        rejoined        boolean NOT NULL,
        source_version  bigint NOT NULL,
        email           text COLLATE "C",
        name            text COLLATE "C" NOT NULL,
        name_folded     text COLLATE "C" NOT NULL,
        team            text COLLATE "C",
        location        text COLLATE "C",
        department      text COLLATE "C",
        manager         text COLLATE "C",
        org_employee_id text COLLATE "C" NOT NULL,
        start_date      text COLLATE "C",
        reports_to_employee_id text COLLATE "C",
        reports_to_email text COLLATE "C",
        PRIMARY KEY (tenant_id, sync_id, person_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['staged_changes', 'syncs', 'person_versions', 'people', 'licences']) {
      await runner.query(`DROP TABLE ${table}`);
    }
    await runner.query('DROP FUNCTION keep_history()');
  }
}
