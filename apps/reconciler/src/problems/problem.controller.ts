import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { AllowServices, reconcilerV1 } from '@people-sync/platform';
import { ListProblemsRequest } from './list-problems.dto';
import type { Problem } from './problem.entity';
import { ProblemsRepository } from './problems.repository';

type Reading = Pick<reconcilerV1.ReconcilerController, 'listProblems'>;

const PAGE = 100;

/** Shows what a person has to settle. */
@Controller()
@AllowServices('gateway')
export class ProblemController implements Reading {
  constructor(private readonly problems: ProblemsRepository) {}

  /** One page of a tenant's problems, in the order in which they were opened. */
  @GrpcMethod('Reconciler', 'ListProblems')
  async listProblems(request: ListProblemsRequest): Promise<reconcilerV1.ListProblemsResponse> {
    const { tenantId } = request;
    const limit = request.limit || PAGE;
    const filter = {
      tenantId,
      syncId: request.syncId || undefined,
      onlyOpen: request.state === 'open',
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
  };
}
