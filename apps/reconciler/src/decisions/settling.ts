import { Injectable } from '@nestjs/common';
import { DecisionMade, type DataOf, newEvent, type NewEvent, newId } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import { LEAVER, leaverKey } from '@people-sync/reconciliation';
import { DataSource, type EntityManager } from 'typeorm';
import { PersonsRepository } from '../known/persons.repository';
import { SOURCE } from '../plans/plan-events';
import { ProblemsRepository } from '../problems/problems.repository';
import { TenantsRepository } from '../tenants/tenants.repository';
import type { DecideRequest } from './decision.dto';
import type { Decision } from './decision.entity';
import { DecisionsRepository } from './decisions.repository';

type NewDecision = Pick<Decision, 'kind' | 'employeeId' | 'personId' | 'name' | 'reason' | 'about' | 'keptKey'>;

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

/** Settles cases, and undoes it; the next sync judges everybody by it. */
@Injectable()
export class Settling {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tenants: TenantsRepository,
    private readonly persons: PersonsRepository,
    private readonly problems: ProblemsRepository,
    private readonly decisions: DecisionsRepository,
    private readonly log: EventLog,
  ) {}

  /** The same word about the same case twice is one; another word replaces it. */
  async decide(request: DecideRequest): Promise<Decision | 'no-such-case' | 'no-such-person'> {
    const { tenantId, actor } = request;
    return this.dataSource.transaction(async (tx) => {
      const tenant = await this.tenants.lockOne(tx, tenantId);
      const wanted = await this.wanted(tx, request);
      if (typeof wanted === 'string') return wanted;
      const before = await this.decisions.holding(tx, { tenantId, ...wanted });
      if (before && isSame(before, wanted)) return before;
      const { employeeId, personId } = wanted;
      const about = wanted.about ? { employeeId, personId: null } : { employeeId: null, personId };
      await this.decisions.replace(tx, { tenantId, ...about }, RIVALS[wanted.kind]);
      const decisionId = newId();
      await this.decisions.insert(tx, { ...wanted, tenantId, decisionId, decidedBy: actor || null });
      const decisionsVersion = tenant.decisionsVersion + 1;
      await this.tenants.save(tx, [{ ...tenant, decisionsVersion }]);
      const made = await this.decisions.holding(tx, { tenantId, ...wanted });
      if (!made) throw new Error('a decision was stored and is gone');
      await this.log.append(tx, [decisionMade(tenantId, made, { kind: wanted.kind, decisionsVersion, actor })]);
      return made;
    });
  }

  /** Null if no decision like that holds. */
  async undo(tenantId: string, decisionId: string, actor: string): Promise<Decision | null> {
    return this.dataSource.transaction(async (tx) => {
      const tenant = await this.tenants.lockOne(tx, tenantId);
      const undone = await this.decisions.undo(tx, tenantId, decisionId, actor || null);
      if (!undone) return null;
      const decisionsVersion = tenant.decisionsVersion + 1;
      await this.tenants.save(tx, [{ ...tenant, decisionsVersion }]);
      await this.log.append(tx, [decisionMade(tenantId, undone, { kind: 'undone', decisionsVersion, actor })]);
      return undone;
    });
  }

  private async wanted(
    tx: EntityManager,
    request: DecideRequest,
  ): Promise<NewDecision | 'no-such-case' | 'no-such-person'> {
    const { tenantId, kind, employeeId } = request;
    if (kind === 'same-person' || kind === 'new-person') {
      const open = await this.problems.openCase(tx, tenantId, employeeId);
      if (!open) return 'no-such-case';
      const same = kind === 'same-person' ? request.personId : null;
      if (same !== null && same !== open.personId && same !== open.otherPersonId) return 'no-such-person';
      return { kind, employeeId, personId: same, name: open.name, reason: null, about: open.about, keptKey: null };
    }
    const { personId } = request;
    if (kind === 'leaver-left' || kind === 'leaver-not-yet') {
      const open = await this.problems.openOf(tx, tenantId, personId, 'leaver-date-unreadable');
      if (!open) return 'no-such-case';
      const keptKey = leaverKey({ employeeId: open.employeeId, status: LEAVER, leavingDate: open.received });
      return { kind, employeeId: null, personId, name: open.name, reason: null, about: null, keptKey };
    }
    const person = await this.persons.nameOf(tx, tenantId, personId);
    const leaveOut = kind === 'leave-out';
    // Somebody who is only about to be added can be left out too.
    const planned = person ?? (leaveOut ? await this.persons.plannedName(tx, tenantId, personId) : null);
    if (!planned) return 'no-such-person';
    if (!leaveOut && !planned.missing) return 'no-such-case';
    return {
      kind,
      employeeId: null,
      personId,
      name: planned.name,
      reason: leaveOut ? request.reason : null,
      about: null,
      keptKey: null,
    };
  }
}

/** What was settled about an employee, or a leaver, holds for the row as it was then. */
const isSame = (before: Decision, wanted: NewDecision): boolean =>
  before.keptKey === wanted.keptKey &&
  before.reason === wanted.reason &&
  before.personId === wanted.personId &&
  JSON.stringify(before.about) === JSON.stringify(wanted.about);

interface Word {
  readonly kind: DataOf<typeof DecisionMade>['kind'];
  readonly decisionsVersion: number;
  readonly actor: string;
}

function decisionMade(tenantId: string, decision: Decision, { kind, decisionsVersion, actor }: Word): NewEvent {
  const { decisionId, employeeId, personId, reason } = decision;
  return newEvent(
    DecisionMade,
    { source: SOURCE, tenantId, subject: decisionId, actor: actor || undefined },
    { decisionId, decisionsVersion, kind, employeeId, personId, reason },
  );
}
