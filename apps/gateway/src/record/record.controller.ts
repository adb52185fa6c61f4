import { Get, Header, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { AuditCheckpoint, AuditEvent, AuditEventPage, AuditFindings, AuditProof } from '@people-sync/contracts/api';
import type { ServerResponse } from 'node:http';
import { Readers } from '../access/readers.decorator';
import { TenantPath } from '../access/tenant-path.decorator';
import { classOf } from '../shapes/class-of';
import { AuditEventsQuery } from './record.dto';
import { Records } from './records';

@ApiTags('audit')
@TenantPath('audit')
export class RecordController {
  constructor(private readonly records: Records) {}

  @Get('events')
  @Readers()
  @ApiOkResponse({ type: classOf(AuditEventPage) })
  list(@Param('tenant') tenant: string, @Query() query: AuditEventsQuery): Promise<AuditEventPage> {
    return this.records.list(tenant, query);
  }

  @Get('events/:eventId')
  @Readers()
  @ApiOkResponse({ type: classOf(AuditEvent) })
  one(@Param('tenant') tenant: string, @Param('eventId') eventId: string): Promise<AuditEvent> {
    return this.records.one(tenant, eventId);
  }

  @Get('events/:eventId/proof')
  @Readers()
  @ApiOkResponse({ type: classOf(AuditProof), description: 'A file that proves this one event' })
  async proof(
    @Param('tenant') tenant: string,
    @Param('eventId') eventId: string,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<AuditProof> {
    const proof = await this.records.proof(tenant, eventId);
    response.setHeader('content-disposition', `attachment; filename="entry-${proof.index}.json"`);
    return proof;
  }

  @Get('checkpoint')
  @Readers()
  @Header('vary', 'accept')
  @ApiProduces('application/json', 'text/plain')
  @ApiOkResponse({ type: classOf(AuditCheckpoint), description: 'With Accept: text/plain the signed note alone' })
  async checkpoint(
    @Param('tenant') tenant: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<AuditCheckpoint | string> {
    const checkpoint = await this.records.checkpoint(tenant);
    if (accept?.includes('text/plain') !== true) return checkpoint;
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    return checkpoint.note;
  }

  @Get('findings')
  @Readers()
  @ApiOkResponse({ type: classOf(AuditFindings) })
  findings(@Param('tenant') tenant: string): Promise<AuditFindings> {
    return this.records.findings(tenant);
  }
}
