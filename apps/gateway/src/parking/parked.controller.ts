import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiForbiddenResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
} from '@nestjs/swagger';
import { CurrentIdentity, Identity } from '@people-sync/platform';
import { Callable } from '../access/callable.decorator';
import { PlatformOnly } from '../access/readers.decorator';
import { Changing } from '../idempotency/changing.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { type Page, PageQuery } from '../paging/page.dto';
import { Bounded } from '../places/bounded.decorator';
import { Parked } from './parked';
import { type ParkedJson, type ParkedOutcomeJson, ParkedOutcomeView, ParkedPage } from './parked.dto';

@ApiTags('parked')
@Callable()
@ApiForbiddenResponse({ description: 'Your role does not allow this' })
@ApiTooManyRequestsResponse({ description: 'Too many requests: see Retry-After' })
@Controller('v1/parked')
@Bounded()
export class ParkedController {
  constructor(private readonly parked: Parked) {}

  @Get()
  @PlatformOnly()
  @ApiOkResponse({ type: ParkedPage, description: 'By service, topic and tenant' })
  list(@Query() query: PageQuery): Promise<Page<ParkedJson>> {
    return this.parked.list(query);
  }

  @Post(':id/retry')
  @HttpCode(200)
  @PlatformOnly()
  @Changing()
  @ApiOkResponse({ type: ParkedOutcomeView, description: 'All that waited is taken' })
  @ApiNotFoundResponse({ description: 'Nothing waits there' })
  @ApiConflictResponse({ description: 'still-parked: it waits for the first that still cannot be taken' })
  async retry(
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
    @Param('id') id: string,
  ): Promise<ParkedOutcomeJson> {
    return (await this.parked.retry({ identity, key }, id)).body;
  }

  @Post(':id/skip')
  @HttpCode(200)
  @PlatformOnly()
  @Changing()
  @ApiOkResponse({ type: ParkedOutcomeView, description: 'The first event that cannot be taken is left out, for good' })
  @ApiNotFoundResponse({ description: 'Nothing waits there' })
  async skip(
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
    @Param('id') id: string,
  ): Promise<ParkedOutcomeJson> {
    return (await this.parked.skip({ identity, key }, id)).body;
  }
}
