import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { AllowServices, auditV1, notFound, readPage } from '@people-sync/platform';
import { inclusionPlan, writeProof } from '@people-sync/transparency';
import { DataSource } from 'typeorm';
import { CheckpointsRepository } from '../checkpoints/checkpoints.repository';
import { SigningHandler } from '../checkpoints/signing.handler';
import { FindingsRepository } from '../completeness/findings.repository';
import { EntriesRepository } from '../record/entries.repository';
import { readEntry } from '../record/read-entry';
import { Sealing } from '../sealing/sealing';
import { HashesRepository } from '../tree/hashes.repository';
import { GetCheckpointDto, ListEventsDto, ListFindingsDto, OfEventDto } from './audit.dto';
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
    private readonly findings: FindingsRepository,
  ) {}

  @GrpcMethod(SERVICE, 'ListEvents')
  async listEvents(request: ListEventsDto): Promise<auditV1.ListEventsResponse> {
    const { tenantId, about, syncId, from, to, cursor, types, newestFirst } = request;
    const filter = {
      tenantId,
      about: about || undefined,
      syncId: syncId || undefined,
      from: from || undefined,
      to: to || undefined,
      types: types.length === 0 ? undefined : types,
      newestFirst,
      behind: cursor === '' ? undefined : Number(cursor),
    };
    const { manager } = this.dataSource;
    const read = (count: number) => this.entries.page(manager, filter, count);
    const { rows, nextCursor } = await readPage(request.limit || USUAL_PAGE, read, ({ index }) => String(index));
    const entries = rows.map(({ bytes }) => readEntry(bytes));
    const opened = await this.sealing.open(manager, tenantId, entries.flatMap(hashesOf));
    return { events: entries.map((entry) => eventMessage(entry, opened)), nextCursor };
  }

  @GrpcMethod(SERVICE, 'GetEvent')
  async getEvent({ tenantId, eventId }: OfEventDto): Promise<auditV1.Event> {
    const { manager } = this.dataSource;
    const found = await this.entries.ofEvent(manager, tenantId, eventId);
    if (!found) throw notFound();
    const entry = readEntry(found.bytes);
    return eventMessage(entry, await this.sealing.open(manager, tenantId, hashesOf(entry)));
  }

  @GrpcMethod(SERVICE, 'GetProof')
  async getProof({ tenantId, eventId }: OfEventDto): Promise<auditV1.GetProofResponse> {
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

  @GrpcMethod(SERVICE, 'ListFindings')
  async listFindings({ tenantId, limit }: ListFindingsDto): Promise<auditV1.ListFindingsResponse> {
    const { manager } = this.dataSource;
    const noted = await this.findings.of(manager, tenantId, limit + 1);
    const gaps = await this.findings.gapsOf(manager, tenantId, limit + 1 - noted.length);
    const all = [...noted, ...gaps];
    return {
      findings: all.slice(0, limit).map(({ kind, index, detail }) => ({
        kind,
        index: index ?? undefined,
        detail: JSON.stringify(detail),
      })),
      more: all.length > limit,
    };
  }

  @GrpcMethod(SERVICE, 'ListKeys')
  async listKeys(): Promise<auditV1.ListKeysResponse> {
    return { vkeys: await this.checkpoints.vkeys(this.dataSource.manager) };
  }
}
