import { Body, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { Policy, ScopeEffect, UsualPolicy, bounds } from '@people-sync/contracts/api';
import { type BodyLimits, smallJson, TakesBody } from '@people-sync/platform';
import { Caller } from '../access/caller';
import { CurrentCaller } from '../access/current-caller.decorator';
import { Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { Changing } from '../idempotency/changing.decorator';
import { classOf } from '../shapes/class-of';
import { Policies, POLICIES_AT_ONCE, usualPolicy } from './policies';
import { ChangePolicyPeopleBody, PreviewScopeBody, UpdatePolicyBody } from './policy.dto';

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
  @ApiOkResponse({ type: classOf(Policy) })
  get(@Param('tenant') tenant: string): Promise<Policy> {
    return this.policies.get(tenant);
  }

  @Get('usual')
  @Readers()
  @ApiParam({ name: 'tenant' })
  @ApiOkResponse({ type: classOf(UsualPolicy), description: 'The same for every company' })
  usual(): UsualPolicy {
    return usualPolicy;
  }

  @Patch()
  @TakesBody(POLICY_LIMITS)
  @Changing()
  @ApiOkResponse({ type: classOf(Policy), description: 'The new settings; they hold from the next sync on' })
  update(
    @CurrentCaller() caller: Caller,
    @Param('tenant') tenant: string,
    @Body() body: UpdatePolicyBody,
  ): Promise<Policy> {
    return this.policies.update(caller, tenant, body);
  }

  @Patch('people')
  @TakesBody(POLICY_LIMITS)
  @Changing()
  @ApiOkResponse({ type: classOf(Policy), description: 'The settings as they are now, for the next sync on' })
  changePeople(
    @CurrentCaller() caller: Caller,
    @Param('tenant') tenant: string,
    @Body() body: ChangePolicyPeopleBody,
  ): Promise<Policy> {
    return this.policies.changePeople(caller, tenant, body);
  }

  @Post('scope-effect')
  @TakesBody(POLICY_LIMITS)
  @HttpCode(200)
  @Readers()
  @ApiOkResponse({ type: classOf(ScopeEffect), description: 'Changes nothing' })
  effect(@Param('tenant') tenant: string, @Body() { scope }: PreviewScopeBody): Promise<ScopeEffect> {
    return this.policies.effect(tenant, scope);
  }
}
