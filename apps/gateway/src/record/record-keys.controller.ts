import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AuditKeys } from '@people-sync/contracts/api';
import { Callable } from '../access/callable.decorator';
import { Readers } from '../access/readers.decorator';
import { Bounded } from '../places/bounded.decorator';
import { classOf } from '../shapes/class-of';
import { Records } from './records';

/** Of all companies: they are signed by the same keys. */
@ApiTags('audit')
@Callable()
@Controller('v1/audit/keys')
@Bounded()
export class RecordKeysController {
  constructor(private readonly records: Records) {}

  @Get()
  @Readers()
  @ApiOkResponse({ type: classOf(AuditKeys) })
  list(): Promise<AuditKeys> {
    return this.records.keys();
  }
}
