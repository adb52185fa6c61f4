import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The record: what was received, once, and never changed. Refused twice: the service's own role has no right to change or
 * delete entries, and a trigger stops whoever has more rights.
 */
export class Record1770000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the record is only ever added to' USING ERRCODE = 'insufficient_privilege';
      END $$`);
    await runner.query(`
      CREATE TABLE entries (
        tenant_id   text NOT NULL,
        index       bigint NOT NULL CHECK (index >= 0),
        received_at timestamptz NOT NULL,
        event_id    text NOT NULL,
        type        text NOT NULL,
        at          timestamptz NOT NULL,
        subject     text NOT NULL,
        sync_id     text,
        topic       text NOT NULL,
        partition   int NOT NULL,
        epoch       int,
        position    bigint,
        -- Hashes of what is sealed of it, one after the other: as in the bytes, to be found without parsing these.
        parts       bytea NOT NULL,
        bytes       bytea NOT NULL,
        leaf_hash   bytea NOT NULL CHECK (length(leaf_hash) = 32),
        PRIMARY KEY (tenant_id, index, received_at)
      ) PARTITION BY RANGE (received_at)`);
    await runner.query(`CREATE INDEX entries_event ON entries (tenant_id, event_id)`);
    await runner.query(`CREATE INDEX entries_subject ON entries (tenant_id, subject, index)`);
    await runner.query(`CREATE INDEX entries_sync ON entries (tenant_id, sync_id, index) WHERE sync_id IS NOT NULL`);
    await runner.query(`CREATE INDEX entries_place ON entries (topic, partition, epoch, position)`);
    await runner.query(`
      CREATE TRIGGER entries_kept BEFORE UPDATE OR DELETE ON entries FOR EACH ROW EXECUTE FUNCTION refuse_change()`);
    await insertOnly(runner, 'entries');
    // A partition has rights, and a trigger on TRUNCATE, of its own.
    await runner.query(`
      CREATE FUNCTION keep_entries_of(part text) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM CURRENT_USER', part);
        EXECUTE format('CREATE TRIGGER entries_whole BEFORE TRUNCATE ON %I FOR EACH STATEMENT
                        EXECUTE FUNCTION refuse_change()', part);
      END $$`);
    await runner.query(`
      CREATE FUNCTION make_entry_months(ahead int) RETURNS int LANGUAGE plpgsql AS $$
      DECLARE
        month date;
        part  text;
        made  int := 0;
      BEGIN
        FOR n IN 0..ahead LOOP
          month := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => n))::date;
          part := 'entries_' || to_char(month, 'YYYYMM');
          CONTINUE WHEN to_regclass(format('%I.%I', current_schema(), part)) IS NOT NULL;
          EXECUTE format('CREATE TABLE %I PARTITION OF entries FOR VALUES FROM (%L) TO (%L)', part,
            month || 'T00:00:00Z', (month + interval '1 month')::date || 'T00:00:00Z');
          PERFORM keep_entries_of(part);
          made := made + 1;
        END LOOP;
        RETURN made;
      END $$`);
    await runner.query(`SELECT make_entry_months(2)`);
    await runner.query(`CREATE TABLE entries_rest PARTITION OF entries DEFAULT`);
    await runner.query(`SELECT keep_entries_of('entries_rest')`);

    // Whom entries name beside what they are of.
    await runner.query(`
      CREATE TABLE mentions (
        tenant_id text NOT NULL,
        id        uuid NOT NULL,
        index     bigint NOT NULL,
        PRIMARY KEY (tenant_id, id, index)
      )`);

    // The newest head of each tenant's tree, moved in the transaction that appends; and how far its streams were taken.
    await runner.query(`
      CREATE TABLE trees (
        tenant_id   text PRIMARY KEY,
        size        bigint NOT NULL DEFAULT 0,
        peaks       bytea NOT NULL DEFAULT '',
        -- Of the newest entry.
        received_at timestamptz,
        -- Of PeopleHR, as the connection says it; empty before that is known.
        company_id  text NOT NULL DEFAULT '',
        CHECK (length(peaks) % 32 = 0)
      )`);
    await runner.query(`
      CREATE TABLE places (
        tenant_id text NOT NULL,
        topic     text NOT NULL,
        epoch     int NOT NULL,
        position  bigint NOT NULL,
        PRIMARY KEY (tenant_id, topic)
      )`);
    await runner.query(`
      CREATE TABLE subtrees (
        tenant_id text NOT NULL,
        level     smallint NOT NULL,
        index     bigint NOT NULL,
        hash      bytea NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (tenant_id, level, index)
      )`);
    await runner.query(`
      CREATE TABLE checkpoints (
        tenant_id text NOT NULL,
        size      bigint NOT NULL,
        root      bytea NOT NULL CHECK (length(root) = 32),
        note      text NOT NULL,
        signed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (tenant_id, size)
      )`);
    // Public keys stay when the secret ones have gone: old checkpoints are checked with them.
    await runner.query(`
      CREATE TABLE signing_keys (
        vkey     text PRIMARY KEY,
        first_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
    await runner.query(`
      CREATE TABLE findings (
        finding_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        tenant_id  text NOT NULL,
        kind       text NOT NULL,
        -- The entry that it is about; null if it is about what is not there.
        index      bigint,
        -- Numbers, ids and words of ours.
        detail     jsonb NOT NULL,
        found_at   timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
    await runner.query(`CREATE INDEX findings_tenant ON findings (tenant_id, finding_id)`);
    for (const table of ['mentions', 'subtrees', 'checkpoints', 'signing_keys', 'findings']) {
      await runner.query(`
        CREATE TRIGGER ${table}_kept BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change()`);
      await insertOnly(runner, table);
    }

    // What is sealed, once for each content and holder. Whose key opens it may change, what it is never does.
    await runner.query(`
      CREATE TABLE payloads (
        tenant_id text NOT NULL,
        hash      bytea NOT NULL CHECK (length(hash) = 32),
        bytes     bytea NOT NULL,
        key_id    uuid NOT NULL,
        wrapped   bytea NOT NULL,
        PRIMARY KEY (tenant_id, hash)
      )`);
    await runner.query(`CREATE INDEX payloads_key ON payloads (key_id)`);
    await runner.query(`
      CREATE TRIGGER payloads_kept BEFORE UPDATE ON payloads FOR EACH ROW
      WHEN ((old.tenant_id, old.hash, old.bytes) IS DISTINCT FROM (new.tenant_id, new.hash, new.bytes))
      EXECUTE FUNCTION refuse_change()`);

    await snapshots(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = ['snapshots', 'snapshot_rows', 'staged_rows', 'records', 'snapshot_marks', 'payloads', 'findings'];
    for (const table of [
      ...tables,
      'signing_keys',
      'checkpoints',
      'subtrees',
      'places',
      'trees',
      'mentions',
      'entries',
    ])
      await runner.query(`DROP TABLE ${table}`);
    await runner.query('DROP FUNCTION make_entry_months(int)');
    await runner.query('DROP FUNCTION keep_entries_of(text)');
    await runner.query('DROP FUNCTION refuse_change()');
  }
}

/** The role that owns the table may not change what is in it; TRUNCATE is refused to everybody. */
async function insertOnly(runner: QueryRunner, table: string): Promise<void> {
  await runner.query(`REVOKE UPDATE, DELETE, TRUNCATE ON ${table} FROM CURRENT_USER`);
  await runner.query(`
    CREATE TRIGGER ${table}_whole BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
}

async function snapshots(runner: QueryRunner): Promise<void> {
  // What was said of attempts: these events have no position by which a second one would be known.
  await runner.query(`
    CREATE TABLE snapshot_marks (
      tenant_id text NOT NULL,
      number    int NOT NULL,
      attempt   int NOT NULL,
      mark      text NOT NULL CHECK (mark IN ('started', 'completed', 'unchanged', 'failed')),
      event_id  text NOT NULL,
      PRIMARY KEY (tenant_id, number, attempt, mark)
    )`);
  // The newest sealed form of each employee's record, by the digest of its content.
  await runner.query(`
    CREATE TABLE records (
      tenant_id text NOT NULL,
      digest    bytea NOT NULL CHECK (length(digest) = 32),
      parts     bytea NOT NULL CHECK (length(parts) % 32 = 0),
      PRIMARY KEY (tenant_id, digest)
    )`);
  // Rows on their way into the entry of their attempt's end.
  await runner.query(`
    CREATE TABLE staged_rows (
      tenant_id text NOT NULL,
      number    int NOT NULL,
      attempt   int NOT NULL,
      idx       int NOT NULL,
      digest    bytea NOT NULL,
      staged_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (tenant_id, number, attempt, idx)
    )`);
  // Which rows a snapshot has: those that came with it or before, and had not gone. A range of entries for each row, so
  // that a night writes what changed. Made of the entries, and can be made again.
  await runner.query(`
    CREATE TABLE snapshot_rows (
      tenant_id   text NOT NULL,
      digest      bytea NOT NULL,
      parts       bytea NOT NULL,
      from_index  bigint NOT NULL,
      until_index bigint,
      PRIMARY KEY (tenant_id, digest, from_index),
      CHECK (until_index > from_index)
    )`);
  await runner.query(`
    CREATE UNIQUE INDEX snapshot_rows_open ON snapshot_rows (tenant_id, digest) WHERE until_index IS NULL`);
  await runner.query(`CREATE INDEX snapshot_rows_range ON snapshot_rows (tenant_id, from_index, until_index)`);
  await runner.query(`
    CREATE TABLE snapshots (
      tenant_id text NOT NULL,
      index     bigint NOT NULL,
      number    int NOT NULL,
      attempt   int NOT NULL,
      count     int NOT NULL,
      digest    bytea NOT NULL,
      PRIMARY KEY (tenant_id, index)
    )`);
  await runner.query(`CREATE INDEX snapshots_digest ON snapshots (tenant_id, digest, index)`);
}
