import { Client } from 'pg';

/**
 * Takes somebody's data out of the People table and its history as an erasure takes them: of each of their versions a
 * number is left, and there is one more.
 * @param databaseUrl of a role that may write the writer's schema
 */
export async function eraseByHand(databaseUrl: string, tenantId: string, personId: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const statement of statements) {
      const values = statement.includes('$1') ? [tenantId, ...(statement.includes('$2') ? [personId] : [])] : [];
      await client.query(statement, values);
    }
  } finally {
    await client.end();
  }
}

/** One transaction, under the lock of whoever writes the tenant's people. */
const statements = [
  'BEGIN',
  `SET LOCAL search_path = writer`,
  `SET LOCAL peoplesync.erasing = 'on'`,
  'SELECT FROM licences WHERE tenant_id = $1 FOR UPDATE',
  `UPDATE licences SET last_change_no = last_change_no + 1,
     last_written_at = greatest(date_trunc('milliseconds', clock_timestamp()), last_written_at + interval '1 millisecond')
   WHERE tenant_id = $1`,
  `UPDATE person_versions SET erased = true, email = NULL, name = '', name_folded = '', team = NULL, location = NULL,
     department = NULL, manager = NULL, unit = NULL, we_thrive_id = NULL, org_employee_id = NULL, changed = '{}',
     old_email = NULL WHERE tenant_id = $1 AND person_id = $2`,
  `INSERT INTO person_versions (tenant_id, change_no, person_id, version, valid_from, kind, name, name_folded, status,
     changed, erased)
   SELECT l.tenant_id, l.last_change_no, person_id, version + 1, l.last_written_at, 'updated', '', '', 'inactive', '{}', true
   FROM licences l JOIN people p USING (tenant_id) WHERE tenant_id = $1 AND person_id = $2`,
  'DELETE FROM people WHERE tenant_id = $1 AND person_id = $2',
  'COMMIT',
];
