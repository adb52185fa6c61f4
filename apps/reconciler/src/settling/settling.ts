import { Injectable } from '@nestjs/common';
import { DecisionMade, type DataOf, newEvent, type NewEvent, newId } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import { takenBackBy } from '@people-sync/reconciliation';
import { DataSource, type EntityManager } from 'typeorm';
import type { StoredPlan } from '../plans/plan.entity';
import { PlansRepository } from '../plans/plans.repository';
import { type NotRevised, Revisions } from '../approval/revisions';
import { originOf } from '../source';
import type { Tenant } from '../tenants/tenant';
import { TenantsRepository } from '../tenants/tenants.repository';
import type { DecideRequest } from './decision.dto';
import type { Decision } from '../decisions/decision.entity';
import { DecisionsRepository } from '../decisions/decisions.repository';
import { NoesRepository, type NoKey } from '../decisions/noes.repository';
import { settlementOf } from '../decisions/settlement-of';
import { type NewDecision, type Unsettled, WantedDecisions } from './wanted-decisions';

/** Kinds of which only one can hold about the same employee or person. */
const RIVALS: Readonly<Record<Decision['kind'], readonly Decision['kind'][]>> = {
  'same-person': ['same-person', 'new-person'],
  'new-person': ['same-person', 'new-person'],
  'missing-left': ['missing-left', 'missing-keep'],
  'missing-keep': ['missing-left', 'missing-keep'],
  'leaver-left': ['leaver-left', 'leaver-not-yet'],
  'leaver-not-yet': ['leaver-left', 'leaver-not-yet'],
  'leave-out': ['leave-out'],
  kept: ['kept'],
};

/** What was settled; of something for a plan that waits alone, that plan as it is from now on. */
export interface Settled {
  readonly kind: 'settled';
  readonly decision: Decision;
  readonly plan: StoredPlan | null;
}

/**
 * Settles cases, and undoes it: by what the last accepted answer says for good, and the next sync judges everybody by it;
 * by what the answer of a plan that waits says for that plan alone, whose rows are judged again at once.
 */
