import { decodeEvent, type AnyEvent, type EventDefinition, type NewEvent } from '@people-sync/contracts';
import { BatchContext, EventConsumer, EventLog, MessagingHealth, type RawRecord } from '@people-sync/messaging';
import type { reconcilerV1 } from '@people-sync/platform';
import { DataSource, type Logger } from 'typeorm';
import { entities } from './app.module';
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
import { SubjectsRepository } from './explanations/subjects.repository';
import { ImportsController } from './imports/imports.controller';
import { ImportsRepository } from './imports/imports.repository';
import { AbsencesRepository } from './known/absences.repository';
import { BaseRepository } from './known/base.repository';
import { HoldersRepository } from './known/holders.repository';
import { PeopleTotalsRepository } from './known/people-totals.repository';
import { PersonsRepository } from './known/persons.repository';
import { RereadingRepository } from './known/rereading.repository';
import { reconcilerSchema } from './migrations/reconciler-schema';
import { Approval } from './approval/approval';
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
import { Acceptance } from './plans/acceptance';
import { Committing } from './plans/committing';
import { HeldPlans } from './approval/held-plans';
import { PlanItemsRepository } from './plans/plan-items.repository';
import { PlanWriter } from './plans/plan-writer';
import { Planner } from './plans/planner';
import { PlansRepository } from './plans/plans.repository';
import { RecordsRepository } from './known/records.repository';
import { Revisions } from './approval/revisions';
import { WaitingPlans } from './approval/waiting-plans';
import { PoliciesController } from './policies/policies.controller';
import { PoliciesRepository } from './policies/policies.repository';
import { ScopeEffectRepository } from './policies/scope-effect.repository';
import { SetPolicyRequest } from './policies/policy.dto';
import { type Contradiction, type PolicyRefusal, type PolicyVersion, PolicyVersions } from './policies/policy-versions';
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

const TOPIC = 'peoplesync.snapshots';
const SCHEMA = 'reconciler';
/** None of a topic's twelve: a reconciler that runs in the same database has its places on those. */
const OWN_PARTITION = 12;

/** Who presses the buttons. */
export const ADMIN = 'grace@tiles.example';

/** Says whatever time a test wants it to be. */
export class TestClock extends DatabaseClock {
  /** RFC 3339; before every answer if nothing else is said. */
  time = '2026-03-02T02:00:00.000Z';

  override now(): Promise<Date> {
    return Promise.resolve(new Date(this.time));
  }
}

/** The reconciler's own classes over a real Postgres; what the fetcher would send is built here. */
export class ReconcilerTestkit {
  readonly handler: SnapshotHandler;
  readonly approval: Approval;
  readonly revisions: Revisions;
  readonly clock = new TestClock();
  readonly expiry: ExpiryHandler;
  readonly settling: Settling;
  readonly policy: PolicyVersions;
  readonly imports: ImportsController;
  readonly explanations: ExplanationsController;
  readonly plans: PlanController;
  readonly decisions: DecisionsController;
  readonly policies: PoliciesController;
  readonly closing: ClosingController;
  readonly drops: DropsHandler;
  readonly problems: ProblemController;
  readonly differing = new DifferingRowsRepository();
  /** SQL statements issued so far. */
  statements: string[] = [];
  private nextOffset = 0;

