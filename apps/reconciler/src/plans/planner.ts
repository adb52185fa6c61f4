import { Injectable, Logger } from '@nestjs/common';
import type { NewEvent } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import { DecisionsRepository } from '../decisions/decisions.repository';
import { AbsencesRepository } from '../known/absences.repository';
import { BaseRepository } from '../known/base.repository';
import { PersonsRepository } from '../known/persons.repository';
import type { ItemRecords, PlannedItem } from '../known/planned-item';
import { type ProblemChanges, problemChanges } from '../problems/problem-changes';
import { ProblemsRepository } from '../problems/problems.repository';
import type { RowsAtHand } from '../snapshots/rows-at-hand';
import { StagingRepository } from '../snapshots/staging.repository';
import type { SyncKey } from '../syncs/sync';
import { Drafts } from './drafts';
import type { Draft, Judging, Plan } from './judging';
import { changesCompleted, madeItem, planApproved, planMade, planSuperseded, problemEvents } from './plan-events';
import { PlansRepository } from './plans.repository';
import { PlanSafeguards } from './plan-safeguards';
import { noLongerLeaving, noLongerMissing, settledNew } from './settled-by-plan';

/**
 * Employees that are held in memory at once: their records, events and JSON are some 6 kB each. Everything else of a
 * plan is a few hundred bytes an employee.
 */
export const SLICE = 6_000;

/** What is said of a plan, in order: an event that is ready, or an item whose records are still in the database. */
type Step = { readonly event: NewEvent } | { readonly item: PlannedItem; readonly position: number };

/** What is done with the items of a slice. */
interface Doing {
  /** Stored in the plan: a plan that was held has them already. */
  readonly store: boolean;
  readonly atHand: RowsAtHand;
}

/** What else a commit has to do. */
export interface CommitOptions {
  /** Events to be said before the plans. */
  readonly first: readonly NewEvent[];
  /** The syncs whose staged rows are not needed any more. */
  readonly settled: readonly SyncKey[];
  /** By tenant the number of the sync whose plan waits: its rows stay. */
  readonly kept: ReadonlyMap<string, number>;
  /** Rows that arrived just now: their employees need not be read back. */
  readonly atHand: RowsAtHand;
}

/** A plan that waited and was approved. */
export interface ApprovedPlan extends Draft {
  readonly actor: string;
  readonly excluded: readonly string[];
}

/** Makes plans of settled snapshots and commits what they mean, with a fixed number of statements for any number. */
@Injectable()
export class Planner {
  private readonly logger = new Logger(Planner.name);

  constructor(
    private readonly staging: StagingRepository,
    private readonly drafts: Drafts,
    private readonly persons: PersonsRepository,
    private readonly absences: AbsencesRepository,
    private readonly base: BaseRepository,
    private readonly plans: PlansRepository,
    private readonly problems: ProblemsRepository,
    private readonly decisions: DecisionsRepository,
    private readonly safeguards: PlanSafeguards,
    private readonly log: EventLog,
  ) {}

  /** Decides about each snapshot, one a tenant; nothing is written yet but rows of the base that are staged anew. */
  async decide(tx: EntityManager, judgings: readonly Judging[]): Promise<Plan[]> {
    if (judgings.length === 0) return [];
    await this.staging.stageStored(
      tx,
      judgings.filter(({ ending }) => ending.kind === 'unchanged'),
    );
    const plans = await this.safeguards.measure(tx, await this.drafts.draft(tx, judgings));
    for (const plan of plans) this.warnOf(plan);
    return plans;
  }

  /** Nobody at the customer can mend dates that PeopleHR writes in another way: whoever runs this has to know. */
  private warnOf({ judging, safeguards }: Plan): void {
    const { tenantId, number, answer } = judging;
    for (const { name, field, value, tripped } of safeguards) {
      if (name !== 'dates-unreadable' || !tripped) continue;
      this.logger.warn(
        `${tenantId} sync ${number}: ${value} of ${answer.count} employees have a ${field ?? ''} that is no day`,
      );
    }
  }

  /**
   * Writes what the plans mean and, last, their events: PlanMade, leavers, changes, joiners, problems, ChangesCompleted.
   * A plan that is only previewed is stored and said, and changes nothing; of one that is held only what was seen is
   * noted: problems, and who is missing.
   */
  async commit(
    tx: EntityManager,
    plans: readonly Plan[],
    { first, settled, kept, atHand }: CommitOptions,
  ): Promise<void> {
    const observed = plans.filter(({ outcome }) => outcome !== 'previewed');
    const applying = plans.filter(({ outcome }) => outcome === 'applying');
    const open = await this.problems.open(
      tx,
      observed.map(({ judging }) => judging.tenantId),
    );
    const problems = new Map(observed.map((plan) => [plan, changesOf(plan, open.get(plan.judging.tenantId) ?? [])]));
    const replaced = await this.plans.supersede(tx, observed);
    await this.plans.insert(tx, plans, problems, replaced);
    await this.problems.save(tx, [...problems.values()]);
    await this.base.apply(tx, applying);
    await this.base.dropAbsent(
      tx,
      applying.filter(({ absent }) => absent > 0),
    );
    await this.settle(tx, observed);
    await this.persons.dropLinks(tx, applying);
    const superseded = replaced.map(planSuperseded);
    await this.say(tx, { store: true, atHand }, stepsOf(plans, problems, [...first, ...superseded]), async () => {
      await this.staging.drop(tx, settled, kept);
    });
  }

