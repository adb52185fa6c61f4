import { auditV1, grpcClient, type GrpcClient } from '@people-sync/platform';
import { type RunningSystem } from '@people-sync/testing';
import { checkProof, openCheckpoint, readVkey } from '@people-sync/transparency';

/** What the system's records are called. */
export const ORIGIN = 'record.people-sync.example';

/** A tenant's record, as the gateway is answered, and as somebody checks it who has only the public keys. */
export class RecordReader {
  private constructor(private readonly audit: GrpcClient<auditV1.AuditClient>) {}

  static async of(system: RunningSystem): Promise<RecordReader> {
    const address = { package: 'peoplesync.audit.v1', service: auditV1.AUDIT_SERVICE_NAME } as const;
    const config = { SERVICE_TOKEN_FILE: await system.serviceTokenFile('gateway') };
    return new RecordReader(grpcClient<auditV1.AuditClient>(address, system.grpcOf('audit'), config));
  }

  /** Every event of the tenant's record, in its order. */
  async events(tenantId: string): Promise<auditV1.Event[]> {
    const all: auditV1.Event[] = [];
    let cursor = '';
    do {
      const asked = {
        tenantId,
        about: '',
        syncId: '',
        from: '',
        to: '',
        limit: 200,
        cursor,
        types: [],
        newestFirst: false,
      };
      const page = await this.audit.listEvents(asked);
      all.push(...page.events);
      cursor = page.nextCursor;
    } while (cursor !== '');
    return all;
  }

  /** How many entries the tenant's newest signed head has. @throws NoteError if it cannot be believed */
  async signedSize(tenantId: string): Promise<number> {
    const { note } = await this.audit.getCheckpoint({ tenantId });
    return openCheckpoint(note, await this.verifiers(), `${ORIGIN}/${tenantId}`).size;
  }

  /** The entry of one event, after its proof was checked. @throws NoteError if the proof cannot be believed */
  async proven(tenantId: string, eventId: string): Promise<{ index: number; entry: Record<string, unknown> }> {
    const { entry, proof } = await this.audit.getProof({ tenantId, eventId });
    const { index } = checkProof(proof, Buffer.from(entry), await this.verifiers(), `${ORIGIN}/${tenantId}`);
    return { index, entry: JSON.parse(entry) as Record<string, unknown> };
  }

  close(): void {
    this.audit.close();
  }

  private async verifiers() {
    const { vkeys } = await this.audit.listKeys({});
    return vkeys.map(readVkey);
  }
}
