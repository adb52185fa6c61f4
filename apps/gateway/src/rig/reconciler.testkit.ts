import { isDeepStrictEqual } from 'node:util';
import { Controller, type Type } from '@nestjs/common';
import { AllowServices, type ProblemException, reconcilerV1, refusal } from '@people-sync/platform';
import { aDecision, AT, IMPORTED } from './answers.testkit';
import { type Answered, causesOf, missing, type Neighbours, noPlan, pageOf, wanted } from './neighbours.testkit';

/** The hash of a plan that waits, once something was settled for it alone. */
export const REVISED = 'b'.repeat(64);

/** What is there in a message; the rest stays as it is. */
const given = (message: object | null | undefined): Partial<Record<string, object>> =>
  Object.fromEntries(Object.entries(message ?? {}).filter(([, value]) => value !== undefined && value !== null));

/** Somebody said something else before. */
const decidedBefore = ({ state, by, people, isPart }: Answered): ProblemException =>
  refusal('already-decided', 'Somebody has decided about this plan already.', {
    decided: {
      state,
      decidedBy: by,
      decidedAt: AT,
      leaversOnly: state === 'approved' && isPart,
      notNow: state === 'rejected' && isPart,
      people,
      peopleCount: people.length,
    },
  });

/** The reconciler's door by its real contract, over what tests put there. */
export function reconcilerNeighbour(neighbours: Neighbours): Type<unknown> {
  @Controller()
  @reconcilerV1.ReconcilerControllerMethods()
  @AllowServices('gateway')
  class ReconcilerController implements reconcilerV1.ReconcilerController {
    async closeSync(request: reconcilerV1.CloseSyncRequest): Promise<reconcilerV1.CloseSyncResponse> {
      await neighbours.calls('closeSync', request);
      const { syncId, status, reason } = request;
      if (neighbours.closeOutcome !== 'closed') return { outcome: neighbours.closeOutcome, status, reason };
      const first = neighbours.closed.get(syncId) ?? { status, reason };
      neighbours.closed.set(syncId, first);
      return { outcome: 'closed', ...first, ...neighbours.endedBefore };
    }

    async getPlan(request: reconcilerV1.GetPlanRequest): Promise<reconcilerV1.GetPlanResponse> {
      await neighbours.calls('getPlan', request);
      const plan = neighbours.plans.get(request.syncId) ?? noPlan();
      const { groupId, cursor } = request;
      const { items, nextCursor } = pageOf(
        plan.items.filter((item) => groupId === '' || item.groupId === groupId),
        request,
      );
      const { groups } = plan;
      const told = groupId === '' && cursor === '' ? { groups, groupCount: groups.length } : { groups: [] };
      return { ...plan, items, nextCursor, ...told };
    }

    async approvePlan(request: reconcilerV1.ApprovePlanRequest): Promise<reconcilerV1.DecidedPlan> {
      await neighbours.calls('approvePlan', request);
      const { exclude: people, leaversOnly: isPart, actor: by } = request;
      if (!isPart && neighbours.tooOld.has(request.syncId)) throw refusal('answer-too-old', 'A sentence.');
      return this.decided(request, { state: 'approved', by, people, isPart });
    }

    async rejectPlan(request: reconcilerV1.RejectPlanRequest): Promise<reconcilerV1.DecidedPlan> {
      await neighbours.calls('rejectPlan', request);
      const { also: people, notNow: isPart, actor: by } = request;
      return this.decided(request, { state: 'rejected', by, people, isPart });
    }

    async leaveOutOfPlan(request: reconcilerV1.LeaveOutOfPlanRequest): Promise<reconcilerV1.RevisedPlan> {
      await neighbours.calls('leaveOutOfPlan', request);
      this.shown(request);
      const plan = neighbours.plans.get(request.syncId) ?? noPlan();
      const items = plan.items.map((item) => ({ ...item, excluded: request.people.includes(item.personId) }));
      const revised = { ...plan, items, hash: REVISED };
      neighbours.plans.set(request.syncId, revised);
      return { syncId: request.syncId, number: 1, hash: REVISED, itemCount: plan.itemCount - request.people.length };
    }

    async undoRejection(request: reconcilerV1.UndoRejectionRequest): Promise<reconcilerV1.UndoneRejection> {
      await neighbours.calls('undoRejection', request);
      const all = neighbours.decisions.get(request.tenantId) ?? missing();
      const left = all.filter(({ syncId, kind }) => kind !== 'kept' || syncId !== request.syncId);
      neighbours.decisions.set(request.tenantId, left);
      return { undone: all.length - left.length };
    }

    async decide(request: reconcilerV1.DecideRequest): Promise<reconcilerV1.Decision> {
      await neighbours.calls('decide', request);
      const { kind, employeeId, personId, reason, syncId, actor: decidedBy } = request;
      const about = { tentative: syncId !== '', planHash: syncId === '' ? '' : REVISED };
      const decision = aDecision({ kind, employeeId, personId, reason, decidedBy, syncId, ...about });
      neighbours.decisions.set(request.tenantId, [decision, ...(neighbours.decisions.get(request.tenantId) ?? [])]);
      return decision;
    }

    async undoDecision(request: reconcilerV1.UndoDecisionRequest): Promise<reconcilerV1.Decision> {
      await neighbours.calls('undoDecision', request);
      const all = neighbours.decisions.get(request.tenantId) ?? [];
      const undone = all.find((decision) => decision.decisionId === request.decisionId) ?? missing();
      neighbours.decisions.set(
        request.tenantId,
        all.filter((decision) => decision !== undone),
      );
      return undone;
    }

    async listDecisions(request: reconcilerV1.ListDecisionsRequest): Promise<reconcilerV1.ListDecisionsResponse> {
      await neighbours.calls('listDecisions', request);
      const all = neighbours.decisions.get(request.tenantId) ?? [];
      const { items, nextCursor } = pageOf(
        all.filter(
          ({ personId, syncId, tentative }) =>
            (request.personId === '' || personId === request.personId) &&
            (request.syncId === '' || syncId === request.syncId) &&
            tentative === request.tentative,
        ),
        request,
      );
      return { decisions: items, nextCursor };
    }

    async listProblems(request: reconcilerV1.ListProblemsRequest): Promise<reconcilerV1.ListProblemsResponse> {
      await neighbours.calls('listProblems', request);
      const all = neighbours.problems.get(request.tenantId) ?? [];
      const ofPerson = all.filter(({ personId }) => request.personId === '' || personId === request.personId);
      const { items, nextCursor } = pageOf(ofPerson.filter(wanted(request)), request);
      return { problems: items, nextCursor, asOf: AT };
    }

    async summarizeProblems(
      request: reconcilerV1.SummarizeProblemsRequest,
    ): Promise<reconcilerV1.SummarizeProblemsResponse> {
      await neighbours.calls('summarizeProblems', request);
      return { causes: causesOf(neighbours.problems.get(request.tenantId) ?? []) };
    }

    async setAsideProblem(request: reconcilerV1.SetAsideProblemRequest): Promise<reconcilerV1.Problem> {
      await neighbours.calls('setAsideProblem', request);
      const all = neighbours.problems.get(request.tenantId) ?? [];
      const problem = all.find(({ problemId }) => problemId === request.problemId) ?? missing();
      if (problem.closedAt !== '') missing();
      return Object.assign(problem, { setAsideAt: AT });
    }

    async getPolicy(request: reconcilerV1.GetPolicyRequest): Promise<reconcilerV1.PolicyVersion> {
      await neighbours.calls('getPolicy', request);
      return neighbours.policyOf(request.tenantId);
    }

    async setPolicy(request: reconcilerV1.SetPolicyRequest): Promise<reconcilerV1.PolicyVersion> {
      await neighbours.calls('setPolicy', request);
      const before = neighbours.policyOf(request.tenantId);
      if ((request.shownVersion ?? before.version) !== before.version)
        throw refusal('policy-outdated', 'Somebody changed the settings meanwhile.');
      const { scope, safeguards, ...rest } = given(request.policy);
      const policy = Object.assign({}, before.policy, rest, {
        scope: Object.assign({}, before.policy?.scope, given(scope)),
        safeguards: Object.assign({}, before.policy?.safeguards, given(safeguards)),
      });
      const same = isDeepStrictEqual(policy, before.policy);
      const next = { version: same ? before.version : before.version + 1, policy };
      neighbours.policies.set(request.tenantId, next);
      return next;
    }

    async changePolicyPeople(request: reconcilerV1.ChangePolicyPeopleRequest): Promise<reconcilerV1.PolicyVersion> {
      await neighbours.calls('changePolicyPeople', request);
      const { version, policy } = neighbours.policyOf(request.tenantId);
      const { leaveOut, takeBack, protect, unprotect } = request;
      const others = (policy?.leaveOut?.people ?? []).filter(
        ({ personId }) => !takeBack.includes(personId) && !leaveOut.some((one) => one.personId === personId),
      );
      const isProtected = new Set([...(policy?.protectedPeople?.personIds ?? []), ...protect]);
      for (const personId of unprotect) isProtected.delete(personId);
      const next = Object.assign({}, policy, {
        leaveOut: { people: [...others, ...leaveOut] },
        protectedPeople: { personIds: [...isProtected] },
      });
      const changed = { version: isDeepStrictEqual(next, policy) ? version : version + 1, policy: next };
      neighbours.policies.set(request.tenantId, changed);
      return changed;
    }

    async previewScope(request: reconcilerV1.PreviewScopeRequest): Promise<reconcilerV1.ScopeEffect> {
      await neighbours.calls('previewScope', request);
      const values = [
        { value: 'Leeds', employees: 3, named: ['LEEDS '] },
        { employees: 1, named: [] },
      ];
      const fields = [{ field: 'location', values, unmatched: ['Leds'], valueCount: 2 }];
      return { employees: 4, included: 3, leaving: 1, joining: 0, fields };
    }

    async importPeople(request: reconcilerV1.ImportPeopleRequest): Promise<reconcilerV1.ImportPeopleResponse> {
      await neighbours.calls('importPeople', request);
      const errors = neighbours.importErrors;
      const known = neighbours.importKnown;
      const refused = new Set(errors.map(({ line }) => line)).size;
      const isNobody = errors.length > 0 && request.mode !== 'good' && request.mode !== 'preview';
      const imported = isNobody ? 0 : request.people.length - refused - known.length;
      return {
        imported,
        lastPersonId: imported > 0 && request.mode !== 'preview' ? IMPORTED : '',
        unchanged: known.length,
        refused,
        errorCount: errors.length,
        errors: [...errors],
        known: [...known],
      };
    }

    async explainPerson(request: reconcilerV1.ExplainPersonRequest): Promise<reconcilerV1.Explanation> {
      await neighbours.calls('explainPerson', request);
      const { personId, employeeId, email } = request;
      return neighbours.explanations.get(personId || employeeId || email) ?? missing();
    }

    listKept(): never {
      throw new Error('the gateway compares nothing');
    }
    async listRecords(request: reconcilerV1.ListRecordsRequest): Promise<reconcilerV1.ListRecordsResponse> {
      await neighbours.calls('listRecords', request);
      return { records: neighbours.records.get(request.personId) ?? [] };
    }

    /** Refuses unless a plan is answered that there is, and the one that was shown. */
    private shown({ syncId, hash }: { readonly syncId: string; readonly hash: string }): void {
      const there = neighbours.plans.get(syncId)?.hash ?? neighbours.said.get(syncId) ?? noPlan();
      if (there !== hash) throw refusal('plan-outdated', 'Another plan.');
    }

    /**
     * As the contract has it: of the sync itself, or of the newer one with the same hash; the same again is answered
     * alike, another answer is told the first one.
     */
    private decided(
      request: Pick<reconcilerV1.RejectPlanRequest, 'syncId' | 'hash'>,
      answer: Answered,
    ): reconcilerV1.DecidedPlan {
      this.shown(request);
      const newer = neighbours.standsFor.get(request.syncId);
      const syncId = newer?.syncId ?? request.syncId;
      const first = neighbours.answered.get(syncId) ?? answer;
      neighbours.answered.set(syncId, first);
      if (!isDeepStrictEqual({ ...first, by: '' }, { ...answer, by: '' })) throw decidedBefore(first);
      return { syncId, number: newer?.number ?? 0, state: first.state, decidedBy: first.by, decidedAt: AT };
    }
  }
  return ReconcilerController;
}