@Injectable()
export class Settling {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tenants: TenantsRepository,
    private readonly plans: PlansRepository,
    private readonly wanted: WantedDecisions,
    private readonly decisions: DecisionsRepository,
    private readonly noes: NoesRepository,
    private readonly revisions: Revisions,
    private readonly log: EventLog,
  ) {}

  /** The same word about the same case twice is one; another word replaces it, and the last one counts. */
  async decide(request: DecideRequest): Promise<Settled | Unsettled | NotRevised> {
    return this.revisions.undoable(() =>
      this.dataSource.transaction((tx) =>
        request.syncId === '' ? this.forGood(tx, request) : this.forPlan(tx, request),
      ),
    );
  }

  /** Null if no decision like that holds. */
  async undo(tenantId: string, decisionId: string, actor: string): Promise<Settled | NotRevised | null> {
    return this.revisions.undoable(() =>
      this.dataSource.transaction(async (tx): Promise<Settled | NotRevised | null> => {
        const tenant = await this.tenants.lockOne(tx, tenantId);
        const decision = await this.decisions.undo(tx, tenantId, decisionId, actor || null);
        if (!decision) return null;
        const { tentative, syncId } = decision;
        const decisionsVersion = tenant.decisionsVersion + (tentative ? 0 : 1);
        await this.tenants.save(tx, [{ ...tenant, decisionsVersion }]);
        await this.log.append(tx, [decisionMade(tenantId, decision, { kind: 'undone', decisionsVersion, actor })]);
        // Of a plan that waits no more, nothing has to be judged again.
        const waits = tentative && syncId !== null && tenant.heldSync === syncId;
        const plan = waits ? await this.revisions.waitingPlan(tx, tenant, { syncId, hash: null }) : null;
        if (!plan || 'kind' in plan) return { kind: 'settled', decision, plan: null };
        return { kind: 'settled', decision, plan: await this.revisions.revise(tx, tenant, plan, actor || null) };
      }),
    );
  }

  /** Takes back, as one, every no that was said to this plan and still holds. @returns how many; null for no such plan */
  async undoPlan(tenantId: string, syncId: string, actor: string): Promise<number | null> {
    return this.dataSource.transaction(async (tx) => {
      const tenant = await this.tenants.lockOne(tx, tenantId);
      if (!(await this.plans.find(tenantId, syncId))) return null;
      const undone = await this.noes.undoPlan(tx, tenantId, syncId, actor || null);
      if (undone.length === 0) return 0;
      const decisionsVersion = tenant.decisionsVersion + 1;
      await this.tenants.save(tx, [{ ...tenant, decisionsVersion }]);
      await this.log.append(
        tx,
        undone.map((one) => decisionMade(tenantId, one, { kind: 'undone', decisionsVersion, actor })),
      );
      return undone.length;
    });
  }

  private async forGood(tx: EntityManager, request: DecideRequest): Promise<Settled | Unsettled> {
    const { tenantId, actor, kind } = request;
    const tenant = await this.tenants.lockOne(tx, tenantId);
    const wanted = await this.wanted.forGood(tx, tenant, request);
    if ('refused' in wanted) return wanted;
    const before = await this.decisions.holding(tx, { tenantId, ...wanted, tentative: false });
    const no = takenBackIn(tenantId, wanted);
    // Whoever says that somebody is to go takes back their own no to it; who says it again, what was said in between.
    const takenBack =
      (no ? await this.noes.end(tx, [no]) : 0) + (await this.replace(tx, tenant, { ...wanted, tentative: true }));
    if (before && isSame(before, wanted) && takenBack === 0) return { kind: 'settled', decision: before, plan: null };
    const decision = await this.put(tx, tenant, wanted, actor);
    const decisionsVersion = tenant.decisionsVersion + 1;
    await this.tenants.save(tx, [{ ...tenant, decisionsVersion }]);
    await this.log.append(tx, [decisionMade(tenantId, decision, { kind, decisionsVersion, actor })]);
    return { kind: 'settled', decision, plan: null };
  }

  private async forPlan(tx: EntityManager, request: DecideRequest): Promise<Settled | Unsettled | NotRevised> {
    const { tenantId, actor, kind } = request;
    const tenant = await this.tenants.lockOne(tx, tenantId);
    const plan = await this.revisions.waitingPlan(tx, tenant, { syncId: request.syncId, hash: null });
    if ('kind' in plan) return plan;
    const wanted = await this.wanted.forPlan(tx, tenant, plan, request);
    if ('refused' in wanted) return wanted;
    const before = await this.decisions.holding(tx, { tenantId, ...wanted });
    const no = takenBackIn(tenantId, wanted);
    const takenBack = no ? await this.noes.takeBackIn(tx, no) : 0;
    if (before && isSame(before, wanted) && takenBack === 0) return { kind: 'settled', decision: before, plan };
    const decision = await this.put(tx, tenant, wanted, actor);
    const { decisionsVersion } = tenant;
    await this.log.append(tx, [decisionMade(tenantId, decision, { kind, decisionsVersion, actor })]);
    return { kind: 'settled', decision, plan: await this.revisions.revise(tx, tenant, plan, actor || null) };
  }

  private async put(tx: EntityManager, tenant: Tenant, wanted: NewDecision, actor: string): Promise<Decision> {
    const { tenantId } = tenant;
    await this.replace(tx, tenant, wanted);
    await this.decisions.insert(tx, { ...wanted, tenantId, decisionId: newId(), decidedBy: actor || null });
    const made = await this.decisions.holding(tx, { tenantId, ...wanted });
    if (!made) throw new Error('a decision was stored and is gone');
    return made;
  }

  /** Ends what this word replaces. @returns how many words */
  private replace(tx: EntityManager, { tenantId }: Tenant, wanted: NewDecision): Promise<number> {
    const { employeeId, personId, tentative, kind } = wanted;
    const about = wanted.about ? { employeeId, personId: null } : { employeeId: null, personId };
    return this.decisions.replace(tx, { tenantId, ...about, tentative }, RIVALS[kind]);
  }
}

/** The no that this word takes back; null if it takes back none. */
function takenBackIn(tenantId: string, wanted: NewDecision): NoKey | null {
  const settlement = settlementOf(wanted);
  const key = settlement && takenBackBy(settlement);
  return key !== null && wanted.personId !== null ? { tenantId, personId: wanted.personId, key } : null;
}

/** What was settled about an employee, or a leaver, holds for the row as it was then. */
const isSame = (before: Decision, wanted: NewDecision): boolean =>
  JSON.stringify(before.keptKeys) === JSON.stringify(wanted.keptKeys) &&
  before.reason === wanted.reason &&
  before.personId === wanted.personId &&
  before.rowDigest === wanted.rowDigest &&
  JSON.stringify(before.about) === JSON.stringify(wanted.about);

interface Word {
  readonly kind: DataOf<typeof DecisionMade>['kind'];
  readonly decisionsVersion: number;
  readonly actor: string;
}

function decisionMade(tenantId: string, decision: Decision, { kind, decisionsVersion, actor }: Word): NewEvent {
  const { decisionId, employeeId, personId, reason, tentative, syncId } = decision;
  const forSync = tentative ? syncId : null;
  return newEvent(DecisionMade, originOf({ tenantId, subject: decisionId, actor }), {
    decisionId,
    decisionsVersion,
    kind,
    employeeId,
    personId,
    reason,
    forSync,
  });
}
