import { HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ImportOutcome } from '@people-sync/contracts/api';
import { type ReadBody, TakesBody, TypedBody } from '@people-sync/platform';
import { Caller } from '../access/caller';
import { CurrentCaller } from '../access/current-caller.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { Changing } from '../idempotency/changing.decorator';
import { classOf } from '../shapes/class-of';
import { IMPORT_LIMITS, importBody } from './import-body';
import { ImportPeopleBody, ImportQuery } from './import.dto';
import { Imports } from './imports';

@ApiTags('people')
@TenantPath('people/import')
export class ImportsController {
  constructor(private readonly imports: Imports) {}

  @Post()
  @TakesBody(IMPORT_LIMITS)
  @HttpCode(200)
  @Changing({ isDecision: true })
  @ApiConsumes('application/json', 'text/csv')
  @ApiBody({
    type: ImportPeopleBody,
    description: "As text/csv: a line of column names, ours or those of WeThrive's own export, then one line a person",
  })
  @ApiOkResponse({
    type: classOf(ImportOutcome),
    description: 'What was done, or of a preview would be; with mode all everybody or nobody',
  })
  async import(
    @CurrentCaller() caller: Caller,
    @Param('tenant') tenant: string,
    @Query() { mode }: ImportQuery,
    @TypedBody() body: ReadBody,
  ): Promise<ImportOutcome> {
    const list = await importBody(body, mode);
    return this.imports.import(caller, tenant, list, mode);
  }
}
