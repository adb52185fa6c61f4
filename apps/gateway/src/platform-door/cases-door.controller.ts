import { Payload } from '@nestjs/microservices';
import type { Decision, Problem, ProblemPage, ProblemSummary } from '@people-sync/contracts/api';
import { Caller } from '../access/caller';
import { CurrentCaller } from '../access/current-caller.decorator';
import { idOf } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { DecideBody, DecisionsQuery } from '../decisions/decision.dto';
import { Decisions } from '../decisions/decisions';
import type { Page } from '../paging/page.dto';
import { ProblemsQuery } from '../problems/problem.dto';
import { Problems } from '../problems/problems';
import { checked } from './checked';
import { type Asked, PeopleSyncRpcs } from './rpcs.decorator';

/** What needs somebody, and what they settled: the HTTP door's operations in other words. */
@PeopleSyncRpcs('decide', 'undoDecision', 'listDecisions', 'listProblems', 'summarizeProblems', 'setAsideProblem')
export class CasesDoorController {
  constructor(
    private readonly decisions: Decisions,
    private readonly problems: Problems,
  ) {}

  async decide(@Payload() { tenant, ...asked }: Asked<'decide'>, @CurrentCaller() caller: Caller): Promise<Decision> {
    return this.decisions.decide(caller, tenant, await checked(DecideBody, asked));
  }

  async undoDecision(
    @Payload() { tenant, decisionId }: Asked<'undoDecision'>,
    @CurrentCaller() caller: Caller,
  ): Promise<Decision> {
    return this.decisions.undo(caller, tenant, idOf(decisionId));
  }

  @Readers()
  async listDecisions(@Payload() { tenant, ...asked }: Asked<'listDecisions'>): Promise<Page<Decision>> {
    return this.decisions.list(tenant, await checked(DecisionsQuery, asked));
  }

  @Readers()
  async listProblems(@Payload() { tenant, syncId, ...asked }: Asked<'listProblems'>): Promise<ProblemPage> {
    const query = await checked(ProblemsQuery, asked);
    return this.problems.list(tenant, query, syncId === undefined ? undefined : idOf(syncId));
  }

  @Readers()
  async summarizeProblems(@Payload() { tenant }: Asked<'summarizeProblems'>): Promise<ProblemSummary> {
    return this.problems.summary(tenant);
  }

  async setAsideProblem(
    @Payload() { tenant, problemId }: Asked<'setAsideProblem'>,
    @CurrentCaller() caller: Caller,
  ): Promise<Problem> {
    return this.problems.setAside(caller, tenant, idOf(problemId));
  }
}
