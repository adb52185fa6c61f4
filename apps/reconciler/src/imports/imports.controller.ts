import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { newEvent, PeopleImported } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import { AllowServices, reconcilerV1 } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { SOURCE } from '../plans/plan-events';
import { TenantsRepository } from '../tenants/tenants.repository';
import { ImportPeopleRequest } from './import.dto';
import { importPlan } from './import-plan';
import { ImportsRepository } from './imports.repository';

type Importing = Pick<reconcilerV1.ReconcilerController, 'importPeople'>;

/** People in one event, by its schema. */
const CHUNK = 1_000;

/** Takes people who are in WeThrive already. */
@Controller()
@AllowServices('gateway')
export class ImportsController implements Importing {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tenants: TenantsRepository,
    private readonly imports: ImportsRepository,
    private readonly log: EventLog,
  ) {}

  /** All or nothing; those who are known already are left as they are. */
  @GrpcMethod('Reconciler', 'ImportPeople')
  async importPeople({ tenantId, people, actor }: ImportPeopleRequest): Promise<reconcilerV1.ImportPeopleResponse> {
    return this.dataSource.transaction(async (tx) => {
      const tenant = await this.tenants.lockOne(tx, tenantId);
      const plan = importPlan(tenantId, people, await this.imports.known(tx, tenantId));
      const answer = { imported: plan.people.length, unchanged: plan.unchanged, errors: [...plan.errors] };
      if (plan.people.length === 0) return answer;
      await this.imports.insert(tx, tenantId, plan.people);
      await this.tenants.save(tx, [{ ...tenant, knownVersion: tenant.knownVersion + 1 }]);
      const origin = { source: SOURCE, tenantId, actor: actor || undefined };
      const chunks = Array.from({ length: Math.ceil(plan.people.length / CHUNK) }, (_, i) =>
        plan.people.slice(i * CHUNK, (i + 1) * CHUNK),
      );
      await this.log.append(
        tx,
        chunks.map((chunk) => newEvent(PeopleImported, origin, { people: chunk })),
      );
      return answer;
    });
  }
}
