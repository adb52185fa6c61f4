import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { type Employee, employeeFields, TENANT_ID_PATTERN } from '@people-sync/contracts';
import { AllowServices, reconcilerV1 } from '@people-sync/platform';
import { IsUUID, Matches } from 'class-validator';
import { DataSource } from 'typeorm';

export class ListRecordsRequest {
  @Matches(new RegExp(TENANT_ID_PATTERN))
  tenantId: string;

  @IsUUID()
  personId: string;
}

type Records = Pick<reconcilerV1.ReconcilerController, 'listRecords'>;

/** Tells what is held of somebody as it was received. */
@Controller()
@AllowServices('gateway')
export class RecordsController implements Records {
  constructor(private readonly dataSource: DataSource) {}

  /** A row that is not told has their record's values. */
  @GrpcMethod('Reconciler', 'ListRecords')
  async listRecords({ tenantId, personId }: ListRecordsRequest): Promise<reconcilerV1.ListRecordsResponse> {
    const found = await this.dataSource.query<{ kind: string; employee: Partial<Employee> }[]>(
      `SELECT kind, employee FROM (
         SELECT 0 AS rank, 'taken-over' AS kind, p.employee FROM persons p WHERE p.tenant_id = $1 AND p.person_id = $2
         UNION ALL
         SELECT 1, 'last-answer', b.employee
           FROM persons p JOIN base_rows b ON b.tenant_id = p.tenant_id AND b.employee_id = p.employee_id
          WHERE p.tenant_id = $1 AND p.person_id = $2 AND b.employee IS NOT NULL
       ) held ORDER BY rank`,
      [tenantId, personId],
    );
    return { records: found.map(({ kind, employee }) => ({ kind, fields: fieldsOf(employee) })) };
  }
}

const fieldsOf = (employee: Partial<Employee>): reconcilerV1.RecordField[] =>
  employeeFields.flatMap((name) => {
    const value = employee[name];
    return typeof value === 'string' ? [{ name, value }] : [];
  });
