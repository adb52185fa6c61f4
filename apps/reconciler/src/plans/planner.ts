import { Injectable, Logger } from '@nestjs/common';
import type { NewEvent } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import { DecisionsRepository } from '../decisions/decisions.repository';
import { NoesRepository } from '../decisions/noes.repository';
import { TentativeRepository } from '../decisions/tentative.repository';
import { AbsencesRepository } from '../known/absences.repository';
import { BaseRepository } from '../known/base.repository';
import { PersonsRepository } from '../known/persons.repository';
import { RereadingRepository } from '../known/rereading.repository';
import type { AppliedItem, ItemRecords, PlannedItem } from '../known/planned-item';
import { PlanProblemsRepository } from '../problems/plan-problems.repository';
import { type NewProblem, type ProblemChanges, problemChanges, problemsOf } from '../problems/problem-changes';
import { ProblemsRepository } from '../problems/problems.repository';
import { RowsAtHand } from '../snapshots/rows-at-hand';
import { StagingRepository } from '../snapshots/staging.repository';
import type { SyncKey } from '../syncs/sync';
import { Drafts } from './drafts';
import { type Draft, isUnderNewRules, type Judging, type Plan, withTentative } from './judging';
import { leftOutOf } from './left-out';
import {
  changesCompleted,
  madeItem,
  planApproved,
  planMade,
  planRevised,
  planSuperseded,
  problemEvents,
} from './plan-events';
import { PlansRepository } from './plans.repository';
import { PlanSafeguards } from './plan-safeguards';
import { leaversOf, noLongerLeaving, noLongerMissing, settledNew } from './settled-by-plan';

/**
 * Employees that are held in memory at once: their records, events and JSON are some 6 kB each. Everything else of a
 * plan is a few hundred bytes an employee.
 */
export const SLICE = 6_000;

/** What is said of a plan, in order: an event that is ready, or an item whose records are still in the database. */
type Step = { readonly event: NewEvent } | ItemStep;

interface ItemStep {
  readonly item: PlannedItem;
  readonly position: number;
  /** Of what is stored: what made the plan wait, and whether somebody left it out already. */
  readonly plan: Pick<Plan, 'counted' | 'outcome'> | null;
  readonly leftOut: boolean;
}

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
  /** Of `leavers` only those who leave by status or date are items. */
  readonly part: 'all' | 'leavers';
  /** How many problems are open once it is applied. */
  readonly problems: number;
}

/** Makes plans of settled snapshots and commits what they mean, with a fixed number of statements for any number. */
@Injectable()
export class Planner {
  private readonly logger = new Logger(Planner.name);

  constructor(
    private readonly staging: StagingRepository,
    private readonly rereading: RereadingRepository,
    private readonly drafts: Drafts,
    private readonly persons: PersonsRepository,
    private readonly absences: AbsencesRepository,
    private readonly base: BaseRepository,
    private readonly plans: PlansRepository,
    private readonly problems: ProblemsRepository,
    private readonly planProblems: PlanProblemsRepository,
    private readonly decisions: DecisionsRepository,
    private readonly noes: NoesRepository,
    private readonly tentative: TentativeRepository,
    private readonly safeguards: PlanSafeguards,
    private readonly log: EventLog,
  ) {}

  /**
   * Decides about each snapshot, one a tenant; nothing is written yet but rows of the base that are staged
   * anew, and how what is known is read under new rules.
   */
  async decide(tx: EntityManager, judgings: readonly Judging[]): Promise<Plan[]> {
    if (judgings.length === 0) return [];
    const about = await this.tentative.stillAbout(tx, judgings);
    const judged = judgings.map((judging) => withTentative(judging, ({ decisionId }) => about.has(decisionId)));
    await this.staging.stageStored(
      tx,
      judged.filter(({ ending }) => ending.kind === 'unchanged'),
    );
    await this.rereading.readAgain(tx, judged.filter(isUnderNewRules));
    const plans = await this.safeguards.measure(tx, await this.drafts.draft(tx, judged));
    for (const plan of plans) this.warnOf(plan);
    return plans;
  }

