import { defaultPolicy } from '@people-sync/contracts';
import type {
  Policy,
  PolicyChange,
  PolicyPeople,
  ScopeChange,
  ScopeEffect,
  UsualPolicy,
} from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { AtOnce, type InvalidField, invalidRequest } from '@people-sync/platform';
import type { Caller } from '../access/caller';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { orRefusal } from '../neighbours/refusals';
import { effectView, peopleChange, policyChange, policyView, scopeMessage } from './policy-view';

/** Changes of one company's policy, and looks at what one would do, that are at work at the same time over both doors. */
export const POLICIES_AT_ONCE = 2;

const { daysBeforeStart, safeguards } = defaultPolicy;

/** What holds for a company that has set nothing, by which the reconciler goes too. */
export const usualPolicy: UsualPolicy = { daysBeforeStart, safeguards };

/** A tenant's policy, over either door. The reconciler owns it. */
@Injectable()
export class Policies {
  private readonly atWork = new AtOnce();

  constructor(private readonly reconciler: ReconcilerClient) {}

  async get(tenantId: string): Promise<Policy> {
    return policyView(await this.reconciler.calls.getPolicy({ tenantId }));
  }

  /**
   * Holds from the next sync on. What is not given stays as it is.
   * @throws ProblemException 429 `too-many-requests` beyond POLICIES_AT_ONCE; 409 `policy-outdated`, `effect-outdated`; 422 `invalid-policy`, `scope-contradiction`.
   */
  update(caller: Caller, tenantId: string, body: PolicyChange): Promise<Policy> {
    return this.atWork.run(`set ${tenantId}`, POLICIES_AT_ONCE, () => this.change(caller, tenantId, body));
  }

  /**
   * Holds from the next sync on. Whoever is not named stays as they are.
   * @throws ProblemException 429 `too-many-requests` beyond POLICIES_AT_ONCE; 400 for somebody on both lists of a pair; 422 `invalid-policy`.
   */
  async changePeople({ identity }: Caller, tenantId: string, body: PolicyPeople): Promise<Policy> {
    const change = { tenantId, ...peopleChange(body), actor: identity.actor };
    const torn = [
      ...onBoth('takeBack', change.takeBack, 'leaveOut', new Set(change.leaveOut.map(({ personId }) => personId))),
      ...onBoth('unprotect', change.unprotect, 'protect', new Set(change.protect)),
    ];
    if (torn.length > 0) throw invalidRequest(torn);
    return this.atWork.run(`set ${tenantId}`, POLICIES_AT_ONCE, async () =>
      policyView(await orRefusal(this.reconciler.calls.changePolicyPeople(change))),
    );
  }

  /** Who would be in and out of WeThrive; changes nothing. */
  async effect(tenantId: string, scope: ScopeChange): Promise<ScopeEffect> {
    return this.atWork.run(`effect ${tenantId}`, POLICIES_AT_ONCE, async () =>
      effectView(await this.reconciler.calls.previewScope({ tenantId, scope: scopeMessage(scope) })),
    );
  }

  private async change({ identity }: Caller, tenantId: string, body: PolicyChange): Promise<Policy> {
    // 0 included.
    const shownVersion = body.expectedVersion ?? undefined;
    const change = {
      tenantId,
      policy: policyChange(body),
      // What a reconciler of the version before goes by: it knows no expected 0.
      expectedVersion: shownVersion ?? 0,
      shownVersion,
      confirmedLeaving: body.confirmedLeaving ?? undefined,
      actor: identity.actor,
    };
    return policyView(await orRefusal(this.reconciler.calls.setPolicy(change)));
  }
}

const onBoth = (
  field: string,
  people: readonly string[],
  other: string,
  others: ReadonlySet<string>,
): InvalidField[] =>
  people.some((personId) => others.has(personId))
    ? [{ field, message: `${field} must not name somebody whom ${other} names` }]
    : [];
