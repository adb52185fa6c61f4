import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller';
import type { Answer } from '../idempotency/answer';
import { Once } from '../idempotency/once';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { orRefusal } from '../neighbours/refusals';
import { TenantsRepository } from '../tenants/tenants.repository';
import type { PolicyChange, PolicyJson, ScopeEffectJson, ScopeJson } from './policy.dto';
import { effectView, policyChange, policyView, scopeMessage } from './policy-view';

/** A tenant's settings for deciding, over either door. The reconciler owns them; the gateway mirrors the time zone. */
@Injectable()
export class Policies {
  constructor(
    private readonly reconciler: ReconcilerClient,
    private readonly tenants: TenantsRepository,
    private readonly once: Once,
  ) {}

  async get(tenantId: string): Promise<PolicyJson> {
    return policyView(await this.reconciler.calls.getPolicy({ tenantId }));
  }

  /**
   * Holds from the next sync on. What is not given stays as it is.
   * @throws ProblemException 409 `policy-outdated`, `effect-outdated`; 422 `invalid-policy`.
   */
  set({ identity, key }: Caller, tenantId: string, body: PolicyChange): Promise<Answer<PolicyJson>> {
    const { subject, actor } = identity;
    const change = {
      tenantId,
      policy: policyChange(body),
      expectedVersion: body.expectedVersion ?? body.version ?? 0,
      confirmedLeaving: body.confirmedLeaving ?? undefined,
    };
    return this.once.run({ tenantId, subject, key, request: ['set-policy', change] }, async () => {
      const set = policyView(await orRefusal(this.reconciler.calls.setPolicy({ ...change, actor })));
      await this.tenants.setTimeZone(tenantId, set.timeZone);
      return { status: 200, body: set };
    });
  }

  /** Who would be in and out of WeThrive; changes nothing. */
  async effect(tenantId: string, scope: ScopeJson): Promise<ScopeEffectJson> {
    return effectView(await this.reconciler.calls.previewScope({ tenantId, scope: scopeMessage(scope) }));
  }
}