  /** Nobody at the customer can mend dates that PeopleHR writes in another way: whoever runs this has to know. */
  private warnOf({ judging, safeguards }: Plan): void {
    const { tenantId, number, answer, ending } = judging;
    for (const { name, field, value, tripped } of safeguards) {
      if (name !== 'dates-unreadable' || !tripped) continue;
      const about = { tenant: tenantId, sync: ending.syncId, number, field, unreadable: value, seen: answer.count };
      this.logger.warn('many dates of an answer cannot be read: its changes wait', about);
    }
  }

  /**
   * Writes what the plans mean and, last, their events: PlanMade, leavers, changes, joiners, problems, ChangesCompleted.
   * A plan that is held or only previewed is stored with its own problems and said; it changes nothing, but that it is
   * noted in their favour if its answer has somebody who is missing.
   */
  async commit(
    tx: EntityManager,
    plans: readonly Plan[],
    { first, settled, kept, atHand }: CommitOptions,
  ): Promise<void> {
    const real = plans.filter(({ outcome }) => outcome !== 'previewed');
    const applying = plans.filter(({ outcome }) => outcome === 'applying');
    const problems = await this.problemChanges(tx, real);
    const replaced = await this.plans.supersede(tx, real);
    await this.plans.insert(tx, plans, problems, replaced);
    await this.planProblems.insert(tx, plans.filter(({ outcome }) => outcome !== 'applying').flatMap(problemsOfPlan));
    await this.problems.save(
      tx,
      applying.flatMap((plan) => problems.get(plan) ?? []),
    );
    await this.absences.noteSeen(tx, plans);
    await this.base.apply(tx, applying);
    await this.base.dropAbsent(
      tx,
      applying.filter(({ absent }) => absent > 0),
    );
    await this.tentative.moveOn(
      tx,
      plans.filter(({ outcome }) => outcome === 'held').map(({ judging }) => judging),
    );
    await this.putInForce(
      tx,
      applying.map(({ judging }) => judging),
    );
    await this.accept(tx, applying);
    await this.persons.dropLinks(tx, applying);
    const superseded = replaced.map(planSuperseded);
    await this.say(tx, { store: true, atHand }, stepsOf(plans, problems, [...first, ...superseded]), async () => {
      await this.staging.drop(tx, settled, kept);
    });
  }

  /** What a plan would open and close if it were applied; of several tenants at once. */
  async problemChanges<T extends Pick<Plan, 'judging' | 'refused' | 'absences' | 'safeguards'>>(
    tx: EntityManager,
    drafts: readonly T[],
  ): Promise<Map<T, ProblemChanges>> {
    const open = await this.problems.open(
      tx,
      drafts.map(({ judging }) => judging.tenantId),
    );
    return new Map(
      drafts.map((draft) => {
        const { tenantId, ending } = draft.judging;
        return [draft, problemChanges({ tenantId, syncId: ending.syncId }, draft, open.get(tenantId) ?? [])];
      }),
    );
  }

  /** How many problems are open that nobody set aside. */
  async openProblems(tx: EntityManager, tenantId: string): Promise<number> {
    const open = await this.problems.open(tx, [tenantId]);
    return (open.get(tenantId) ?? []).filter(({ setAside }) => !setAside).length;
  }

  /**
   * Applies a plan that was held, but for those who were left out: its answer is accepted with it. What was settled for it
   * alone is in force already (`putInForce`).
   */
  async commitApproved(
    tx: EntityManager,
    plan: ApprovedPlan,
    problems: ProblemChanges,
    atHand: RowsAtHand,
  ): Promise<void> {
    await this.problems.save(tx, [problems]);
    await this.base.reopen(tx, plan);
    await this.accept(tx, [plan]);
    await this.persons.dropLinks(tx, [plan]);
    await this.say(tx, { store: false, atHand }, approvedSteps(plan, problems), async () => {
      await this.staging.drop(tx, [plan.judging], new Map());
    });
  }

  /**
   * Lets those go by a plan that was held who leave by status or date, and nobody else: nothing of the answer is believed
   * for that, but for when people are going to leave.
   * @param rest the whole plan
   */
  async commitLeavers(tx: EntityManager, plan: ApprovedPlan, rest: Draft, atHand: RowsAtHand): Promise<void> {
    await this.base.reopen(tx, { ...plan, absences: [] });
    await this.decisions.endMissing(tx, leaversOf(plan));
    await this.decisions.endLeavers(tx, noLongerLeaving(plan));
    await this.say(tx, { store: false, atHand }, approvedSteps(plan, undefined), async () => {
      await this.persons.announce(tx, rest);
      await this.staging.drop(tx, [plan.judging], new Map());
    });
  }

