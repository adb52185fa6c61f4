import { Payload } from '@nestjs/microservices';
import { CurrentIdentity, Identity, type peoplesyncV1 } from '@people-sync/platform';
import { Readers } from '../access/readers.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { PutPolicyBody, ScopeEffectBody } from '../policies/policy.dto';
import { Policies } from '../policies/policies';
import { checked, present } from './checked';
import { effectMessage, policyInput, policyMessage, scopeInput } from './policy-messages';
import { PeopleSyncRpcs } from './rpcs.decorator';

/** A tenant's settings for deciding: the HTTP door's operations in other words. */
@PeopleSyncRpcs('getPolicy', 'setPolicy', 'previewScope')
export class PolicyDoorController {
  constructor(private readonly policies: Policies) {}

  @Readers()
  async getPolicy(@Payload() { tenant }: peoplesyncV1.TenantRequest): Promise<peoplesyncV1.Policy> {
    return policyMessage(await this.policies.get(tenant));
  }

  async setPolicy(
    @Payload() request: peoplesyncV1.SetPolicyRequest,
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
  ): Promise<peoplesyncV1.Policy> {
    const { tenant, policy, expectedVersion, confirmedLeaving } = request;
    const given = { ...policyInput(policy), ...present({ expectedVersion, confirmedLeaving }) };
    const body = await checked(PutPolicyBody, given);
    return policyMessage((await this.policies.set({ identity, key }, tenant, body)).body);
  }

  @Readers()
  async previewScope(
    @Payload() { tenant, scope: asked }: peoplesyncV1.PreviewScopeRequest,
  ): Promise<peoplesyncV1.ScopeEffect> {
    const { scope } = await checked(ScopeEffectBody, { scope: scopeInput(asked) });
    return effectMessage(await this.policies.effect(tenant, scope));
  }
}
