import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { AllowServices, auditV1, notFound, readPage, refusal } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { ReplaysHandler } from '../replay/replays.handler';
import { ReplaysRepository } from '../replay/replays.repository';
import { Sealing } from '../sealing/sealing';
import { replayMessage, sealedIn } from './replay-message';
import { GetReplayDto, ListReplaysDto, StartReplayDto } from './replays.dto';

const SERVICE = auditV1.AUDIT_SERVICE_NAME;
const USUAL_PAGE = 100;
const NOTHING = { contents: new Map<string, Buffer>(), erased: new Set<string>() };

/** Replays of gRPC `peoplesync.audit.v1.Audit`; the .proto file says what each call means. */
@Controller()
@AllowServices('gateway')
export class ReplaysController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly replays: ReplaysRepository,
    private readonly handler: ReplaysHandler,
    private readonly sealing: Sealing,
  ) {}

  @GrpcMethod(SERVICE, 'StartReplay')
  async startReplay({ tenantId, until }: StartReplayDto): Promise<auditV1.Replay> {
    const asked = await this.replays.ask(tenantId, until === '' ? null : until);
    if (!asked) throw refusal('too-many-requests', 'Several checks of this record wait already: try again later.');
    this.handler.wake();
    return replayMessage(asked, NOTHING);
  }

  @GrpcMethod(SERVICE, 'GetReplay')
  async getReplay({ tenantId, replayId }: GetReplayDto): Promise<auditV1.Replay> {
    const found = await this.replays.find(tenantId, replayId);
    if (!found) throw notFound();
    const hashes = sealedIn(found);
    return replayMessage(found, await this.sealing.open(this.dataSource.manager, tenantId, hashes));
  }

  @GrpcMethod(SERVICE, 'ListReplays')
  async listReplays({ tenantId, limit, cursor }: ListReplaysDto): Promise<auditV1.ListReplaysResponse> {
    const read = (count: number) => this.replays.list(tenantId, cursor === '' ? undefined : cursor, count);
    const { rows, nextCursor } = await readPage(limit || USUAL_PAGE, read, ({ replayId }) => replayId);
    return { replays: rows.map((row) => replayMessage(row, NOTHING)), nextCursor };
  }
}
