import type { ServerResponse } from 'node:http';
import { Get, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { PersonExport } from '@people-sync/contracts/api';
import { IdPipe } from '../access/id.pipe';
import { Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { classOf } from '../shapes/class-of';
import { Exports } from './exports';

@ApiTags('people')
@TenantPath('people')
export class ExportsController {
  constructor(private readonly exports: Exports) {}

  @Get(':personId/export')
  @Readers()
  @ApiOkResponse({ type: classOf(PersonExport), description: 'All that is held about one person, as a file' })
  async person(
    @Param('tenant') tenant: string,
    @Param('personId', IdPipe) id: string,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<PersonExport> {
    const all = await this.exports.person(tenant, id);
    response.setHeader('content-disposition', `attachment; filename="person-${id}.json"`);
    return all;
  }
}
