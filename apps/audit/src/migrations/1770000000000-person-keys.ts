import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The keys under which everything about people is sealed, and who they are of. In a schema of its own, because it is backed
 * up apart and for 30 days at most: a key that was destroyed must not come back with an old backup of the record.
 */
export class PersonKeys1770000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE person_keys (
        key_id       uuid PRIMARY KEY,
        tenant_id    text NOT NULL,
        -- HMAC of whom it is of.
        token        bytea NOT NULL CHECK (length(token) = 32),
        kek_id       text,
        wrapped      bytea,
        made_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        destroyed_at timestamptz,
        CHECK (num_nulls(kek_id, wrapped) IN (0, 2)),
        CHECK ((destroyed_at IS NULL) = (wrapped IS NOT NULL))
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX person_keys_token ON person_keys (tenant_id, token) WHERE destroyed_at IS NULL`);
    await runner.query(`CREATE INDEX person_keys_kek ON person_keys (kek_id) WHERE kek_id IS NOT NULL`);
    // By what a person was ever named: all of these keys are destroyed with them.
    await runner.query(`
      CREATE TABLE person_names (
        tenant_id text NOT NULL,
        person_id uuid NOT NULL,
        token     bytea NOT NULL CHECK (length(token) = 32),
        PRIMARY KEY (tenant_id, person_id, token)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE person_names');
    await runner.query('DROP TABLE person_keys');
  }
}
