import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { AllowServices, auditV1, notFound, readPage } from '@people-sync/platform';
import { inclusionPlan, writeProof } from '@people-sync/transparency';
import { DataSource } from 'typeorm';
import { CheckpointsRepository } from '../checkpoints/checkpoints.repository';
import { SigningHandler } from '../checkpoints/signing.handler';
import { EntriesRepository } from '../record/entries.repository';
import { readEntry } from '../record/read-entry';
import { Sealing } from '../sealing/sealing';
import { HashesRepository } from '../tree/hashes.repository';
import { GetCheckpointDto, GetProofDto, ListEventsDto } from './audit.dto';
import { eventMessage, hashesOf } from './event-message';

const SERVICE = auditV1.AUDIT_SERVICE_NAME;
const USUAL_PAGE = 100;

/** gRPC `peoplesync.audit.v1.Audit`; the .proto file says what each call means. */
@Controller()
@AllowServices('gateway')
export class AuditController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly entries: EntriesRepository,
    private readonly hashes: HashesRepository,
    private readonly sealing: Sealing,
    private readonly signing: SigningHandler,
    private readonly checkpoints: CheckpointsRepository,
  ) {}

  @GrpcMethod(SERVICE, 'ListEvents')
  async listEvents(request: ListEventsDto): Promise<auditV1.ListEventsResponse> {
    const { tenantId, about, syncId, from, to, cursor } = request;
    const filter = {
      tenantId,
      about: about || undefined,
      syncId: syncId || undefined,
      from: from || undefined,
      to: to || undefined,
      after: cursor === '' ? -1 : Number(cursor),
    };
    const { manager } = this.dataSource;
    const read = (count: number) => this.entries.page(manager, filter, count);
    const { rows, nextCursor } = await readPage(request.limit || USUAL_PAGE, read, ({ index }) => String(index));
    const entries = rows.map(({ bytes }) => readEntry(bytes));
    const opened = await this.sealing.open(manager, tenantId, entries.flatMap(hashesOf));
    return { events: entries.map((entry) => eventMessage(entry, opened)), nextCursor };
  }

  @GrpcMethod(SERVICE, 'GetProof')
  async getProof({ tenantId, eventId }: GetProofDto): Promise<auditV1.GetProofResponse> {
    const { manager } = this.dataSource;
    const found = await this.entries.ofEvent(manager, tenantId, eventId);
    // Signed after it was read: the entry is committed, so the head has it.
    const head = found && (await this.signing.newestOf(tenantId));
    if (!found || !head) throw notFound();
    const { index, bytes } = found;
    const asked = [{ tenantId, plan: inclusionPlan(index, head.size) }];
    const [hashes = []] = await this.hashes.proofs(manager, asked);
    return {
      index,
      entry: bytes.toString('utf8'),
      proof: writeProof({ index, hashes, checkpoint: head.note }),
    };
  }

  @GrpcMethod(SERVICE, 'GetCheckpoint')
  async getCheckpoint({ tenantId }: GetCheckpointDto): Promise<auditV1.GetCheckpointResponse> {
    const head = await this.signing.newestOf(tenantId);
    if (!head) throw notFound();
    return { note: head.note, size: head.size };
  }

  @GrpcMethod(SERVICE, 'ListKeys')
  async listKeys(): Promise<auditV1.ListKeysResponse> {
    return { vkeys: await this.checkpoints.vkeys(this.dataSource.manager) };
  }
}
