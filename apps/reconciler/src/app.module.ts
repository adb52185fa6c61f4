import { Module } from '@nestjs/common';
import { MessagingModule, messagingMigrations } from '@people-sync/messaging';
import { databaseModule } from '@people-sync/platform';
import { BaseRepository } from './known/base.repository';
import { PersonsRepository } from './known/persons.repository';
import { FirstSchema1764000000100 } from './migrations/1764000000100-first-schema';
import { DifferingRowsRepository } from './plans/differing-rows.repository';
import { PlanController } from './plans/plan.controller';
import { StoredPlan } from './plans/plan.entity';
import { StoredPlanItem } from './plans/plan-item.entity';
import { Planner } from './plans/planner';
import { PlansRepository } from './plans/plans.repository';
import { ProblemController } from './problems/problem.controller';
import { Problem } from './problems/problem.entity';
import { ProblemsRepository } from './problems/problems.repository';
import { SnapshotHandler } from './snapshots/snapshot.handler';
import { StagingRepository } from './snapshots/staging.repository';
import { ClosingController } from './syncs/closing.controller';
import { SyncsRepository } from './syncs/syncs.repository';
import { TenantsRepository } from './tenants/tenants.repository';

/** Its name, its schema and its consumer group. */
export const SERVICE = 'reconciler';

export const entities = [StoredPlan, StoredPlanItem, Problem];
export const migrations = [...messagingMigrations, FirstSchema1764000000100];

@Module({
  imports: [
    databaseModule({ schema: SERVICE, entities, migrations }),
    MessagingModule.forService({ service: SERVICE, groupId: SERVICE, consumes: true, emits: true }),
  ],
  controllers: [SnapshotHandler, ClosingController, PlanController, ProblemController],
  providers: [
    TenantsRepository,
    SyncsRepository,
    StagingRepository,
    DifferingRowsRepository,
    PersonsRepository,
    BaseRepository,
    PlansRepository,
    ProblemsRepository,
    Planner,
  ],
})
export class AppModule {}
