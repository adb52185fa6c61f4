import type { AuditEvent, AuditEventPage, AuditFindings } from '@people-sync/contracts/api';
import type { CompanyClient } from './company.client';
import { queryOf } from './page';

/** What the record is narrowed to; what is empty does not count. */
export interface RecordQuery {
  readonly kind: string;
  readonly personId: string;
  readonly syncId: string;
  /** Days, both among them. */
  readonly from: string;
  readonly to: string;
}

const PAGE = 100;

/** What happened, as the record has it. */
export class RecordApi {
  constructor(private readonly company: CompanyClient) {}

  /** Newest first. */
  list(query: RecordQuery, cursor: string | null): Promise<AuditEventPage> {
    return this.company.get(`/audit/events${queryOf({ ...query, limit: PAGE, cursor })}`);
  }

  one(eventId: string): Promise<AuditEvent> {
    return this.company.get(`/audit/events/${encodeURIComponent(eventId)}`);
  }

  /** A file that proves one event to whoever has the public keys. */
  proof(eventId: string): Promise<Blob> {
    return this.company.file(`/audit/events/${encodeURIComponent(eventId)}/proof`);
  }

  findings(): Promise<AuditFindings> {
    return this.company.get('/audit/findings');
  }
}
