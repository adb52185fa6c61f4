import { Payload } from '@nestjs/microservices';
import type {
  AuditCheckpoint,
  AuditEvent,
  AuditEventPage,
  AuditFindings,
  AuditKeys,
  AuditProof,
} from '@people-sync/contracts/api';
import { AllTenants } from '../access/known-tenant.guard';
import { Readers } from '../access/readers.decorator';
import { AuditEventsQuery } from '../record/record.dto';
import { Records } from '../record/records';
import { checked } from './checked';
import { type Asked, PeopleSyncRpcs } from './rpcs.decorator';

/** The record: the HTTP door's operations in other words. */
@PeopleSyncRpcs(
  'listAuditEvents',
  'getAuditEvent',
  'getAuditProof',
  'getAuditCheckpoint',
  'listAuditFindings',
  'listAuditKeys',
)
export class RecordDoorController {
  constructor(private readonly records: Records) {}

  @Readers()
  async listAuditEvents(@Payload() { tenant, ...asked }: Asked<'listAuditEvents'>): Promise<AuditEventPage> {
    return this.records.list(tenant, await checked(AuditEventsQuery, asked));
  }

  @Readers()
  async getAuditEvent(@Payload() { tenant, eventId }: Asked<'getAuditEvent'>): Promise<AuditEvent> {
    return this.records.one(tenant, eventId);
  }

  @Readers()
  async getAuditProof(@Payload() { tenant, eventId }: Asked<'getAuditProof'>): Promise<AuditProof> {
    return this.records.proof(tenant, eventId);
  }

  @Readers()
  async getAuditCheckpoint(@Payload() { tenant }: Asked<'getAuditCheckpoint'>): Promise<AuditCheckpoint> {
    return this.records.checkpoint(tenant);
  }

  @Readers()
  async listAuditFindings(@Payload() { tenant }: Asked<'listAuditFindings'>): Promise<AuditFindings> {
    return this.records.findings(tenant);
  }

  @Readers()
  @AllTenants()
  async listAuditKeys(): Promise<AuditKeys> {
    return this.records.keys();
  }
}
