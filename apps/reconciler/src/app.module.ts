import { Module } from '@nestjs/common';
import { MessagingModule } from '@people-sync/messaging';
import { databaseModule, ParkingController } from '@people-sync/platform';
import { DatabaseClock } from './database/database-clock';
import { Decision } from './decisions/decision.entity';
import { DecisionsController } from './settling/decisions.controller';
import { DecisionsRepository } from './decisions/decisions.repository';
import { NoesRepository } from './decisions/noes.repository';
import { Settling } from './settling/settling';
import { TentativeRepository } from './decisions/tentative.repository';
import { WantedDecisions } from './settling/wanted-decisions';
import { Dropping } from './drops/dropping';
import { DropsHandler } from './drops/drops.handler';
import { UndoRepository } from './drops/undo.repository';
import { ExplanationsController } from './explanations/explanations.controller';
import { RecordsController } from './explanations/records.controller';
import { SubjectsRepository } from './explanations/subjects.repository';
import { ImportsController } from './imports/imports.controller';
import { ImportsRepository } from './imports/imports.repository';
import { AbsencesRepository } from './known/absences.repository';
import { BaseRepository } from './known/base.repository';
import { HoldersRepository } from './known/holders.repository';
import { KeptController } from './known/kept.controller';
import { PeopleTotalsRepository } from './known/people-totals.repository';
import { PersonsRepository } from './known/persons.repository';
import { RereadingRepository } from './known/rereading.repository';
import { reconcilerSchema } from './migrations/reconciler-schema';
import { Approval } from './approval/approval';
import { ApprovalController } from './approval/approval.controller';
import { CandidatesRepository } from './known/candidates.repository';
import { DifferingRowsRepository } from './known/differing-rows.repository';
import { Drafts } from './plans/drafts';
import { ExpiryHandler } from './approval/expiry.handler';
import { JudgedByRepository } from './policies/judged-by.repository';
import { PlanController } from './plans/plan.controller';
import { StoredPlan } from './plans/plan.entity';
import { StoredPlanItem } from './plans/plan-item.entity';
import { PlanSafeguards } from './plans/plan-safeguards';
import { PlanTotalsRepository } from './plans/plan-totals.repository';
import { Planner } from './plans/planner';
import { PlanItemsRepository } from './plans/plan-items.repository';
import { PlanWriter } from './plans/plan-writer';
import { Acceptance } from './plans/acceptance';
import { Committing } from './plans/committing';
import { HeldPlans } from './approval/held-plans';
import { PlansRepository } from './plans/plans.repository';
import { RecordsRepository } from './known/records.repository';
import { Revisions } from './approval/revisions';
import { WaitingPlans } from './approval/waiting-plans';
import { PoliciesController } from './policies/policies.controller';
import { PoliciesRepository } from './policies/policies.repository';
import { ScopeEffectRepository } from './policies/scope-effect.repository';
import { PolicyVersions } from './policies/policy-versions';
import { PlanProblemsRepository } from './problems/plan-problems.repository';
import { ProblemController } from './settling/problem.controller';
import { Problem } from './problems/problem.entity';
import { ProblemsRepository } from './problems/problems.repository';
import { LeftOutAnswers } from './intake/left-out-answers';
import { SnapshotHandler } from './intake/snapshot.handler';
import { StagingRepository } from './snapshots/staging.repository';
import { ClosingController } from './intake/closing.controller';
import { SyncsRepository } from './syncs/syncs.repository';
import { TenantsRepository } from './tenants/tenants.repository';

/** Its name, its schema and its consumer group. */
export const SERVICE = 'reconciler';

export const entities = [StoredPlan, StoredPlanItem, Problem, Decision];

@Module({
  imports: [
    databaseModule({ ...reconcilerSchema, entities }),
    MessagingModule.forService({ service: SERVICE, groupId: SERVICE, consumes: true, emits: true }),
  ],
  controllers: [
    SnapshotHandler,
    ClosingController,
    DropsHandler,
    PlanController,
    ApprovalController,
    ProblemController,
    DecisionsController,
    PoliciesController,
    ImportsController,
    ExplanationsController,
    RecordsController,
    KeptController,
    ParkingController,
  ],
  providers: [
    DatabaseClock,
    TenantsRepository,
    SyncsRepository,
    StagingRepository,
    DifferingRowsRepository,
    PersonsRepository,
    HoldersRepository,
    AbsencesRepository,
    PeopleTotalsRepository,
    BaseRepository,
    PlansRepository,
    ProblemsRepository,
    CandidatesRepository,
    PlanTotalsRepository,
    JudgedByRepository,
    DecisionsRepository,
    NoesRepository,
    TentativeRepository,
    WantedDecisions,
    PlanProblemsRepository,
    RecordsRepository,
    WaitingPlans,
    Revisions,
    PoliciesRepository,
    ScopeEffectRepository,
    ImportsRepository,
    SubjectsRepository,
    PlanSafeguards,
    Drafts,
    RereadingRepository,
    Planner,
    PlanItemsRepository,
    PlanWriter,
    Acceptance,
    Committing,
    HeldPlans,
    Approval,
    ExpiryHandler,
    Dropping,
    UndoRepository,
    LeftOutAnswers,
    Settling,
    PolicyVersions,
  ],
})
export class AppModule {}