  /** Stores and says a plan that waits as it is with what was settled for it alone. @param plan judged with it */
  async revise(tx: EntityManager, plan: Plan, actor: string | null): Promise<void> {
    const problems = (await this.problemChanges(tx, [plan])).get(plan);
    await this.plans.revise(tx, plan, problems?.open ?? 0);
    await this.planProblems.clear(tx, plan.judging.tenantId, plan.judging.ending.syncId);
    await this.planProblems.insert(tx, problemsOfPlan(plan));
    const steps: Step[] = [{ event: planRevised(plan, problems?.open ?? 0, actor) }, ...itemSteps(plan)];
    await this.say(tx, { store: true, atHand: NOTHING_AT_HAND }, steps, () => Promise.resolve());
  }

  /** What was settled for these plans alone holds from now on: they are applied. */
  async putInForce(tx: EntityManager, judgings: readonly Judging[]): Promise<void> {
    // What is in force is taken back; a no for the same plan came after what it is about.
    await this.noes.end(tx, this.tentative.takenBack(judgings));
    await this.tentative.takeForce(tx, judgings);
  }

  /** What is remembered of answers that are accepted. */
  private async accept(tx: EntityManager, drafts: readonly Draft[]): Promise<void> {
    await this.absences.noteMissing(tx, drafts);
    await this.decisions.endMissing(tx, drafts.flatMap(noLongerMissing));
    await this.noes.end(
      tx,
      drafts.flatMap(({ judging: { tenantId }, endedNoes }) => endedNoes.map((one) => ({ tenantId, ...one }))),
    );
    await this.decisions.endLeavers(
      tx,
      drafts.flatMap((draft) => [
        ...draft.noLongerAsked.map((personId) => ({ tenantId: draft.judging.tenantId, personId })),
        ...noLongerLeaving(draft),
      ]),
    );
    await this.decisions.markNew(tx, settledNew(drafts));
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
    const made = items.map((step, i) => madeItem(step, records[i] ?? { received: null, known: null }));
    if (store) {
      await this.plans.insertItems(
        tx,
        made.map(({ stored }) => stored),
      );
    }
    const applied = items.flatMap(({ item }, i): AppliedItem[] => {
      const record = item.applied ? made[i]?.record : undefined;
      return record ? [{ ...item, record }] : [];
    });
    await this.persons.apply(tx, applied);
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

const NOTHING_AT_HAND = new RowsAtHand([]);

const problemsOfPlan = (plan: Plan): NewProblem[] => {
  const { tenantId, ending } = plan.judging;
  return problemsOf({ tenantId, syncId: ending.syncId }, plan);
};

/** A plan's items, and after them those that somebody left out of it already. */
function* itemSteps(plan: Plan): Generator<ItemStep, void, undefined> {
  const { judging, items, outcome } = plan;
  const applied = outcome === 'applying';
  for (const [position, item] of items.entries())
    yield { item: { ...item, judging, applied }, position, plan, leftOut: false };
  for (const [i, item] of leftOutOf(plan).entries())
    yield { item: { ...item, judging, applied: false }, position: items.length + i, plan, leftOut: true };
}

function* stepsOf(
  plans: readonly Plan[],
  problems: ReadonlyMap<Plan, ProblemChanges>,
  first: readonly NewEvent[],
): Generator<Step, void, undefined> {
  for (const event of first) yield { event };
  for (const plan of plans) {
    const changes = problems.get(plan);
    yield { event: planMade(plan, changes) };
    yield* itemSteps(plan);
    if (!changes || plan.outcome !== 'applying') continue;
    for (const event of problemEvents(plan, changes)) yield { event };
    if (plan.items.length > 0) yield { event: changesCompleted(plan) };
  }
}

/** @param problems what it opens and closes; undefined if its answer is not accepted by it */
function* approvedSteps(plan: ApprovedPlan, problems: ProblemChanges | undefined): Generator<Step, void, undefined> {
  const { judging, items } = plan;
  yield { event: planApproved(plan) };
  for (const [position, item] of items.entries())
    yield { item: { ...item, judging, applied: true }, position, plan: null, leftOut: false };
  for (const event of problems ? problemEvents(plan, problems) : []) yield { event };
  yield { event: changesCompleted(plan) };
}