  private constructor(
    readonly dataSource: DataSource,
    clock: DatabaseClock,
  ) {
    const [tenants, syncs, staging] = [new TenantsRepository(), new SyncsRepository(), new StagingRepository()];
    const plans = new PlansRepository(dataSource.getRepository(StoredPlan));
    const items = new PlanItemsRepository(dataSource.getRepository(StoredPlanItem));
    const problems = new ProblemsRepository(dataSource.getRepository(Problem));
    const decisions = new DecisionsRepository(dataSource.getRepository(Decision));
    const log = new EventLog();
    const realClock = new DatabaseClock();
    const options = { service: SCHEMA, groupId: SCHEMA, emits: true, consumes: true };
    const consumer = new EventConsumer(dataSource, options, new MessagingHealth());
    const [persons, base, policies] = [new PersonsRepository(), new BaseRepository(), new PoliciesRepository()];
    const [judgedBy, totals] = [new JudgedByRepository(policies, decisions), new PlanTotalsRepository()];
    const safeguards = new PlanSafeguards(persons, new PeopleTotalsRepository(), totals);
    const absences = new AbsencesRepository();
    const drafts = new Drafts(
      this.differing,
      new CandidatesRepository(),
      absences,
      new HoldersRepository(),
      new RecordsRepository(),
    );
    const [noes, tentative] = [new NoesRepository(), new TentativeRepository()];
    const planProblems = new PlanProblemsRepository(dataSource);
    const acceptance = new Acceptance(persons, absences, decisions, noes, tentative);
    const writer = new PlanWriter(items, persons, log);
    const planner = new Planner(staging, new RereadingRepository(), drafts, tentative, safeguards);
    const committing = new Committing(
      staging,
      absences,
      base,
      plans,
      problems,
      planProblems,
      tentative,
      acceptance,
      writer,
    );
    const held = new HeldPlans(
      staging,
      persons,
      base,
      plans,
      items,
      problems,
      planProblems,
      decisions,
      acceptance,
      writer,
    );
    const waiting = new WaitingPlans(judgedBy, drafts, tenants, plans, tentative, staging);
    this.handler = new SnapshotHandler(
      consumer,
      tenants,
      syncs,
      staging,
      judgedBy,
      planner,
      committing,
      clock,
      new LeftOutAnswers(tenants, syncs, staging, log),
    );
    this.approval = new Approval(
      dataSource,
      tenants,
      plans,
      items,
      noes,
      tentative,
      waiting,
      totals,
      drafts,
      safeguards,
      problems,
      acceptance,
      held,
      log,
      this.clock,
    );
    this.revisions = new Revisions(dataSource, tenants, plans, items, noes, waiting, safeguards, held);
    this.expiry = new ExpiryHandler(plans, this.approval);
    const wanted = new WantedDecisions(persons, items, problems, planProblems);
    this.settling = new Settling(dataSource, tenants, plans, wanted, decisions, noes, this.revisions, log);
    this.policy = new PolicyVersions(
      dataSource,
      tenants,
      policies,
      judgedBy,
      new ScopeEffectRepository(),
      log,
      realClock,
    );
    this.imports = new ImportsController(dataSource, tenants, new ImportsRepository(), log);
    this.explanations = new ExplanationsController(
      dataSource,
      new SubjectsRepository(),
      plans,
      items,
      problems,
      decisions,
      policies,
      realClock,
    );
    this.plans = new PlanController(dataSource, plans, items, tenants);
    this.problems = new ProblemController(dataSource, tenants, plans, problems, planProblems, log);
    this.decisions = new DecisionsController(this.settling, decisions);
    this.policies = new PoliciesController(this.policy);
    const dropping = new Dropping(tenants, syncs, plans, waiting, new UndoRepository(), log);
    this.drops = new DropsHandler(consumer, tenants, dropping);
    this.closing = new ClosingController(dataSource, tenants, syncs, staging, plans, waiting, dropping, log);
  }

