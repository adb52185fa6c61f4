import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { AllowServices, refusal, reconcilerV1 } from '@people-sync/platform';
import type { ScopeField } from '@people-sync/reconciliation';
import { ChangePolicyPeopleRequest, GetPolicyRequest, PreviewScopeRequest, SetPolicyRequest } from './policy.dto';
import { policyMessage } from './policy-message';
import { type Contradiction, type PolicyRefusal, PolicyVersions } from './policy-versions';

type Policies = Pick<
  reconcilerV1.ReconcilerController,
  'getPolicy' | 'setPolicy' | 'changePolicyPeople' | 'previewScope'
>;

const sentences: Readonly<Record<PolicyRefusal, string>> = {
  'policy-outdated': 'Somebody changed the settings meanwhile.',
  'effect-outdated': 'Other people would leave by these settings than were shown.',
  'invalid-policy': 'The settings cannot be used: a value is out of its bounds, or the time zone does not exist.',
};

const fieldWords: Readonly<Record<ScopeField, string>> = {
  employmentType: 'employment type',
  company: 'company',
  location: 'location',
  department: 'department',
};

const contradictory = ({ field, value }: Contradiction): string =>
  `The ${fieldWords[field]} “${value}” is included and left out at once; letter case, spaces and accents in another encoding make no difference. Take it off one of the two lists.`;

/** Takes and shows a tenant's policy. */
@Controller()
@AllowServices('gateway')
export class PoliciesController implements Policies {
  constructor(private readonly policies: PolicyVersions) {}

  @GrpcMethod('Reconciler', 'GetPolicy')
  async getPolicy({ tenantId }: GetPolicyRequest): Promise<reconcilerV1.PolicyVersion> {
    const { version, policy } = await this.policies.get(tenantId);
    return { version, policy: policyMessage(policy) };
  }

  @GrpcMethod('Reconciler', 'SetPolicy')
  async setPolicy(request: SetPolicyRequest): Promise<reconcilerV1.PolicyVersion> {
    const set = await this.policies.set(request);
    if (typeof set === 'string') throw refusal(set, sentences[set]);
    if ('field' in set) throw refusal('scope-contradiction', contradictory(set));
    return { version: set.version, policy: policyMessage(set.policy) };
  }

  @GrpcMethod('Reconciler', 'ChangePolicyPeople')
  async changePolicyPeople(request: ChangePolicyPeopleRequest): Promise<reconcilerV1.PolicyVersion> {
    const changed = await this.policies.changePeople(request);
    if (typeof changed === 'string') throw refusal(changed, sentences[changed]);
    return { version: changed.version, policy: policyMessage(changed.policy) };
  }

  @GrpcMethod('Reconciler', 'PreviewScope')
  async previewScope({ tenantId, scope }: PreviewScopeRequest): Promise<reconcilerV1.ScopeEffect> {
    const { fields, ...counts } = await this.policies.effect(tenantId, scope ?? {});
    return {
      ...counts,
      fields: fields.map(({ field, values, unmatched, valueCount }) => ({
        field,
        values: values.map(({ value, employees, named }) => ({
          value: value ?? undefined,
          employees,
          named: [...named],
        })),
        unmatched: [...unmatched],
        valueCount,
      })),
    };
  }
}
