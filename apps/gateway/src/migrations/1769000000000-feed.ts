import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The feed over all companies: what happened, by one counter. */
export class Feed1769000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Whoever appends holds its one row until they commit: positions have no gaps, and are seen in their order.
    await runner.query(`
      CREATE TABLE feed_head (
        is_one   boolean PRIMARY KEY DEFAULT true CHECK (is_one),
        position bigint NOT NULL,
        at       timestamptz NOT NULL
      )`);
    await runner.query(`INSERT INTO feed_head (position, at) VALUES (0, 'epoch')`);
    await runner.query(`
      CREATE TABLE feed_entries (
        position  bigint PRIMARY KEY,
        tenant_id text NOT NULL,
        kind      text NOT NULL,
        number    bigint NOT NULL,
        sync_id   uuid,
        at        timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE feed_entries');
    await runner.query('DROP TABLE feed_head');
  }
}
