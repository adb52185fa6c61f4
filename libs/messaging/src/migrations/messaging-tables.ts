import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Event log (outbox with positions), the relay's cursors, consumers' progress and parked tenants, per service. */
export class MessagingTables1764000000000 implements MigrationInterface {
  readonly name = 'MessagingTables1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE event_stream (
        topic text NOT NULL,
        partition int NOT NULL,
        epoch int NOT NULL DEFAULT 1,
        position bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (topic, partition)
      )`);
    await runner.query(`
      CREATE TABLE relay_cursor (
        topic text NOT NULL,
        partition int NOT NULL,
        position bigint NOT NULL DEFAULT 0,
        -- Offset after the last record that is known to be published: whether the topic is the one that was left.
        next_offset bigint,
        PRIMARY KEY (topic, partition)
      )`);
    await runner.query(`
      CREATE TABLE event_log (
        topic text NOT NULL,
        partition int NOT NULL,
        position bigint NOT NULL,
        key text NOT NULL,
        value text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp()
      ) PARTITION BY RANGE (created_at)`);
    await runner.query(`CREATE INDEX event_log_place ON event_log (topic, partition, position)`);
    await runner.query(`CREATE TABLE event_log_rest PARTITION OF event_log DEFAULT`);
    // The relay keeps making days ahead; the first ones must be there before its first round.
    await runner.query(`
      DO $$
      DECLARE
        day date;
      BEGIN
        FOR ahead IN 0..3 LOOP
          day := (now() AT TIME ZONE 'UTC')::date + ahead;
          EXECUTE format('CREATE TABLE %I PARTITION OF event_log FOR VALUES FROM (%L) TO (%L)',
            'event_log_' || to_char(day, 'YYYYMMDD'), day || 'T00:00:00Z', (day + 1) || 'T00:00:00Z');
        END LOOP;
      END $$`);
    await runner.query(`
      CREATE TABLE consumer_progress (
        group_id text NOT NULL,
        topic text NOT NULL,
        partition int NOT NULL,
        epoch int,
        position bigint,
        next_offset bigint NOT NULL DEFAULT 0,
        -- Of the record before next_offset: whether the topic is the one that was read.
        mark text,
        PRIMARY KEY (group_id, topic, partition)
      )`);
    await runner.query(`
      CREATE TABLE parked_streams (
        topic text NOT NULL,
        tenant_id text NOT NULL,
        code text NOT NULL,
        reason text NOT NULL,
        parked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- What is kept of it in parked_events, and how many records were shed because more would not have been bounded.
        waiting bigint NOT NULL DEFAULT 0,
        bytes bigint NOT NULL DEFAULT 0,
        shed bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (topic, tenant_id)
      )`);
    // Syncs of which records were shed: they are left out as a whole before the tenant flows again.
    await runner.query(`
      CREATE TABLE parked_shed (
        topic text NOT NULL,
        tenant_id text NOT NULL,
        sync_id uuid NOT NULL,
        PRIMARY KEY (topic, tenant_id, sync_id)
      )`);
    await runner.query(`
      CREATE TABLE parked_events (
        topic text NOT NULL,
        tenant_id text NOT NULL,
        seq bigint GENERATED ALWAYS AS IDENTITY,
        value bytea,
        PRIMARY KEY (topic, tenant_id, seq)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'parked_events',
      'parked_shed',
      'parked_streams',
      'consumer_progress',
      'event_log',
      'relay_cursor',
      'event_stream',
    ]) {
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}

/** A service adds these to its own migrations. */
export const messagingMigrations = [MessagingTables1764000000000];
