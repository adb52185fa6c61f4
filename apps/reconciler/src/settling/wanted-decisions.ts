import { Injectable } from '@nestjs/common';
import { LEAVER, leavingKey, type Marks } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { PersonsRepository } from '../known/persons.repository';
import type { StoredPlan } from '../plans/plan.entity';
import { PlanItemsRepository } from '../plans/plan-items.repository';
import { type PlanProblem, PlanProblemsRepository } from '../problems/plan-problems.repository';
import { ProblemsRepository } from '../problems/problems.repository';
import type { Tenant } from '../tenants/tenant';
import type { DecideRequest } from './decision.dto';
import type { Decision } from '../decisions/decision.entity';

/** A decision that is to be stored. */
export type NewDecision = Pick<
  Decision,
  'kind' | 'employeeId' | 'personId' | 'name' | 'reason' | 'about' | 'keptKeys' | 'tentative' | 'syncId' | 'rowDigest'
>;

/** Why something cannot be settled. */
export type Unsettled =
  | { readonly refused: 'no-such-case' | 'no-such-person' }
  /** The newest complete answer has whoever is said to have left; when it was taken, RFC 3339. */
  | { readonly refused: 'in-newest-answer'; readonly seenAt: string };

const FOR_GOOD = { tentative: false, syncId: null, rowDigest: null } as const;

/** Of most words: nothing else has to be remembered. */
const NO_MORE = { reason: null, about: null, keptKeys: null } as const;

/** Looks up what somebody wants to settle: only what is asked can be answered. */
@Injectable()
export class WantedDecisions {
  constructor(
    private readonly persons: PersonsRepository,
    private readonly items: PlanItemsRepository,
    private readonly problems: ProblemsRepository,
    private readonly planProblems: PlanProblemsRepository,
  ) {}

  /** By what the last accepted answer left to be settled. */
  async forGood(tx: EntityManager, tenant: Tenant, request: DecideRequest): Promise<NewDecision | Unsettled> {
    const { tenantId, kind, employeeId, personId } = request;
    if (kind === 'same-person' || kind === 'new-person') {
      const open = await this.problems.openCase(tx, tenantId, employeeId);
      return open ? identityOf(request, open, FOR_GOOD) : { refused: 'no-such-case' };
    }
    if (isAboutLeaver(kind)) {
      const open = await this.problems.openOf(tx, tenantId, personId, 'leaver-date-unreadable');
      return open ? { ...leaverOf(kind, open), employeeId: null, personId, ...FOR_GOOD } : { refused: 'no-such-case' };
    }
    const person = await this.persons.nameOf(tx, tenantId, personId);
    if (kind === 'leave-out') {
      // Somebody who is only about to be added can be left out too.
      const planned = person ?? (await this.persons.plannedName(tx, tenantId, personId));
      if (!planned) return { refused: 'no-such-person' };
      const { name } = planned;
      return { ...NO_MORE, kind, employeeId: null, personId, name, reason: request.reason, ...FOR_GOOD };
    }
    if (!person) return { refused: 'no-such-person' };
    if (!person.missing) return { refused: 'no-such-case' };
    const seenAt = kind === 'missing-left' ? inNewest(person.seenAt, tenant) : null;
    if (seenAt !== null) return { refused: 'in-newest-answer', seenAt };
    return { ...NO_MORE, kind, employeeId: null, personId, name: person.name, ...FOR_GOOD };
  }

  /** By what the answer of a plan that waits leaves to be settled. */
  async forPlan(
    tx: EntityManager,
    tenant: Tenant,
    { syncId }: StoredPlan,
    request: DecideRequest,
  ): Promise<NewDecision | Unsettled> {
    const { tenantId, kind, personId } = request;
    if (kind === 'same-person' || kind === 'new-person') {
      const open = await this.planProblems.caseOf(tx, tenantId, syncId, request.employeeId);
      if (!open) return { refused: 'no-such-case' };
      return identityOf(request, open, { tentative: true, syncId, rowDigest: open.rowDigest });
    }
    if (kind === 'leave-out') {
      const [item] = await this.items.of(tx, { tenantId, syncId }, [personId]);
      if (!item) return { refused: 'no-such-person' };
      const { employeeId, name, rowDigest } = item;
      const about = { ...NO_MORE, kind, employeeId, personId, name, reason: request.reason };
      return { ...about, tentative: true, syncId, rowDigest };
    }
    if (isAboutLeaver(kind)) {
      const open = await this.planProblems.leaverOf(tx, tenantId, syncId, personId);
      if (!open) return { refused: 'no-such-case' };
      const { employeeId, rowDigest } = open;
      return { ...leaverOf(kind, open), employeeId, personId, tentative: true, syncId, rowDigest };
    }
    const missing = await this.planProblems.missingOf(tx, tenantId, syncId, personId);
    if (!missing) return { refused: 'no-such-case' };
    const person = kind === 'missing-left' ? await this.persons.nameOf(tx, tenantId, personId) : null;
    const seenAt = inNewest(person?.seenAt ?? null, tenant);
    if (seenAt !== null) return { refused: 'in-newest-answer', seenAt };
    const { employeeId, name } = missing;
    return { ...NO_MORE, kind, employeeId, personId, name, tentative: true, syncId, rowDigest: null };
  }
}

/** When the newest complete answer was taken, if that has somebody; else null. */
const inNewest = (seenAt: string | null, { newestAt }: Tenant): string | null =>
  seenAt !== null && newestAt !== null && Date.parse(seenAt) === Date.parse(newestAt) ? seenAt : null;

function identityOf(
  { kind, employeeId, personId }: DecideRequest,
  open: Pick<NewDecision, 'personId' | 'name' | 'about'> & { readonly otherPersonId: string | null },
  where: Pick<NewDecision, 'tentative' | 'syncId' | 'rowDigest'>,
): NewDecision | Unsettled {
  const same = kind === 'same-person' ? personId : null;
  if (same !== null && same !== open.personId && same !== open.otherPersonId) return { refused: 'no-such-person' };
  return { ...NO_MORE, kind, employeeId, personId: same, name: open.name, about: marksOf(open.about), ...where };
}

/** What is settled holds for the employee, however their row stands. */
const marksOf = (about: Marks | null): Marks | null => {
  if (about === null) return null;
  const { uniqueKey, email, firstName, startDate } = about;
  return { uniqueKey, email, firstName, startDate };
};

type LeaverKind = 'leaver-left' | 'leaver-not-yet';
const isAboutLeaver = (kind: Decision['kind']): kind is LeaverKind =>
  kind === 'leaver-left' || kind === 'leaver-not-yet';

/** It holds for that date of that record. */
function leaverOf(
  kind: LeaverKind,
  { employeeId, name, received }: Pick<PlanProblem, 'employeeId' | 'name' | 'received'>,
): Pick<NewDecision, 'kind' | 'name' | 'reason' | 'about' | 'keptKeys'> {
  return { ...NO_MORE, kind, name, keptKeys: [leavingKey({ employeeId, status: LEAVER, leavingDate: received })] };
}
