import { Get, Header, Headers, HttpCode, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Problem, ProblemPage, ProblemSummary } from '@people-sync/contracts/api';
import { Caller } from '../access/caller';
import { CurrentCaller } from '../access/current-caller.decorator';
import { IdPipe } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { CsvDownloads, wantsCsv } from '../csv/csv-download';
import { Changing } from '../idempotency/changing.decorator';
import type { Page } from '../paging/page.dto';
import { classOf } from '../shapes/class-of';
import { problemCsvHeader, problemCsvLines } from './problem-csv';
import { ProblemsQuery } from './problem.dto';
import { Problems } from './problems';

@ApiTags('problems')
@TenantPath()
export class ProblemsController {
  constructor(
    private readonly problems: Problems,
    private readonly downloads: CsvDownloads,
  ) {}

  @Get('problems')
  @Readers()
  @Header('vary', 'accept')
  @ApiProduces('application/json', 'text/csv')
  @ApiOkResponse({
    type: classOf(ProblemPage),
    description: "Employees' first, then managers'. With Accept: text/csv all of them, not one page",
  })
  all(
    @Param('tenant') tenant: string,
    @Query() query: ProblemsQuery,
    @Headers('accept') accept: string | undefined,
  ): Promise<ProblemPage | StreamableFile> {
    return this.listed(accept, tenant, query);
  }

  @Get('problems/summary')
  @Readers()
  @ApiOkResponse({ type: classOf(ProblemSummary) })
  summary(@Param('tenant') tenant: string): Promise<ProblemSummary> {
    return this.problems.summary(tenant);
  }

  @Post('problems/:problemId/set-aside')
  @HttpCode(200)
  @Changing()
  @ApiOkResponse({ type: classOf(Problem), description: 'It is not told again until it changes' })
  setAside(
    @CurrentCaller() caller: Caller,
    @Param('tenant') tenant: string,
    @Param('problemId', IdPipe) id: string,
  ): Promise<Problem> {
    return this.problems.setAside(caller, tenant, id);
  }

  @Get('syncs/:syncId/problems')
  @Readers()
  @Header('vary', 'accept')
  @ApiProduces('application/json', 'text/csv')
  @ApiOkResponse({
    type: classOf(ProblemPage),
    description:
      'Those that this sync found; of one whose changes were not applied what its answer says, shown with it alone. With Accept: text/csv all of them, not one page',
  })
  ofSync(
    @Param('tenant') tenant: string,
    @Param('syncId', IdPipe) id: string,
    @Query() query: ProblemsQuery,
    @Headers('accept') accept: string | undefined,
  ): Promise<ProblemPage | StreamableFile> {
    return this.listed(accept, tenant, query, id);
  }

  private listed(
    accept: string | undefined,
    tenant: string,
    query: ProblemsQuery,
    syncId?: string,
  ): Promise<ProblemPage | StreamableFile> {
    if (!wantsCsv(accept)) return this.problems.list(tenant, query, syncId);
    const lines = ({ items }: Page<Problem>): string => problemCsvLines(items);
    return this.downloads.file(tenant, this.problems.all(tenant, query, syncId), {
      name: 'problems.csv',
      header: problemCsvHeader,
      lines,
    });
  }
}
