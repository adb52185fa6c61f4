import { Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { IdPipe } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import type { Page } from '../paging/page.dto';
import { ProblemPage, ProblemsQuery, type ProblemJson } from './problem.dto';
import { Problems } from './problems';

@ApiTags('problems')
@TenantPath()
export class ProblemsController {
  constructor(private readonly problems: Problems) {}

  @Get('problems')
  @Readers()
  @ApiOkResponse({ type: ProblemPage })
  all(@Param('tenant') tenant: string, @Query() query: ProblemsQuery): Promise<Page<ProblemJson>> {
    return this.problems.list(tenant, query);
  }

  @Get('syncs/:id/problems')
  @Readers()
  @ApiOkResponse({ type: ProblemPage, description: 'Those that this sync found' })
  ofSync(
    @Param('tenant') tenant: string,
    @Param('id', IdPipe) id: string,
    @Query() query: ProblemsQuery,
  ): Promise<Page<ProblemJson>> {
    return this.problems.list(tenant, query, id);
  }
}
