import { Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Explanation } from '@people-sync/contracts/api';
import { IdPipe } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { classOf } from '../shapes/class-of';
import { Explanations } from './explanations';
import { ExplanationQuery } from './explanation.dto';

@ApiTags('people')
@TenantPath()
export class ExplanationsController {
  constructor(private readonly explanations: Explanations) {}

  @Get('people/:personId/why')
  @Readers()
  @ApiOkResponse({ type: classOf(Explanation) })
  ofPerson(@Param('tenant') tenant: string, @Param('personId', IdPipe) personId: string): Promise<Explanation> {
    return this.explanations.explain(tenant, { personId });
  }

  @Get('why')
  @Readers()
  @ApiOkResponse({ type: classOf(Explanation), description: 'Also of somebody who never came into the People table' })
  of(@Param('tenant') tenant: string, @Query() query: ExplanationQuery): Promise<Explanation> {
    return this.explanations.explain(tenant, query);
  }
}
