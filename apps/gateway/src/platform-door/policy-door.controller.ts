import { Payload } from '@nestjs/microservices';
import type { Policy, ScopeEffect, UsualPolicy } from '@people-sync/contracts/api';
import { Caller } from '../access/caller';
import { CurrentCaller } from '../access/current-caller.decorator';
import { Readers } from '../access/readers.decorator';
import { Policies, usualPolicy } from '../policies/policies';
import { ChangePolicyPeopleBody, PreviewScopeBody, UpdatePolicyBody } from '../policies/policy.dto';
import { checked } from './checked';
import { type Asked, PeopleSyncRpcs } from './rpcs.decorator';

/** A tenant's policy: the HTTP door's operations in other words. */
@PeopleSyncRpcs('getPolicy', 'getUsualPolicy', 'updatePolicy', 'changePolicyPeople', 'previewScope')
export class PolicyDoorController {
  constructor(private readonly policies: Policies) {}

  @Readers()
  async getPolicy(@Payload() { tenant }: Asked<'getPolicy'>): Promise<Policy> {
    return this.policies.get(tenant);
  }

  @Readers()
  getUsualPolicy(): Promise<UsualPolicy> {
    return Promise.resolve(usualPolicy);
  }

  async updatePolicy(
    @Payload() { tenant, ...asked }: Asked<'updatePolicy'>,
    @CurrentCaller() caller: Caller,
  ): Promise<Policy> {
    return this.policies.update(caller, tenant, await checked(UpdatePolicyBody, asked));
  }

  async changePolicyPeople(
    @Payload() { tenant, ...asked }: Asked<'changePolicyPeople'>,
    @CurrentCaller() caller: Caller,
  ): Promise<Policy> {
    return this.policies.changePeople(caller, tenant, await checked(ChangePolicyPeopleBody, asked));
  }

  @Readers()
  async previewScope(@Payload() { tenant, ...asked }: Asked<'previewScope'>): Promise<ScopeEffect> {
    const { scope } = await checked(PreviewScopeBody, asked);
    return this.policies.effect(tenant, scope);
  }
}
