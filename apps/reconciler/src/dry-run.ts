import { DataSource, type EntityManager } from 'typeorm';
import { entities, SERVICE } from './app.module';
import { AbsencesRepository } from './known/absences.repository';
import { HoldersRepository } from './known/holders.repository';
import { PeopleTotalsRepository } from './known/people-totals.repository';
import { PersonsRepository } from './known/persons.repository';
import { nothingSet } from './policies/policies.repository';
import { TenantsRepository } from './tenants/tenants.repository';
import { CandidatesRepository } from './known/candidates.repository';
import { DifferingRowsRepository } from './known/differing-rows.repository';
import { Drafts } from './plans/drafts';
import type { Answer, Ending } from './judging/ending';
import { judgingOf } from './judging/judging';
import type { Plan } from './judging/plan';
import { localDays } from './judging/local-day';
import { PlanSafeguards } from './plans/plan-safeguards';
import { PlanTotalsRepository } from './plans/plan-totals.repository';
import { RecordsRepository } from './known/records.repository';

/** A complete snapshot that stands in staging. */
export type StagedEnding = Ending & { readonly kind: 'completed'; readonly answer: Answer };

/**
 * Selection, rules and safeguards over a reconciler's database, without the service around them and without a write:
 * for measuring them by themselves.
 */
export class DryRun {
  private readonly tenants = new TenantsRepository();
  private readonly drafts = new Drafts(
    new DifferingRowsRepository(),
    new CandidatesRepository(),
    new AbsencesRepository(),
    new HoldersRepository(),
    new RecordsRepository(),
  );
  private readonly safeguards = new PlanSafeguards(
    new PersonsRepository(),
    new PeopleTotalsRepository(),
    new PlanTotalsRepository(),
  );

  private constructor(readonly dataSource: DataSource) {}

  /** Over the database of a reconciler that has been migrated. */
  static async on(databaseUrl: string): Promise<DryRun> {
    const extra = { options: `-c search_path=${SERVICE}` };
    const dataSource = new DataSource({ type: 'postgres', url: databaseUrl, entities, extra });
    return new DryRun(await dataSource.initialize());
  }

  /** The plan that the snapshot would make of a tenant that has set and settled nothing. */
  async plan(tx: EntityManager, ending: StagedEnding): Promise<Plan | undefined> {
    const tenant = await this.tenants.find(tx, ending.tenantId);
    if (!tenant) throw new Error('nothing is known of this tenant');
    const judging = judgingOf(ending, ending.answer, tenant, { ...nothingSet, settlements: undefined }, localDays());
    const [plan] = await this.safeguards.measure(tx, await this.drafts.draft(tx, [judging]));
    return plan;
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }
}
