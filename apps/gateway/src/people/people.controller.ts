import { Get, Header, Headers, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { IdPipe } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { CsvDownloads, wantsCsv } from '../csv/csv-download';
import { type Page, PageQuery } from '../paging/page.dto';
import { type FilterValuesJson, FilterValuesView } from './filter-values.dto';
import { type CountedPage, People } from './people';
import { csvHeader, csvLines } from './people-csv';
import {
  ChangesQuery,
  PeopleFilter,
  PeoplePage,
  type PersonVersionJson,
  type PersonJson,
  PersonView,
  VersionPage,
} from './person.dto';

@ApiTags('people')
@TenantPath('people')
export class PeopleController {
  constructor(
    private readonly people: People,
    private readonly downloads: CsvDownloads,
  ) {}

  @Get()
  @Readers()
  @Header('vary', 'accept')
  @ApiProduces('application/json', 'text/csv')
  @ApiOkResponse({ type: PeoplePage, description: 'With Accept: text/csv everybody that matches, not one page' })
  list(
    @Param('tenant') tenant: string,
    @Query() query: PeopleFilter,
    @Headers('accept') accept: string | undefined,
  ): Promise<CountedPage | StreamableFile> {
    return wantsCsv(accept)
      ? this.downloads.file(tenant, this.people.all(tenant, query), {
          name: 'people.csv',
          header: csvHeader,
          lines: csvLines,
        })
      : this.people.list(tenant, query);
  }

  @Get('filters')
  @Readers()
  @ApiOkResponse({ type: FilterValuesView })
  filters(@Param('tenant') tenant: string): Promise<FilterValuesJson> {
    return this.people.filterValues(tenant);
  }

  @Get('changes')
  @Readers()
  @ApiOkResponse({ type: VersionPage, description: 'Every change of a person, ordered and gapless' })
  changes(@Param('tenant') tenant: string, @Query() query: ChangesQuery): Promise<Page<PersonVersionJson>> {
    return this.people.changes(tenant, query);
  }

  @Get(':id')
  @Readers()
  @ApiOkResponse({ type: PersonView })
  one(@Param('tenant') tenant: string, @Param('id', IdPipe) id: string): Promise<PersonJson> {
    return this.people.one(tenant, id);
  }

  @Get(':id/history')
  @Readers()
  @ApiOkResponse({ type: VersionPage, description: 'Newest first' })
  history(
    @Param('tenant') tenant: string,
    @Param('id', IdPipe) id: string,
    @Query() query: PageQuery,
  ): Promise<Page<PersonVersionJson>> {
    return this.people.history(tenant, id, query);
  }
}
