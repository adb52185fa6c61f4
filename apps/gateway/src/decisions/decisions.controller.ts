import { Body, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { TakesBody } from '@people-sync/platform';
import { Decision, DecisionPage } from '@people-sync/contracts/api';
import { Caller } from '../access/caller';
import { CurrentCaller } from '../access/current-caller.decorator';
import { IdPipe } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { Changing } from '../idempotency/changing.decorator';
import type { Page } from '../paging/page.dto';
import { classOf } from '../shapes/class-of';
import { DecideBody, DecisionsQuery } from './decision.dto';
import { Decisions } from './decisions';

@ApiTags('decisions')
@TenantPath('decisions')
export class DecisionsController {
  constructor(private readonly decisions: Decisions) {}

  @Post()
  @TakesBody()
  @Changing({ isDecision: true })
  @ApiCreatedResponse({
    type: classOf(Decision),
    description: 'It holds from the next sync on; with syncId once its changes are applied',
  })
  decide(
    @CurrentCaller() caller: Caller,
    @Param('tenant') tenant: string,
    @Body() body: DecideBody,
  ): Promise<Decision> {
    return this.decisions.decide(caller, tenant, body);
  }

  @Get()
  @Readers()
  @ApiOkResponse({ type: classOf(DecisionPage), description: 'Those that hold, newest first' })
  list(@Param('tenant') tenant: string, @Query() query: DecisionsQuery): Promise<Page<Decision>> {
    return this.decisions.list(tenant, query);
  }

  @Delete(':decisionId')
  @HttpCode(200)
  @Changing({ isDecision: true })
  @ApiOkResponse({ type: classOf(Decision), description: 'The decision that was undone' })
  undo(
    @CurrentCaller() caller: Caller,
    @Param('tenant') tenant: string,
    @Param('decisionId', IdPipe) id: string,
  ): Promise<Decision> {
    return this.decisions.undo(caller, tenant, id);
  }
}
