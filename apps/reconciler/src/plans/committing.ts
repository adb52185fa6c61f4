import { Injectable } from '@nestjs/common';
import type { NewEvent } from '@people-sync/contracts';
import type { EntityManager } from 'typeorm';
import { TentativeRepository } from '../decisions/tentative.repository';
import type { Plan } from '../judging/plan';
import { AbsencesRepository } from '../known/absences.repository';
import { BaseRepository } from '../known/base.repository';
import { PlanProblemsRepository } from '../problems/plan-problems.repository';
import { problemsOfPlan } from '../problems/problem-changes';
import { ProblemsRepository } from '../problems/problems.repository';
import type { RowsAtHand } from '../snapshots/rows-at-hand';
import { StagingRepository } from '../snapshots/staging.repository';
import type { SyncKey } from '../syncs/sync';
import { Acceptance } from './acceptance';
import { planSuperseded } from './plan-events';
import { madeSteps } from './plan-steps';
import { PlanWriter } from './plan-writer';
import { PlansRepository } from './plans.repository';

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

/** Commits what new plans mean, with a fixed number of statements for any number. */
@Injectable()
export class Committing {
  constructor(
    private readonly staging: StagingRepository,
    private readonly absences: AbsencesRepository,
    private readonly base: BaseRepository,
    private readonly plans: PlansRepository,
    private readonly problems: ProblemsRepository,
    private readonly planProblems: PlanProblemsRepository,
    private readonly tentative: TentativeRepository,
    private readonly acceptance: Acceptance,
    private readonly writer: PlanWriter,
  ) {}

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
    const problems = await this.problems.changes(tx, real);
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
    await this.acceptance.putInForce(
      tx,
      applying.map(({ judging }) => judging),
    );
    await this.acceptance.accept(tx, applying);
    const superseded = replaced.map(planSuperseded);
    const steps = madeSteps(plans, problems, [...first, ...superseded]);
    await this.writer.write(tx, { store: true, atHand }, steps, async () => {
      await this.staging.drop(tx, settled, kept);
    });
  }
}
