import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Browsers that are signed in, and codes that sign one in once. Both are stored as digests: a copy opens nothing. */
export class Sessions1766000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sessions (
        digest     bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
        subject    text NOT NULL,
        roles      text[] NOT NULL CHECK (cardinality(roles) > 0),
        tenant_id  text REFERENCES tenants ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        used_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
        ends_at    timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX sessions_holder ON sessions (subject, tenant_id, created_at)');
    await runner.query(`
      CREATE TABLE session_codes (
        digest     bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
        subject    text NOT NULL,
        roles      text[] NOT NULL CHECK (cardinality(roles) > 0),
        tenant_id  text NOT NULL REFERENCES tenants ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        ends_at    timestamptz NOT NULL
      )`);
    await runner.query('CREATE INDEX session_codes_holder ON session_codes (subject, tenant_id, created_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE session_codes');
    await runner.query('DROP TABLE sessions');
  }
}