  /**
   * In an empty database, or beside a reconciler that runs in it. @param clock by which answers are measured; the days of
   * the tests are all over if it is not given
   */
  static async start(
    database: { readonly url: string },
    clock: DatabaseClock = new LateClock(),
  ): Promise<ReconcilerTestkit> {
    const statements: string[] = [];
    const dataSource = new DataSource({
      type: 'postgres',
      url: database.url,
      entities,
      migrations: [...reconcilerSchema.migrations],
      migrationsTableName: 'schema_migrations',
      logging: true,
      logger: counting(statements),
      extra: { options: `-c search_path=${SCHEMA}` },
    });
    await dataSource.initialize();
    await dataSource.query(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
    await dataSource.runMigrations();
    const testkit = new ReconcilerTestkit(dataSource, clock);
    testkit.statements = statements;
    return testkit;
  }

  /** Safeguards hold nothing back any more; to be asked before the first sync. */
  async withoutSafeguards(tenantId: string): Promise<void> {
    const all = { people: 1_000_000, fraction: 1 };
    const safeguards = {
      leavers: all,
      absentOrOutOfScope: all,
      joiners: all,
      fieldGoesBlank: all,
      fieldBecomesOneValue: all,
      emailChanges: all,
      unknownStatus: all,
      knownInSnapshot: 0,
    };
    await this.setPolicy(tenantId, { safeguards });
  }

  /** Changes the policy as the administrator's form does. @param confirmedLeaving as it was shown; absent: not shown */
  async setPolicy(
    tenantId: string,
    changed: Partial<reconcilerV1.Policy>,
    { shownVersion, confirmedLeaving }: { shownVersion?: number; confirmedLeaving?: number } = {},
  ): Promise<PolicyVersion | PolicyRefusal | Contradiction> {
    const request = new SetPolicyRequest();
    const policy = { ...NO_CHANGE, ...changed };
    Object.assign(request, { tenantId, policy, expectedVersion: 0, shownVersion, actor: ADMIN });
    if (confirmedLeaving !== undefined) request.confirmedLeaving = confirmedLeaving;
    return this.policy.set(request);
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }

  /** Hands the handler one batch, as the bus would. Returns the records, to be handed over again. */
  async deliver(...events: readonly NewEvent[][]): Promise<RawRecord[]> {
    const before = this.nextOffset;
    const records = events.flat().map((event) => this.record(event));
    try {
      await this.redeliver(records);
    } catch (error) {
      // The batch was not taken: what comes next stands where it stood.
      this.nextOffset = before;
      throw error;
    }
    return records;
  }

  /** The same records once more: a broker may do that. */
  async redeliver(records: RawRecord[]): Promise<void> {
    const origin = {
      topic: TOPIC,
      partition: OWN_PARTITION,
      attempt: 1,
      highWatermark: this.nextOffset,
      live: () => true,
    };
    await this.handler.onBatch(records, new BatchContext([origin]));
  }

  private record(event: NewEvent): RawRecord {
    return { offset: this.nextOffset++, key: event.key, value: Buffer.from(event.json) };
  }

  /** Everything that was said of a tenant, in order. */
  async said(tenantId: string): Promise<AnyEvent[]> {
    const rows: unknown = await this.dataSource.query(
      'SELECT topic, value FROM event_log WHERE key = $1 ORDER BY topic, partition, position',
      [tenantId],
    );
    if (!Array.isArray(rows)) throw new Error('no rows');
    return rows.map((row: { topic: string; value: string }) => {
      const decoded = decodeEvent(row.topic, Buffer.from(row.value));
      if (!decoded.ok) throw new Error(decoded.reason);
      return decoded.event;
    });
  }

  /** The data of what was said of one kind. */
  async saidOf<T>(tenantId: string, definition: EventDefinition<T>): Promise<T[]> {
    const said = await this.said(tenantId);
    return said.flatMap((event) => (isOf(definition, event) ? [event.data] : []));
  }

  async rows(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    return this.dataSource.query(sql, values);
  }
}

/** Whenever the tests run, whatever they have PeopleHR answer was answered before. */
class LateClock extends DatabaseClock {
  override now(): Promise<Date> {
    return Promise.resolve(new Date('2100-01-01T00:00:00Z'));
  }
}

/** A policy that changes nothing. */
export const NO_CHANGE: reconcilerV1.Policy = {
  timeZone: undefined,
  daysBeforeStart: undefined,
  scope: undefined,
  leaveOut: undefined,
  protectedPeople: undefined,
  safeguards: undefined,
};

const isOf = <T>(definition: EventDefinition<T>, event: AnyEvent): event is AnyEvent<T> =>
  event.type === definition.type;

/** Keeps the text of every statement. */
function counting(statements: string[]): Logger {
  const nothing = () => undefined;
  return {
    logQuery: (query) => void statements.push(query),
    logQueryError: nothing,
    logQuerySlow: nothing,
    logSchemaBuild: nothing,
    logMigration: nothing,
    log: nothing,
  };
}
