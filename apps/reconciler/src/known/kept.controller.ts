import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import { partitionOf } from '@people-sync/messaging';
import { AllowServices, reconcilerV1 } from '@people-sync/platform';
import { IsIn, Matches } from 'class-validator';
import { DataSource } from 'typeorm';

export class ListKeptRequest {
  @Matches(new RegExp(TENANT_ID_PATTERN))
  tenantId: string;

  @IsIn(['known', 'plans'])
  table: 'known' | 'plans';

  /** The id of the last row before. */
  @Matches(/^$|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, {
    message: 'cursor must be one that a page before gave',
  })
  cursor: string;
}

type Kept = Pick<reconcilerV1.ReconcilerController, 'listKept'>;

/** Some 7 MB of people. */
const PAGE = 10_000;

const instant = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The rows behind the last one, with the words of `libs/reconciliation`: what its replay compares them with. */
const ROWS: Readonly<Record<ListKeptRequest['table'], string>> = {
  known: `SELECT person_id AS id, json_build_object(
             'personId', person_id, 'employeeId', employee_id, 'uniqueKey', unique_key, 'email', email, 'name', name,
             'active', state = 'active', 'linked', linked, 'partly', partly, 'sourceVersion', source_version,
             'digest', digest, 'status', status, 'leavingDate', leaving_date,
             'ignoredLeavingDate', ignored_leaving_date, 'announcedLeavingDate', announced_leaving_date,
             'missingSince', ${instant('missing_since')}, 'seenAt', ${instant('seen_at')},
             'orgEmployeeId', org_employee_id, 'employee', employee)::text AS row
            FROM persons WHERE tenant_id = $1 AND person_id > $2 ORDER BY person_id LIMIT $3`,
  plans: `SELECT sync_id AS id, json_build_object(
             'syncId', sync_id, 'number', number, 'state', state, 'hash', hash, 'itemCount', item_count,
             'counts', counts, 'heldBecause', held_because,
             'excluded', ARRAY(SELECT unnest(excluded)::text ORDER BY 1))::text AS row
            FROM plans WHERE tenant_id = $1 AND sync_id > $2 ORDER BY sync_id LIMIT $3`,
};

/** Hands out tables as they stand, for audit to compare them with the record. */
@Controller()
@AllowServices('audit')
export class KeptController implements Kept {
  constructor(private readonly dataSource: DataSource) {}

  /** A page and its place in the stream are of one moment: what raised the counter committed with what it says. */
  @GrpcMethod('Reconciler', 'ListKept')
  async listKept({ tenantId, table, cursor }: ListKeptRequest): Promise<reconcilerV1.ListKeptResponse> {
    return this.dataSource.transaction('REPEATABLE READ', async (tx) => {
      const [stream] = await tx.query<{ epoch: number; position: string }[]>(
        `SELECT epoch, position FROM event_stream WHERE topic = 'peoplesync.changes' AND partition = $1`,
        [partitionOf(tenantId)],
      );
      const after = cursor === '' ? '00000000-0000-0000-0000-000000000000' : cursor;
      const rows = await tx.query<{ id: string; row: string }[]>(ROWS[table], [tenantId, after, PAGE]);
      return {
        rows: rows.map(({ row }) => row),
        nextCursor: rows.length < PAGE ? '' : (rows.at(-1)?.id ?? ''),
        epoch: stream?.epoch ?? 0,
        position: Number(stream?.position ?? 0),
      };
    });
  }
}
