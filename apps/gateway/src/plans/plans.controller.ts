import { Get, Header, Headers, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Plan } from '@people-sync/contracts/api';
import { IdPipe } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { CsvDownloads, wantsCsv } from '../csv/csv-download';
import { classOf } from '../shapes/class-of';
import { planCsvHeader, planCsvLines } from './plan-csv';
import { PlanQuery } from './plan.dto';
import { Plans } from './plans';

@ApiTags('syncs')
@TenantPath('syncs/:syncId/plan')
export class PlansController {
  constructor(
    private readonly plans: Plans,
    private readonly downloads: CsvDownloads,
  ) {}

  @Get()
  @Readers()
  @Header('vary', 'accept')
  @ApiProduces('application/json', 'text/csv')
  @ApiOkResponse({ type: classOf(Plan), description: 'With Accept: text/csv all of its changes, not one page' })
  get(
    @Param('tenant') tenant: string,
    @Param('syncId', IdPipe) id: string,
    @Query() query: PlanQuery,
    @Headers('accept') accept: string | undefined,
  ): Promise<Plan | StreamableFile> {
    if (!wantsCsv(accept)) return this.plans.get(tenant, id, query);
    const file = { name: 'sync.csv', header: planCsvHeader, lines: planCsvLines };
    return this.downloads.file(tenant, this.plans.all(tenant, id, query), file);
  }
}
