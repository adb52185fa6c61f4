import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { EventLog } from '@people-sync/messaging';
import { AllowServices, notFound, readPage, writerV1 } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { type Circle, CirclesRepository } from './circles.repository';
import type { ManagerProblem } from './manager-problem.entity';
import { ManagerProblemsRepository } from './manager-problems.repository';
import { problemSetAside } from './managers.handler';
import { ListProblemsDto, SetAsideProblemDto, SummarizeProblemsDto } from './problems.dto';

const SERVICE = writerV1.WRITER_SERVICE_NAME;
const USUAL_PAGE = 100;

/** What is wrong with managers, of gRPC `peoplesync.writer.v1.Writer`; the .proto file says what each call means. */
@Controller()
@AllowServices('gateway')
export class ProblemsController {
  constructor(
    private readonly problems: ManagerProblemsRepository,
    private readonly circles: CirclesRepository,
    private readonly dataSource: DataSource,
    private readonly log: EventLog,
  ) {}

  @GrpcMethod(SERVICE, 'ListProblems')
  async listProblems(request: ListProblemsDto): Promise<writerV1.ListProblemsResponse> {
    const { tenantId, state, cursor } = request;
    const limit = request.limit || USUAL_PAGE;
    const filter = { tenantId, state, syncId: request.syncId || undefined, after: cursor || '0' };
    const read = (count: number) => this.problems.page(this.dataSource.manager, filter, count);
    const { rows, nextCursor } = await readPage(limit, read, ({ seq }) => seq);
    return { problems: await this.withCircles(tenantId, rows), nextCursor };
  }

  @GrpcMethod(SERVICE, 'SummarizeProblems')
  async summarizeProblems({ tenantId }: SummarizeProblemsDto): Promise<writerV1.SummarizeProblemsResponse> {
    return { causes: await this.problems.causes(this.dataSource.manager, tenantId) };
  }

  @GrpcMethod(SERVICE, 'SetAsideProblem')
  async setAsideProblem({ tenantId, problemId, actor }: SetAsideProblemDto): Promise<writerV1.Problem> {
    const aside = await this.dataSource.transaction(async (tx) => {
      const one = await this.problems.setAside(tx, tenantId, problemId, actor);
      if (one?.isNew) await this.log.append(tx, [problemSetAside(one.problem, actor)]);
      return one;
    });
    if (!aside) throw notFound();
    const { problem } = aside;
    const [told = problemMessage(problem, undefined)] = await this.withCircles(tenantId, [problem]);
    return told;
  }

  private async withCircles(tenantId: string, problems: readonly ManagerProblem[]): Promise<writerV1.Problem[]> {
    const people = problems.flatMap(({ code, closedAt, about }) =>
      code === 'manager-loop' && closedAt === null ? [about] : [],
    );
    const circles = await this.circles.around(this.dataSource.manager, tenantId, people);
    return problems.map((one) => problemMessage(one, one.code === 'manager-loop' ? circles.get(one.about) : undefined));
  }
}

const problemMessage = (problem: ManagerProblem, circle: Circle | undefined): writerV1.Problem => ({
  problemId: problem.problemId,
  code: problem.code,
  personId: problem.personId ?? '',
  name: problem.name ?? '',
  affected: problem.affected,
  syncId: problem.syncId ?? '',
  openedAt: problem.openedAt.toISOString(),
  closedAt: problem.closedAt?.toISOString() ?? '',
  setAsideAt: problem.setAsideAt?.toISOString() ?? '',
  circle: [...(circle?.names ?? [])],
  circleGoesOn: circle?.isWhole === false,
});
