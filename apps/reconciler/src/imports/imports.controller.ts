import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { type NewEvent, newEvent, PeopleImported } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import { AllowServices, MOST_TOLD, nextTurn, reconcilerV1 } from '@people-sync/platform';
import { DataSource, type EntityManager } from 'typeorm';
import { originOf } from '../source';
import type { Tenant } from '../tenants/tenant';
import { TenantsRepository } from '../tenants/tenants.repository';
import { ImportPeopleRequest } from './import.dto';
import { type ImportPlan, importPlan } from './import-plan';
import { type Imported, importedRows, slicesOf } from './imported-row';
import { ImportsRepository } from './imports.repository';

type Importing = Pick<reconcilerV1.ReconcilerController, 'importPeople'>;

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

  /**
   * Decides about every line; those who are known already are left as they are. `all`: everybody, or nobody if one line
   * is wrong; `good`: those whose lines are right; `preview`: nobody, and the answer says what `good` would do.
   */
  @GrpcMethod('Reconciler', 'ImportPeople')
  async importPeople({
    tenantId,
    people,
    actor,
    mode,
  }: ImportPeopleRequest): Promise<reconcilerV1.ImportPeopleResponse> {
    const rows = await importedRows(tenantId, people);
    return this.dataSource.transaction(async (tx) => {
      const tenant = await this.tenants.lockOne(tx, tenantId);
      const plan = importPlan(rows, await this.imports.known(tx, tenantId, rows));
      const isImported = mode === 'good' || (mode === 'all' && plan.errors.length === 0);
      if (isImported && plan.people.length > 0) await this.import(tx, tenant, plan.people, actor);
      return {
        ...answerOf(plan, isImported || mode === 'preview' ? plan.people.length : 0),
        lastPersonId: isImported ? (plan.people.at(-1)?.personId ?? '') : '',
      };
    });
  }

  private async import(tx: EntityManager, tenant: Tenant, people: readonly Imported[], actor: string): Promise<void> {
    const { tenantId } = tenant;
    await this.imports.insert(tx, tenantId, people);
    const knownVersion = tenant.knownVersion + 1;
    await this.tenants.save(tx, [{ ...tenant, knownVersion }]);
    const origin = originOf({ tenantId, actor });
    const events: NewEvent[] = [];
    for (const slice of slicesOf(people)) {
      events.push(newEvent(PeopleImported, origin, { people: slice, knownVersion }));
      await nextTurn();
    }
    await this.log.append(tx, events);
  }
}

/** Lines are told up to a hundred of each kind: the numbers count all of them. */
const answerOf = (
  { known, refused, errors }: ImportPlan,
  imported: number,
): Omit<reconcilerV1.ImportPeopleResponse, 'lastPersonId'> => ({
  imported,
  unchanged: known.length,
  refused,
  errorCount: errors.length,
  errors: errors.slice(0, MOST_TOLD),
  known: known.slice(0, MOST_TOLD),
});
