import { Module } from '@nestjs/common';
import { MessagingModule } from '@people-sync/messaging';
import { databaseModule, ParkingController } from '@people-sync/platform';
import { CallBudgets } from './access/call-budgets';
import { ApprovalCourier } from './approvals/approval-courier';
import { ApprovalSweepHandler } from './approvals/approval-sweep.handler';
import { Approvals } from './approvals/approvals';
import { ApprovalsController } from './approvals/approvals.controller';
import { ApprovalsRepository } from './approvals/approvals.repository';
import { CsvDownloads } from './csv/csv-download';
import { Decisions } from './decisions/decisions';
import { DecisionsController } from './decisions/decisions.controller';
import { Exports } from './exports/exports';
import { ExportsController } from './exports/exports.controller';
import { IdempotencyKey } from './idempotency/idempotency-key.entity';
import { IdempotencyKeysRepository } from './idempotency/idempotency-keys.repository';
import { Once } from './idempotency/once';
import { Feed } from './feed/feed';
import { FeedController } from './feed/feed.controller';
import { FeedKeeper } from './feed/feed-keeper';
import { FeedRepository } from './feed/feed.repository';
import { ImportArrival } from './imports/import-arrival';
import { Imports } from './imports/imports';
import { ImportsController } from './imports/imports.controller';
import { ConnectBudgetsRepository } from './integrations/connect-budgets.repository';
import { ConnectedTenants } from './integrations/connected-tenants';
import { ConnectionsHandler } from './integrations/connections.handler';
import { Integrations } from './integrations/integrations';
import { IntegrationsController } from './integrations/integrations.controller';
import { Licences } from './licences/licences';
import { LicencesController } from './licences/licences.controller';
import { gatewaySchema } from './migrations/gateway-schema';
import { AuditClient } from './neighbours/audit.client';
import { CredentialsClient } from './neighbours/credentials.client';
import { ReconcilerClient } from './neighbours/reconciler.client';
import { WriterClient } from './neighbours/writer.client';
import { ParkedController } from './parking/parked.controller';
import { Parked } from './parking/parked';
import { ParkingOwners } from './parking/parking-owners.client';
import { People } from './people/people';
import { PeopleController } from './people/people.controller';
import { OpenAnswers } from './places/open-answers';
import { Places } from './places/places';
import { Plans } from './plans/plans';
import { PlansController } from './plans/plans.controller';
import { CasesDoorController } from './platform-door/cases-door.controller';
import { FeedDoorController } from './platform-door/feed-door.controller';
import { PeopleDoorController } from './platform-door/people-door.controller';
import { PolicyDoorController } from './platform-door/policy-door.controller';
import { RecordDoorController } from './platform-door/record-door.controller';
import { ReplaysDoorController } from './platform-door/replays-door.controller';
import { SyncsDoorController } from './platform-door/syncs-door.controller';
import { TenantsDoorController } from './platform-door/tenants-door.controller';
import { Policies } from './policies/policies';
import { PoliciesController } from './policies/policies.controller';
import { Problems } from './problems/problems';
import { ProblemsController } from './problems/problems.controller';
import { DatabaseClock } from './schedule/database-clock';
import { KeyStandings } from './schedule/key-standings';
import { NightStarter } from './schedule/night-starter';
import { NightsHandler } from './schedule/nights.handler';
import { ScheduleController } from './schedule/schedule.controller';
import { Schedules } from './schedule/schedules';
import { SchedulesRepository } from './schedule/schedules.repository';
import { RecordController } from './record/record.controller';
import { RecordKeysController } from './record/record-keys.controller';
import { Records } from './record/records';
import { Replays } from './replays/replays';
import { ReplaysController } from './replays/replays.controller';
import { ConsoleOrigin } from './sessions/console-origin';
import { SessionCodes } from './sessions/session-codes';
import { SessionCodesController } from './sessions/session-codes.controller';
import { SessionCodesRepository } from './sessions/session-codes.repository';
import { SessionController } from './sessions/session.controller';
import { Sessions } from './sessions/sessions';
import { SessionsRepository } from './sessions/sessions.repository';
import { MarkersHandler } from './syncs/markers.handler';
import { SyncCloser } from './syncs/sync-closer';
import { OpenSyncs } from './syncs/open-syncs';
import { SyncEnder } from './syncs/sync-ender';
import { EndingsRepository } from './syncs/endings.repository';
import { SyncJournal } from './syncs/sync-journal';
import { SyncSettler } from './syncs/sync-settler';
import { SyncProgress } from './syncs/sync-progress';
import { SyncStarter } from './syncs/sync-starter';
import { SyncWatch } from './syncs/sync-watch';
import { Sync } from './syncs/sync.entity';
import { Syncs } from './syncs/syncs';
import { SyncsController } from './syncs/syncs.controller';
import { SyncsRepository } from './syncs/syncs.repository';
import { WatchdogHandler } from './syncs/watchdog.handler';
import { Tenant } from './tenants/tenant.entity';
import { TenantChanges } from './tenants/tenant-changes';
import { Tenants } from './tenants/tenants';
import { TenantsController } from './tenants/tenants.controller';
import { TenantCounts } from './tenants/tenant-counts';
import { TenantsInNeed } from './tenants/tenants-in-need';
import { TenantsInNeedController } from './tenants/tenants-in-need.controller';
import { TenantsInNeedRepository } from './tenants/tenants-in-need.repository';
import { TenantsRepository } from './tenants/tenants.repository';
import { WakesClient } from './wakes/wakes.client';
import { Explanations } from './explanations/explanations';
import { ExplanationsController } from './explanations/explanations.controller';

