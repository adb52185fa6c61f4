import { Injectable } from '@nestjs/common';
import type { NewEvent } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import { claimedAddresses } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { BaseRepository } from '../known/base.repository';
import { type ItemRecords, type PlannedItem, PersonsRepository } from '../known/persons.repository';
import { type ProblemChanges, problemChanges } from '../problems/problem-changes';
import { ProblemsRepository } from '../problems/problems.repository';
import type { RowsAtHand } from '../snapshots/rows-at-hand';
import { StagingRepository } from '../snapshots/staging.repository';
import type { SyncKey } from '../syncs/sync';
import { DifferingRowsRepository } from './differing-rows.repository';
import { absentOf, type Judging, type Plan, planOf, type StagedDifference } from './judging';
import { changesCompleted, madeItem, planMade, problemEvents } from './plan-events';
import { PlansRepository } from './plans.repository';

/**
 * Employees that are held in memory at once: their records, events and JSON are some 6 kB each. Everything else of a
 * plan is a few hundred bytes an employee.
 */
export const SLICE = 6_000;

/** What is said of a plan, in order: an event that is ready, or an item whose records are still in the database. */
type Step = { readonly event: NewEvent } | { readonly item: PlannedItem; readonly position: number };

/** Makes plans of settled snapshots and commits what they mean, with a fixed number of statements for any number. */
@Injectable()
export class Planner {
  constructor(
    private readonly staging: StagingRepository,
    private readonly differing: DifferingRowsRepository,
    private readonly persons: PersonsRepository,
    private readonly base: BaseRepository,
    private readonly plans: PlansRepository,
    private readonly problems: ProblemsRepository,
    private readonly log: EventLog,
  ) {}

  /** Decides about each snapshot, one a tenant; nothing is written yet but rows of the base that are staged anew. */
  async decide(tx: EntityManager, judgings: readonly Judging[]): Promise<Plan[]> {
    if (judgings.length === 0) return [];
    await this.staging.stageStored(
      tx,
      judgings.filter(({ ending }) => ending.kind === 'unchanged'),
    );
    const rows = await this.differing.select(tx, judgings);
    const rowsOf = (judging: Judging): StagedDifference[] => rows.get(judging.tenantId) ?? [];
    const missing = await this.persons.missing(
      tx,
      judgings.filter((judging) => mayMiss(judging, rowsOf(judging))),
    );
    const holders = await this.persons.holders(
      tx,
      // Nobody has an address where nobody is known yet.
      judgings.filter(({ tenant }) => tenant.knownVersion > 0).flatMap((judging) => claimsOf(judging, rowsOf(judging))),
    );
    return judgings.map((judging) => {
      const ofTenant = holders.get(judging.tenantId);
      const unseen = judging.ending.kind === 'unchanged' ? judging.tenant.missing : missing.get(judging.tenantId);
      return planOf(judging, rowsOf(judging), (address) => ofTenant?.get(address), unseen ?? 0);
    });
  }

  /**
   * Writes what the plans mean and, last, their events: PlanMade, leavers, changes, joiners, problems, ChangesCompleted.
   * A plan that is only previewed is stored and said, and changes nothing.
   * @param first events to be said before the plans
   * @param settled the syncs whose staged rows are not needed any more
   * @param atHand rows that arrived just now: their employees need not be read back
   */
  async commit(
    tx: EntityManager,
    plans: readonly Plan[],
    { first, settled, atHand }: { first: readonly NewEvent[]; settled: readonly SyncKey[]; atHand: RowsAtHand },
  ): Promise<void> {
    const applying = plans.filter(({ judging }) => judging.outcome === 'applying');
    const open = await this.problems.open(
      tx,
      applying.map(({ judging }) => judging.tenantId),
    );
    const problems = new Map(applying.map((plan) => [plan, changesOf(plan, open.get(plan.judging.tenantId) ?? [])]));
    await this.plans.insert(tx, plans);
    await this.problems.save(tx, [...problems.values()]);
    await this.base.apply(tx, applying);
    await this.base.dropAbsent(
      tx,
      applying.filter(({ absent }) => absent > 0),
    );
    let slice: Step[] = first.map((event) => ({ event }));
    for (const plan of plans) {
      for (const step of stepsOf(plan, problems.get(plan))) {
        slice.push(step);
        if (slice.length < SLICE) continue;
        await this.log.append(tx, await this.take(tx, slice, atHand));
        slice = [];
      }
    }
    const events = await this.take(tx, slice, atHand);
    await this.staging.drop(tx, settled);
    await this.log.append(tx, events);
  }

  /** The events of a slice, with its items stored and their people up to date. */
  private async take(tx: EntityManager, slice: readonly Step[], atHand: RowsAtHand): Promise<NewEvent[]> {
    const items = slice.flatMap((step) => ('item' in step ? [step] : []));
    const records = await this.recordsOf(
      tx,
      items.map(({ item }) => item),
      atHand,
    );
    const made = items.map(({ item, position }, i) =>
      madeItem(item, records[i] ?? { received: null, known: null }, position),
    );
    await this.plans.insertItems(
      tx,
      made.map(({ stored }) => stored),
    );
    await this.persons.apply(
      tx,
      items.map(({ item }) => item).filter(({ judging }) => judging.outcome === 'applying'),
    );
    const next = made.values();
    return slice.flatMap((step) => {
      if ('event' in step) return [step.event];
      const item = next.next().value;
      return item && step.item.judging.outcome === 'applying' ? [item.event] : [];
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
  return problemChanges({ tenantId, syncId: ending.syncId }, plan.refused, open);
}

/** False if the answer has everybody whom the base had, and nobody was missing then. */
function mayMiss(judging: Judging, rows: readonly StagedDifference[]): boolean {
  const { ending, tenant } = judging;
  return ending.kind === 'completed' && (tenant.missing > 0 || absentOf(judging, rows) > 0);
}

function claimsOf(judging: Judging, rows: readonly StagedDifference[]): { tenantId: string; address: string }[] {
  const { tenantId, policy, today } = judging;
  const addresses = claimedAddresses(
    rows.map(({ differing }) => differing),
    policy,
    today,
  );
  return [...addresses].map((address) => ({ tenantId, address }));
}

function* stepsOf(plan: Plan, problems: ProblemChanges | undefined): Generator<Step, void, undefined> {
  const { judging, items } = plan;
  yield { event: planMade(plan) };
  for (const [position, item] of items.entries()) yield { item: { ...item, judging }, position };
  if (!problems) return;
  for (const event of problemEvents(plan, problems)) yield { event };
  if (items.length > 0) yield { event: changesCompleted(plan) };
}
