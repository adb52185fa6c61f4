import { Payload } from '@nestjs/microservices';
import { CurrentIdentity, Identity, type peoplesyncV1 } from '@people-sync/platform';
import { idOf } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { DecideBody, DecisionsQuery } from '../decisions/decision.dto';
import { Decisions } from '../decisions/decisions';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { ProblemsQuery } from '../problems/problem.dto';
import { Problems } from '../problems/problems';
import { decisionMessage, problemMessage } from './case-messages';
import { checked } from './checked';
import { PeopleSyncRpcs } from './rpcs.decorator';

/** What needs somebody, and what they settled: the HTTP door's operations in other words. */
@PeopleSyncRpcs('decide', 'undoDecision', 'listDecisions', 'listProblems', 'summarizeProblems', 'setAsideProblem')
export class CasesDoorController {
  constructor(
    private readonly decisions: Decisions,
    private readonly problems: Problems,
  ) {}

  async decide(
    @Payload() request: peoplesyncV1.DecideRequest,
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
  ): Promise<peoplesyncV1.Decision> {
    const { tenant, leaveOut, ...form } = request;
    const body = await checked(DecideBody, {}, { ...form, leaveOut: leaveOut || undefined });
    return decisionMessage((await this.decisions.decide({ identity, key }, tenant, body)).body);
  }

  async undoDecision(
    @Payload() { tenant, decisionId }: peoplesyncV1.UndoDecisionRequest,
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
  ): Promise<peoplesyncV1.Decision> {
    return decisionMessage((await this.decisions.undo({ identity, key }, tenant, idOf(decisionId))).body);
  }

  @Readers()
  async listDecisions(
    @Payload() { tenant, personId: person, syncId: sync, tentative, limit, cursor }: peoplesyncV1.ListDecisionsRequest,
  ): Promise<peoplesyncV1.ListDecisionsResponse> {
    const asked = { person, sync, tentative: tentative ? 'true' : undefined, limit, cursor };
    const query = await checked(DecisionsQuery, {}, asked);
    const { items, nextCursor } = await this.decisions.list(tenant, query);
    return { items: items.map(decisionMessage), nextCursor: nextCursor ?? '' };
  }

  @Readers()
  async listProblems(@Payload() request: peoplesyncV1.ListProblemsRequest): Promise<peoplesyncV1.ListProblemsResponse> {
    const { tenant, syncId, state, limit, cursor } = request;
    const query = await checked(ProblemsQuery, {}, { state, limit, cursor });
    const sync = syncId === '' ? undefined : idOf(syncId);
    const { items, nextCursor, asOf } = await this.problems.list(tenant, query, sync);
    return { items: items.map(problemMessage), nextCursor: nextCursor ?? '', asOf: asOf ?? '' };
  }

  @Readers()
  async summarizeProblems(
    @Payload() { tenant }: peoplesyncV1.TenantRequest,
  ): Promise<peoplesyncV1.SummarizeProblemsResponse> {
    return { items: [...(await this.problems.summary(tenant))] };
  }

  async setAsideProblem(
    @Payload() { tenant, problemId }: peoplesyncV1.SetAsideProblemRequest,
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
  ): Promise<peoplesyncV1.Problem> {
    return problemMessage((await this.problems.setAside({ identity, key }, tenant, idOf(problemId))).body);
  }
}
