import type { MigrationInterface, QueryRunner } from 'typeorm';

const RANKED = `
  ADD COLUMN rank smallint NOT NULL GENERATED ALWAYS AS (CASE status
    WHEN 'queued' THEN 0 WHEN 'requested' THEN 1 WHEN 'fetching' THEN 2 WHEN 'comparing' THEN 3 WHEN 'held' THEN 4`;

/**
 * A held plan may be applied: `applying` ranks above `held`. An OK that the reconciler has not answered yet takes the
 * slot, and is kept in `approvals` until then and after; one to an answer that is too old belongs to the sync that reads
 * PeopleHR again for it (`ok_hash`). A sync whose plan was replaced leads to the newest one. The
 * index guards what the gateway itself gives the slot to; that a plan is applied is a fact, which no index may refuse.
 */
export class HeldPlans1765000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // The indexes and the check over the old column go with it.
    await runner.query('ALTER TABLE syncs DROP COLUMN rank CASCADE');
    await runner.query(`
      ALTER TABLE syncs
        ${RANKED} WHEN 'applying' THEN 5 ELSE 6 END) STORED,
        ADD COLUMN approving boolean NOT NULL DEFAULT false CHECK (NOT approving OR status = 'held'),
        ADD COLUMN superseded_by uuid,
        ADD COLUMN held_since timestamptz,
        ADD COLUMN ok_hash text,
        ADD CHECK ((rank = 6) = (finished_at IS NOT NULL))`);
    await runner.query('DROP INDEX syncs_one_slot');
    await runner.query(`
      CREATE UNIQUE INDEX syncs_one_slot ON syncs (tenant_id)
        WHERE status IN ('requested', 'fetching', 'comparing') OR approving`);
    await runner.query(`CREATE INDEX syncs_live ON syncs (tenant_id) WHERE rank < 6`);
    await runner.query(`CREATE INDEX syncs_without_plan ON syncs (status_since) WHERE rank BETWEEN 1 AND 3`);
    await runner.query(`CREATE INDEX syncs_approving ON syncs (tenant_id, number) WHERE approving`);
    await runner.query(`CREATE INDEX syncs_superseded ON syncs (tenant_id) WHERE superseded_by IS NOT NULL`);
    await runner.query(`
      CREATE TABLE approvals (
        tenant_id text NOT NULL,
        number    integer NOT NULL,
        sync_id   uuid NOT NULL,
        hash      text NOT NULL,
        exclude   uuid[] NOT NULL,
        leavers_only boolean NOT NULL,
        actor     text NOT NULL,
        asked_at  timestamptz NOT NULL,
        PRIMARY KEY (tenant_id, number),
        FOREIGN KEY (tenant_id, number) REFERENCES syncs
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE approvals');
    await runner.query('ALTER TABLE syncs DROP COLUMN rank CASCADE, DROP COLUMN approving CASCADE');
    await runner.query(`
      ALTER TABLE syncs
        ${RANKED} WHEN 'applying' THEN 4 ELSE 5 END) STORED,
        DROP COLUMN superseded_by,
        DROP COLUMN held_since,
        DROP COLUMN ok_hash,
        ADD CHECK ((rank = 5) = (finished_at IS NOT NULL))`);
    await runner.query(`
      CREATE UNIQUE INDEX syncs_one_slot ON syncs (tenant_id)
        WHERE status IN ('requested', 'fetching', 'comparing', 'applying')`);
    await runner.query(`CREATE INDEX syncs_live ON syncs (tenant_id) WHERE rank < 5`);
    await runner.query(`CREATE INDEX syncs_without_plan ON syncs (status_since) WHERE rank BETWEEN 1 AND 3`);
  }
}