  /** Applies a plan that was held, but for those who were left out. */
  async commitApproved(tx: EntityManager, plan: ApprovedPlan, atHand: RowsAtHand): Promise<void> {
    await this.base.reopen(tx, plan);
    await this.decisions.markNew(tx, settledNew([plan]));
    await this.decisions.endMissing(tx, noLongerMissing(plan));
    await this.decisions.endLeavers(tx, noLongerLeaving(plan));
    await this.persons.dropLinks(tx, [plan]);
    await this.say(tx, { store: false, atHand }, approvedSteps(plan), async () => {
      await this.staging.drop(tx, [plan.judging], new Map());
    });
  }

  /** What an applying or held plan says about settled cases and about those who are missing. */
  private async settle(tx: EntityManager, plans: readonly Plan[]): Promise<void> {
    const found = await this.absences.noteMissing(tx, plans);
    const decided = new Set(
      plans.filter(({ judging }) => judging.settlements.missing.size > 0).map(({ judging }) => judging.tenantId),
    );
    await this.decisions.endMissing(
      tx,
      found.filter(({ tenantId }) => decided.has(tenantId)),
    );
    await this.decisions.endKept(
      tx,
      plans.flatMap(({ judging, noLongerKept }) =>
        noLongerKept.map((personId) => ({ tenantId: judging.tenantId, personId })),
      ),
    );
    await this.decisions.endLeavers(
      tx,
      plans.flatMap((plan) => [
        ...plan.noLongerAsked.map((personId) => ({ tenantId: plan.judging.tenantId, personId })),
        ...(plan.outcome === 'applying' ? noLongerLeaving(plan) : []),
      ]),
    );
    await this.decisions.markNew(tx, settledNew(plans.filter(({ outcome }) => outcome === 'applying')));
  }

  /** Says the steps in slices, with their items stored and their people up to date. `last` comes before the last append. */
  private async say(tx: EntityManager, doing: Doing, steps: Iterable<Step>, last: () => Promise<void>): Promise<void> {
    let slice: Step[] = [];
    for (const step of steps) {
      slice.push(step);
      if (slice.length < SLICE) continue;
      await this.log.append(tx, await this.take(tx, slice, doing));
      slice = [];
    }
    const events = await this.take(tx, slice, doing);
    await last();
    await this.log.append(tx, events);
  }

  /** The events of a slice. */
  private async take(tx: EntityManager, slice: readonly Step[], { store, atHand }: Doing): Promise<NewEvent[]> {
    const items = slice.flatMap((step) => ('item' in step ? [step] : []));
    const records = await this.recordsOf(
      tx,
      items.map(({ item }) => item),
      atHand,
    );
    const made = items.map(({ item, position }, i) =>
      madeItem(item, records[i] ?? { received: null, known: null }, position),
    );
    if (store) {
      await this.plans.insertItems(
        tx,
        made.map(({ stored }) => stored),
      );
    }
    await this.persons.apply(
      tx,
      items.map(({ item }) => item).filter(({ applied }) => applied),
    );
    const next = made.values();
    return slice.flatMap((step) => {
      if ('event' in step) return [step.event];
      const item = next.next().value;
      return item && step.item.applied ? [item.event] : [];
    });
  }

  /** The items' records, in their order. */
  private async recordsOf(
    tx: EntityManager,
    items: readonly PlannedItem[],
    atHand: RowsAtHand,
  ): Promise<(ItemRecords | undefined)[]> {
    const received = items.map((item) => (item.verdict.kind === 'joined' ? atHand.employeeOf(item) : undefined));
    const stored = await this.persons.records(
      tx,
      items.filter((_, i) => !received[i]),
    );
    const next = stored.values();
    return received.map((employee) => (employee ? { received: employee, known: null } : next.next().value));
  }
}

function changesOf(plan: Plan, open: Parameters<typeof problemChanges>[2]): ProblemChanges {
  const { tenantId, ending } = plan.judging;
  return problemChanges({ tenantId, syncId: ending.syncId }, plan, open);
}

function* stepsOf(
  plans: readonly Plan[],
  problems: ReadonlyMap<Plan, ProblemChanges>,
  first: readonly NewEvent[],
): Generator<Step, void, undefined> {
  for (const event of first) yield { event };
  for (const plan of plans) {
    const { judging, items, outcome } = plan;
    const changes = problems.get(plan);
    yield { event: planMade(plan, changes) };
    const applied = outcome === 'applying';
    for (const [position, item] of items.entries()) yield { item: { ...item, judging, applied }, position };
    if (!changes) continue;
    for (const event of problemEvents(plan, changes)) yield { event };
    if (items.length > 0 && applied) yield { event: changesCompleted(plan) };
  }
}

function* approvedSteps(plan: ApprovedPlan): Generator<Step, void, undefined> {
  const { judging, items } = plan;
  yield { event: planApproved(plan) };
  for (const [position, item] of items.entries()) yield { item: { ...item, judging, applied: true }, position };
  yield { event: changesCompleted(plan) };
}
