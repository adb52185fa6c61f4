import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each version carries every field of its person: whom they reported to as well; and one that was erased carries none. */
export class Moments1769000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Beside `kind`, which stays a word that the version before knows.
    await runner.query('ALTER TABLE person_versions ADD COLUMN erased boolean NOT NULL DEFAULT false');
    // Beside the versions: who a manager is, is found out once all people of a sync are written, and a version is never
    // rewritten. It is that of the newest row up to the version's number.
    await runner.query(`
      CREATE TABLE reporting_history (
        tenant_id       text COLLATE "C" NOT NULL,
        person_id       uuid NOT NULL,
        change_no       bigint NOT NULL,
        reports_to      uuid,
        PRIMARY KEY (tenant_id, person_id, change_no)
      )`);
    await runner.query(
      'CREATE INDEX reporting_history_to ON reporting_history (tenant_id, reports_to) WHERE reports_to IS NOT NULL',
    );
    // What earlier versions had was not kept.
    await runner.query(`
      INSERT INTO reporting_history (tenant_id, person_id, change_no, reports_to)
      SELECT tenant_id, person_id, p.change_no, l.reports_to
      FROM reporting_lines l JOIN people p USING (tenant_id, person_id) WHERE l.reports_to IS NOT NULL`);
    await runner.query(`
      CREATE TRIGGER keep_history BEFORE UPDATE OR DELETE OR TRUNCATE ON reporting_history
      FOR EACH STATEMENT EXECUTE FUNCTION keep_history()`);
    // To be found in PeopleHR without another change was no version so far: their newest one says it.
    await runner.query('UPDATE people SET from_peoplehr_since = updated_at WHERE from_peoplehr_since > updated_at');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE reporting_history');
    await runner.query('ALTER TABLE person_versions DROP COLUMN erased');
  }
}