/** The door: HTTP and gRPC, the state of each sync, live progress. */
@Module({
  imports: [
    databaseModule({ ...gatewaySchema, entities: [Tenant, Sync, IdempotencyKey] }),
    MessagingModule.forService({ service: 'gateway', groupId: 'gateway', emits: true, consumes: true }),
  ],
  controllers: [
    SessionController,
    SessionCodesController,
    TenantsController,
    TenantsInNeedController,
    ParkedController,
    IntegrationsController,
    SyncsController,
    PlansController,
    ApprovalsController,
    ProblemsController,
    DecisionsController,
    PoliciesController,
    PeopleController,
    ExportsController,
    ImportsController,
    ExplanationsController,
    LicencesController,
    ScheduleController,
    FeedController,
    RecordController,
    RecordKeysController,
    ReplaysController,
    TenantsDoorController,
    SyncsDoorController,
    CasesDoorController,
    PolicyDoorController,
    PeopleDoorController,
    FeedDoorController,
    RecordDoorController,
    ReplaysDoorController,
    MarkersHandler,
    ConnectionsHandler,
  ],
  providers: [
    CallBudgets,
    Places,
    OpenAnswers,
    CsvDownloads,
    ConnectBudgetsRepository,
    WakesClient,
    CredentialsClient,
    ConnectedTenants,
    AuditClient,
    ReconcilerClient,
    WriterClient,
    IdempotencyKeysRepository,
    Once,
    TenantChanges,
    TenantsRepository,
    Tenants,
    TenantsInNeedRepository,
    TenantsInNeed,
    TenantCounts,
    ParkingController,
    ParkingOwners,
    Parked,
    ConsoleOrigin,
    SessionsRepository,
    SessionCodesRepository,
    SessionCodes,
    Sessions,
    Integrations,
    SyncsRepository,
    SyncJournal,
    OpenSyncs,
    SyncProgress,
    SyncStarter,
    SyncCloser,
    SyncSettler,
    SyncEnder,
    EndingsRepository,
    SyncWatch,
    Syncs,
    WatchdogHandler,
    SchedulesRepository,
    Schedules,
    DatabaseClock,
    KeyStandings,
    NightStarter,
    NightsHandler,
    Plans,
    ApprovalsRepository,
    ApprovalCourier,
    Approvals,
    ApprovalSweepHandler,
    Problems,
    Decisions,
    Policies,
    People,
    Imports,
    ImportArrival,
    Explanations,
    Exports,
    Licences,
    Records,
    Replays,
    FeedRepository,
    FeedKeeper,
    Feed,
  ],
})
export class AppModule {}
