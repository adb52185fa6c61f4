import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row per tenant with the key in use, and what became of earlier keys; a key in clear is in neither. */
export class Connections1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE connections (
        tenant_id     text PRIMARY KEY,
        connection_id uuid NOT NULL UNIQUE,
        version       integer NOT NULL CHECK (version > 0),
        state         text NOT NULL CHECK (state IN ('connected', 'broken', 'disconnected')),
        reason        text,
        company_id    text NOT NULL,
        company_name  text NOT NULL,
        key_hint      text NOT NULL CHECK (length(key_hint) <= 4),
        connected_at  timestamptz NOT NULL,
        kek_id        text,
        wrapped_key   bytea,
        ciphertext    bytea,
        CHECK ((state = 'broken') = (reason IS NOT NULL)),
        CHECK ((state = 'disconnected') = (ciphertext IS NULL)),
        CHECK (num_nulls(kek_id, wrapped_key, ciphertext) IN (0, 3))
      )`);
    await runner.query(`CREATE INDEX connections_kek ON connections (kek_id) WHERE kek_id IS NOT NULL`);
    await runner.query(`
      CREATE TABLE key_versions (
        tenant_id     text NOT NULL,
        version       integer NOT NULL,
        connection_id uuid NOT NULL,
        company_id    text NOT NULL,
        key_hint      text NOT NULL,
        stored_at     timestamptz NOT NULL,
        stored_by     text NOT NULL,
        ended_at      timestamptz,
        ended_by      text,
        PRIMARY KEY (tenant_id, version)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE key_versions');
    await runner.query('DROP TABLE connections');
  }
}
