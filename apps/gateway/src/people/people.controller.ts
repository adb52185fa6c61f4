import { Get, Header, Headers, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  ChangePage,
  FilterValues,
  PeoplePage,
  Person,
  type PersonVersion,
  VersionPage,
} from '@people-sync/contracts/api';
import { IdPipe } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { CsvDownloads, wantsCsv } from '../csv/csv-download';
import { type Page, PageQuery } from '../paging/page.dto';
import { classOf } from '../shapes/class-of';
import { People } from './people';
import { csvHeader, csvLines } from './people-csv';
import { ChangesQuery, PeopleFilter } from './person.dto';

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
  @ApiOkResponse({
    type: classOf(PeoplePage),
    description: 'With Accept: text/csv everybody that matches, not one page',
  })
  list(
    @Param('tenant') tenant: string,
    @Query() query: PeopleFilter,
    @Headers('accept') accept: string | undefined,
  ): Promise<PeoplePage | StreamableFile> {
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
  @ApiOkResponse({ type: classOf(FilterValues) })
  filters(@Param('tenant') tenant: string): Promise<FilterValues> {
    return this.people.filterValues(tenant);
  }

  @Get('changes')
  @Readers()
  @ApiOkResponse({ type: classOf(ChangePage), description: 'Every change of a person, ordered and gapless' })
  changes(@Param('tenant') tenant: string, @Query() query: ChangesQuery): Promise<ChangePage> {
    return this.people.changes(tenant, query);
  }

  @Get(':personId')
  @Readers()
  @ApiOkResponse({ type: classOf(Person) })
  one(@Param('tenant') tenant: string, @Param('personId', IdPipe) id: string): Promise<Person> {
    return this.people.one(tenant, id);
  }

  @Get(':personId/history')
  @Readers()
  @ApiOkResponse({ type: classOf(VersionPage), description: 'Newest first' })
  history(
    @Param('tenant') tenant: string,
    @Param('personId', IdPipe) id: string,
    @Query() query: PageQuery,
  ): Promise<Page<PersonVersion>> {
    return this.people.history(tenant, id, query);
  }
}
