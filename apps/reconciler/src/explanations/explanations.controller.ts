import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { AllowServices, refusal, reconcilerV1 } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { DatabaseClock } from '../database/database-clock';
import { DecisionsRepository } from '../decisions/decisions.repository';
import { localDays } from '../judging/local-day';
import { PlanItemsRepository } from '../plans/plan-items.repository';
import { PlansRepository } from '../plans/plans.repository';
import { nothingSet, PoliciesRepository } from '../policies/policies.repository';
import { ProblemsRepository } from '../problems/problems.repository';
import { ExplainPersonRequest } from './explanation.dto';
import { stepsOf } from './explanation-steps';
import { standingNow } from './standing-now';
import { SubjectsRepository } from './subjects.repository';

type Explaining = Pick<reconcilerV1.ReconcilerController, 'explainPerson'>;

/** Tells why somebody is as they are, from what is stored and nothing else. */
@Controller()
@AllowServices('gateway')
export class ExplanationsController implements Explaining {
  private readonly localDay = localDays();

  constructor(
    private readonly dataSource: DataSource,
    private readonly subjects: SubjectsRepository,
    private readonly plans: PlansRepository,
    private readonly items: PlanItemsRepository,
    private readonly problems: ProblemsRepository,
    private readonly decisions: DecisionsRepository,
    private readonly policies: PoliciesRepository,
    private readonly clock: DatabaseClock,
  ) {}

  @GrpcMethod('Reconciler', 'ExplainPerson')
  async explainPerson(request: ExplainPersonRequest): Promise<reconcilerV1.Explanation> {
    const { tenantId } = request;
    const tx = this.dataSource.manager;
    const subject = await this.subjects.find(tx, request);
    if (!subject) throw refusal('not-found', 'Nobody like that was ever seen.');
    const { personId, employeeId } = subject;
    const [plans, problems, decisions, last, base, policies, now] = await Promise.all([
      personId === null ? [] : this.items.about(tenantId, personId),
      this.problems.about(tenantId, personId, employeeId),
      this.decisions.about(tenantId, personId, employeeId),
      this.plans.last(tenantId),
      subject.row ? this.plans.ofBase(tenantId) : null,
      this.policies.current(tx, [tenantId]),
      this.clock.now(tx),
    ]);
    const { policy } = policies.get(tenantId) ?? nothingSet;
    const today = this.localDay(now.toISOString(), policy.timeZone);
    const code = standingNow({ subject, plans, problems, decisions, policy, today });
    return {
      personId: personId ?? '',
      employeeId: employeeId ?? '',
      name: subject.name ?? '',
      steps: stepsOf({ subject, plans, problems, decisions, last, base, code }),
    };
  }
}
