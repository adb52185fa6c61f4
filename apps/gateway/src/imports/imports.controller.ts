import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiPayloadTooLargeResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
  ApiUnsupportedMediaTypeResponse,
} from '@nestjs/swagger';
import { CurrentIdentity, Identity } from '@people-sync/platform';
import { TenantPath } from '../access/tenant-path.decorator';
import { GatewayConfig } from '../gateway.config';
import { Changing } from '../idempotency/changing.decorator';
import { IdempotencyKey } from '../idempotency/idempotency-key.decorator';
import { respond } from '../idempotency/respond';
import { type ImportJson, ImportPeopleBody, ImportView } from './import.dto';
import { importFile } from './import-file';
import { Imports } from './imports';

@ApiTags('people')
@TenantPath('people/import')
export class ImportsController {
  constructor(
    private readonly imports: Imports,
    private readonly config: GatewayConfig,
  ) {}

  @Post()
  @HttpCode(200)
  @Changing()
  @ApiConsumes('application/json', 'text/csv')
  @ApiBody({
    type: ImportPeopleBody,
    description: "As text/csv: a line of column names, ours or those of WeThrive's own export, then one line a person",
  })
  @ApiOkResponse({ type: ImportView, description: 'All or nothing' })
  @ApiPayloadTooLargeResponse({ description: 'too-large' })
  @ApiUnsupportedMediaTypeResponse({ description: 'Neither JSON nor CSV' })
  @ApiUnprocessableEntityResponse({ description: 'invalid-people: errors has line, field, code and message of each' })
  async import(
    @CurrentIdentity() identity: Identity,
    @IdempotencyKey() key: string | undefined,
    @Param('tenant') tenant: string,
    @Req() request: IncomingMessage,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<ImportJson> {
    const list = await importFile(request, this.config.IMPORT_LIMIT_BYTES);
    return respond(response, await this.imports.import({ identity, key }, tenant, list));
  }
}
