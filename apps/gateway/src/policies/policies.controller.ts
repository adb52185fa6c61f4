import type { ServerResponse } from 'node:http';
import { Body, Get, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiOkResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { type BodyLimits, CurrentIdentity, Identity, smallJson } from '@people-sync/platform';
import { Readers } from '../access/readers.decorator';
import { TakesBody } from '../access/takes-body.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { Changing } from '../idempotency/changing.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { respond } from '../idempotency/respond';
import {
  bounds,
  type PolicyJson,
  PolicyView,
  PutPolicyBody,
  ScopeEffectBody,
  type ScopeEffectJson,
  ScopeEffectView,
} from './policy.dto';
import { Policies, POLICIES_AT_ONCE } from './policies';

/** Everybody who may be left out or protected, and every value that may be named. */
export const POLICY_LIMITS = {
  bytes: 2_097_152,
  json: { ...smallJson, items: bounds.people, values: 4 * bounds.people + 8 * bounds.values + 100 },
  atOnce: POLICIES_AT_ONCE,
} satisfies Partial<BodyLimits>;

@ApiTags('policy')
@TenantPath('policy')
export class PoliciesController {
  constructor(private readonly policies: Policies) {}

  @Get()
  @Readers()
  @ApiOkResponse({ type: PolicyView })
  get(@Param('tenant') tenant: string): Promise<PolicyJson> {
    return this.policies.get(tenant);
  }

  @Put()
  @TakesBody(POLICY_LIMITS)
  @Changing()
  @ApiOkResponse({ type: PolicyView, description: 'The new settings; they hold from the next sync on' })
  @ApiConflictResponse({ description: 'policy-outdated, effect-outdated: nothing was changed' })
  @ApiUnprocessableEntityResponse({ description: 'invalid-policy, scope-contradiction' })
  async put(
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
    @Param('tenant') tenant: string,
    @Body() body: PutPolicyBody,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<PolicyJson> {
    return respond(response, await this.policies.set({ identity, key }, tenant, body));
  }

  @Post('scope-effect')
  @TakesBody(POLICY_LIMITS)
  @HttpCode(200)
  @Readers()
  @ApiOkResponse({ type: ScopeEffectView, description: 'Changes nothing' })
  @ApiBadRequestResponse({ description: 'Some of the input cannot be used: see fields' })
  effect(@Param('tenant') tenant: string, @Body() { scope }: ScopeEffectBody): Promise<ScopeEffectJson> {
    return this.policies.effect(tenant, scope);
  }
}
