import type { Policy, PolicyChange, ScopeChange, ScopeEffect } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { AtOnce, invalidRequest } from '@people-sync/platform';
import type { Caller } from '../access/caller';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { orRefusal } from '../neighbours/refusals';
import { effectView, policyChange, policyView, scopeMessage } from './policy-view';

/** Changes of one company's policy, and looks at what one would do, that are at work at the same time over both doors. */
export const POLICIES_AT_ONCE = 2;

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
  set(caller: Caller, tenantId: string, body: PolicyChange): Promise<Policy> {
    return this.atWork.run(`set ${tenantId}`, POLICIES_AT_ONCE, () => this.change(caller, tenantId, body));
  }

  /** Who would be in and out of WeThrive; changes nothing. */
  async effect(tenantId: string, scope: ScopeChange): Promise<ScopeEffect> {
    return this.atWork.run(`effect ${tenantId}`, POLICIES_AT_ONCE, async () =>
      effectView(await this.reconciler.calls.previewScope({ tenantId, scope: scopeMessage(scope) })),
    );
  }

  private async change({ identity }: Caller, tenantId: string, body: PolicyChange): Promise<Policy> {
    const shownVersion = shownIn(body);
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

/** The version that was looked at, 0 included; undefined if none was said. */
function shownIn({ expectedVersion, version }: PolicyChange): number | undefined {
  if (typeof expectedVersion === 'number' && typeof version === 'number' && expectedVersion !== version)
    throw invalidRequest([{ field: 'version', message: 'version must be expectedVersion, or be left out' }]);
  return expectedVersion ?? version ?? undefined;
}
