import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { newEvent, ProblemSetAside } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import { AllowServices, refusal, readPage, reconcilerV1 } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import type { StoredPlan } from '../plans/plan.entity';
import { PlansRepository } from '../plans/plans.repository';
import { originOf } from '../source';
import { TenantsRepository } from '../tenants/tenants.repository';
import { PlanProblemsRepository } from '../problems/plan-problems.repository';
import { ListProblemsRequest, SetAsideProblemRequest, SummarizeProblemsRequest } from './problems.dto';
import type { Problem } from '../problems/problem.entity';
import { ProblemsRepository } from '../problems/problems.repository';

type Problems = Pick<reconcilerV1.ReconcilerController, 'listProblems' | 'summarizeProblems' | 'setAsideProblem'>;

const PAGE = 100;

/** Shows what a person has to settle. */
@Controller()
@AllowServices('gateway')
export class ProblemController implements Problems {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tenants: TenantsRepository,
    private readonly plans: PlansRepository,
    private readonly problems: ProblemsRepository,
    private readonly planProblems: PlanProblemsRepository,
    private readonly log: EventLog,
  ) {}

  /** One page of a tenant's problems, in the order in which they were opened. */
  @GrpcMethod('Reconciler', 'ListProblems')
  async listProblems(request: ListProblemsRequest): Promise<reconcilerV1.ListProblemsResponse> {
    const { tenantId, syncId } = request;
    const limit = request.limit || PAGE;
    const plan = syncId === '' ? null : await this.plans.find(tenantId, syncId);
    if (plan && !isAccepted(plan)) return this.ofPlan(plan, request, limit);
    const filter = {
      tenantId,
      syncId: request.syncId || undefined,
      state: request.state,
      personId: request.personId || undefined,
      after: request.cursor || '0',
    };
    const read = (count: number) => this.problems.page(filter, count);
    const { rows, nextCursor } = await readPage(limit, read, ({ seq }) => seq);
    const tenant = await this.tenants.find(this.dataSource.manager, tenantId);
    const seen = await this.problems.seenSince(
      tenantId,
      rows.flatMap(({ closedAt, personId: id }) => (closedAt === null && id !== null ? [id] : [])),
      tenant?.newestAt ?? null,
    );
    return {
      problems: rows.map((problem) => problemOf(problem, seen)),
      nextCursor,
      asOf: plan?.takenAt.toISOString() ?? tenant?.acceptedAt ?? '',
    };
  }

  /** What an answer says that nobody accepted is shown with its plan, and is no fact of the company's. */
  private async ofPlan(
    { tenantId, syncId, takenAt }: StoredPlan,
    { cursor }: ListProblemsRequest,
    limit: number,
  ): Promise<reconcilerV1.ListProblemsResponse> {
    const read = (count: number) => this.planProblems.page(tenantId, syncId, Number(cursor || 0), count);
    const { rows, nextCursor } = await readPage(limit, read, ({ idx }) => String(idx + 1));
    return {
      problems: rows.map((problem) => problemOf({ ...problem, closedAt: null, setAsideAt: null }, NOBODY)),
      nextCursor,
      asOf: takenAt.toISOString(),
    };
  }

  /** Open problems that nobody set aside, counted by cause. */
  @GrpcMethod('Reconciler', 'SummarizeProblems')
  async summarizeProblems({ tenantId }: SummarizeProblemsRequest): Promise<reconcilerV1.SummarizeProblemsResponse> {
    return { causes: await this.problems.causes(tenantId) };
  }

  /** The problem is not told again until it changes. */
  @GrpcMethod('Reconciler', 'SetAsideProblem')
  async setAsideProblem({ tenantId, problemId, actor }: SetAsideProblemRequest): Promise<reconcilerV1.Problem> {
    const aside = await this.dataSource.transaction(async (tx) => {
      // A sync that is closing it at this moment comes first or waits.
      await this.tenants.lockOne(tx, tenantId);
      const one = await this.problems.setAside(tx, tenantId, problemId);
      if (!one?.isNew) return one;
      const origin = originOf({ tenantId, subject: problemId, actor });
      await this.log.append(tx, [newEvent(ProblemSetAside, origin, { problemId, code: one.problem.code })]);
      return one;
    });
    if (!aside) throw refusal('not-found', 'There is no open problem like that.');
    return problemOf(aside.problem, NOBODY);
  }
}

const NOBODY: ReadonlyMap<string, string> = new Map();

/** Its problems are the company's: it was applied by itself, or approved as a whole. */
const isAccepted = ({ state, leaversOnly }: StoredPlan): boolean =>
  state === 'applying' || (state === 'approved' && !leaversOnly);

type Shown = Omit<Problem, 'tenantId' | 'seq'>;

/** @param seen by person id when the newest answer was taken, if that has somebody who is missing */
function problemOf(problem: Shown, seen: ReadonlyMap<string, string>): reconcilerV1.Problem {
  return {
    problemId: problem.problemId,
    code: problem.code,
    personId: problem.personId ?? '',
    employeeId: problem.employeeId,
    name: problem.name ?? '',
    received: problem.received ?? '',
    other: problem.other ?? '',
    syncId: problem.syncId,
    openedAt: problem.openedAt.toISOString(),
    closedAt: problem.closedAt?.toISOString() ?? '',
    setAsideAt: problem.setAsideAt?.toISOString() ?? '',
    otherPersonId: problem.otherPersonId ?? '',
    rowEmail: problem.about?.email ?? '',
    rowStartDate: problem.about?.startDate ?? '',
    rowStatus: problem.about?.status ?? '',
    rowLeavingDate: problem.about?.leavingDate ?? '',
    affected: problem.affected,
    seenAt: seen.get(problem.personId ?? '') ?? '',
  };
}
