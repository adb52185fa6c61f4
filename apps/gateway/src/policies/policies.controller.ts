import type { ServerResponse } from 'node:http';
import { Body, Get, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiOkResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CurrentIdentity, Identity } from '@people-sync/platform';
import { Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { Changing } from '../idempotency/changing.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { respond } from '../idempotency/respond';
import {
  type PolicyJson,
  PolicyView,
  PutPolicyBody,
  ScopeEffectBody,
  type ScopeEffectJson,
  ScopeEffectView,
} from './policy.dto';
import { Policies } from './policies';

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
  @Changing()
  @ApiOkResponse({ type: PolicyView, description: 'The new settings; they hold from the next sync on' })
  @ApiConflictResponse({ description: 'policy-outdated, effect-outdated: nothing was changed' })
  @ApiUnprocessableEntityResponse({ description: 'invalid-policy' })
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
  @HttpCode(200)
  @Readers()
  @ApiOkResponse({ type: ScopeEffectView, description: 'Changes nothing' })
  @ApiBadRequestResponse({ description: 'Some of the input cannot be used: see fields' })
  effect(@Param('tenant') tenant: string, @Body() { scope }: ScopeEffectBody): Promise<ScopeEffectJson> {
    return this.policies.effect(tenant, scope);
  }
}
