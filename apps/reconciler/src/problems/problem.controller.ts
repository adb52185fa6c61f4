import { status } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { AllowServices, GrpcException, reconcilerV1 } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { TenantsRepository } from '../tenants/tenants.repository';
import { ListProblemsRequest, SetAsideProblemRequest } from './problems.dto';
import type { Problem } from './problem.entity';
import { ProblemsRepository } from './problems.repository';

type Problems = Pick<reconcilerV1.ReconcilerController, 'listProblems' | 'setAsideProblem'>;

const PAGE = 100;

/** Shows what a person has to settle. */
@Controller()
@AllowServices('gateway')
export class ProblemController implements Problems {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tenants: TenantsRepository,
    private readonly problems: ProblemsRepository,
  ) {}

  /** One page of a tenant's problems, in the order in which they were opened. */
  @GrpcMethod('Reconciler', 'ListProblems')
  async listProblems(request: ListProblemsRequest): Promise<reconcilerV1.ListProblemsResponse> {
    const { tenantId } = request;
    const limit = request.limit || PAGE;
    const filter = {
      tenantId,
      syncId: request.syncId || undefined,
      state: request.state,
      personId: request.personId || undefined,
      after: request.cursor || '0',
    };
    // One more than the page tells whether there is a next one.
    const found = await this.problems.page(filter, limit + 1);
    const page = found.slice(0, limit);
    return {
      problems: page.map(problemOf),
      nextCursor: found.length > limit ? (page.at(-1)?.seq ?? '') : '',
    };
  }

  /** The problem is not told again until it changes. */
  @GrpcMethod('Reconciler', 'SetAsideProblem')
  async setAsideProblem({ tenantId, problemId }: SetAsideProblemRequest): Promise<reconcilerV1.Problem> {
    const problem = await this.dataSource.transaction(async (tx) => {
      // A sync that is closing it at this moment comes first or waits.
      await this.tenants.lockOne(tx, tenantId);
      return this.problems.setAside(tx, tenantId, problemId);
    });
    if (!problem) throw new GrpcException(status.NOT_FOUND, 'not-found', 'There is no open problem like that.');
    return problemOf(problem);
  }
}

function problemOf(problem: Problem): reconcilerV1.Problem {
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
    affected: problem.affected,
  };
}
