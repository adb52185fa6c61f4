import { Payload } from '@nestjs/microservices';
import type { Policy, ScopeEffect } from '@people-sync/contracts/api';
import { Caller } from '../access/caller';
import { CurrentCaller } from '../access/current-caller.decorator';
import { Readers } from '../access/readers.decorator';
import { Policies } from '../policies/policies';
import { PutPolicyBody, ScopeEffectBody } from '../policies/policy.dto';
import { checked } from './checked';
import { type Asked, PeopleSyncRpcs } from './rpcs.decorator';

/** A tenant's policy: the HTTP door's operations in other words. */
@PeopleSyncRpcs('getPolicy', 'setPolicy', 'previewScope')
export class PolicyDoorController {
  constructor(private readonly policies: Policies) {}

  @Readers()
  async getPolicy(@Payload() { tenant }: Asked<'getPolicy'>): Promise<Policy> {
    return this.policies.get(tenant);
  }

  async setPolicy(
    @Payload() { tenant, ...asked }: Asked<'setPolicy'>,
    @CurrentCaller() caller: Caller,
  ): Promise<Policy> {
    return this.policies.set(caller, tenant, await checked(PutPolicyBody, asked));
  }

  @Readers()
  async previewScope(@Payload() { tenant, ...asked }: Asked<'previewScope'>): Promise<ScopeEffect> {
    const { scope } = await checked(ScopeEffectBody, asked);
    return this.policies.effect(tenant, scope);
  }
}
