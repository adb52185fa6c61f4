import { Readable } from 'node:stream';
import { Get, Header, Headers, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { IdPipe } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
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
  constructor(private readonly people: People) {}

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
    return accept?.includes('text/csv') ? this.csv(tenant, query) : this.people.list(tenant, query);
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

  /** The first page is read before anything is sent, so that a refusal is still a problem and not half a file. */
  private async csv(tenant: string, query: PeopleFilter): Promise<StreamableFile> {
    const pages = this.people.all(tenant, query);
    const first = await pages.next();
    async function* lines(): AsyncGenerator<string> {
      yield csvHeader;
      if (!first.done) yield csvLines(first.value);
      for await (const page of pages) yield csvLines(page);
    }
    const file = new StreamableFile(Readable.from(lines(), { objectMode: false }), {
      type: 'text/csv; charset=utf-8; header=present',
      disposition: 'attachment; filename="people.csv"',
    });
    // A file that breaks off must not look whole: the connection is cut.
    return file.setErrorHandler((_error, response) => {
      const cut: unknown = Reflect.get(response, 'destroy');
      if (typeof cut === 'function') Reflect.apply(cut, response, []);
    });
  }
}
