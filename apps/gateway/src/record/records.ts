import { Injectable } from '@nestjs/common';
import { defaultPolicy, isDay } from '@people-sync/contracts';
import type {
  AuditCheckpoint,
  AuditEvent,
  AuditEventPage,
  AuditFindings,
  AuditKeys,
  AuditProof,
} from '@people-sync/contracts/api';
import { invalidRequest, notFound } from '@people-sync/platform';
import { type FindingDetail, findingSaid, findingsSummary } from '@people-sync/wording';
import { DataSource } from 'typeorm';
import { AuditClient } from '../neighbours/audit.client';
import { pageOf } from '../paging/list-cursor';
import { TenantsRepository } from '../tenants/tenants.repository';
import { beginOf, endOf } from './days';
import { typesOf } from './event-kinds';
import { auditEventView, type AuditEventsQuery } from './record.dto';

/** As many findings as are told at once: nobody reads more, and what makes so many has one cause. */
const MOST_FINDINGS = 500;

/** What ids of events are made of: whatever else is asked for is not there. */
const EVENT_ID = /^[!-~]{1,255}$/;

/** The record of a company, over either door. Audit keeps it. */
@Injectable()
export class Records {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditClient,
    private readonly tenants: TenantsRepository,
  ) {}

  /** Newest first. */
  async list(tenantId: string, query: AuditEventsQuery): Promise<AuditEventPage> {
    const { personId = '', syncId = '', kind, from, to, limit, cursor } = query;
    const timeZone = await this.timeZone(tenantId, [
      ['from', from],
      ['to', to],
    ]);
    const asked = ['audit-events', tenantId, personId, syncId, kind, from, to];
    return pageOf(asked, cursor, async (place) => {
      const { events, nextCursor } = await this.audit.calls.listEvents({
        tenantId,
        about: personId.toLowerCase(),
        syncId: syncId.toLowerCase(),
        from: from === undefined ? '' : beginOf(from, timeZone),
        to: to === undefined ? '' : endOf(to, timeZone),
        types: kind === undefined ? [] : typesOf(kind),
        newestFirst: true,
        limit,
        cursor: place,
      });
      return { items: events.map(auditEventView), nextCursor };
    });
  }

  /** @throws ProblemException 404 if the record has no such event. */
  async one(tenantId: string, eventId: string): Promise<AuditEvent> {
    return auditEventView(await this.audit.calls.getEvent({ tenantId, eventId: known(eventId) }));
  }

  /** @throws ProblemException 404 if the record has no such event. */
  async proof(tenantId: string, eventId: string): Promise<AuditProof> {
    const [{ index, entry, proof }, { vkeys }] = await Promise.all([
      this.audit.calls.getProof({ tenantId, eventId: known(eventId) }),
      this.audit.calls.listKeys({}),
    ]);
    return { index, entry, proof, vkeys };
  }

  /** @throws ProblemException 404 as long as nothing was recorded of the company. */
  async checkpoint(tenantId: string): Promise<AuditCheckpoint> {
    const { size, note } = await this.audit.calls.getCheckpoint({ tenantId });
    return { size, note };
  }

  async findings(tenantId: string): Promise<AuditFindings> {
    const { findings, more } = await this.audit.calls.listFindings({ tenantId, limit: MOST_FINDINGS });
    return {
      items: findings.map(({ kind, index, detail }) => ({
        kind,
        index: index ?? null,
        ...findingSaid(kind, detailIn(detail)),
      })),
      more,
      message: findingsSummary(findings.length, more),
    };
  }

  async keys(): Promise<AuditKeys> {
    const { vkeys } = await this.audit.calls.listKeys({});
    return { vkeys };
  }

  /** The company's time zone, by which these days begin and end. */
  private async timeZone(tenantId: string, days: readonly [string, string | undefined][]): Promise<string> {
    const wrong = days.filter(([, day]) => day !== undefined && !isDay(day));
    if (wrong.length > 0)
      throw invalidRequest(wrong.map(([field]) => ({ field, message: `${field} must be a day that there is` })));
    if (days.every(([, day]) => day === undefined)) return defaultPolicy.timeZone;
    const tenant = await this.tenants.one(tenantId);
    return tenant?.timeZone ?? defaultPolicy.timeZone;
  }
}

function known(eventId: string): string {
  if (!EVENT_ID.test(eventId)) throw notFound();
  return eventId;
}

function detailIn(json: string): FindingDetail {
  const read: unknown = JSON.parse(json);
  if (typeof read !== 'object' || read === null) return {};
  const isSimple = ([, value]: [string, unknown]): boolean =>
    value === null || typeof value === 'string' || typeof value === 'number';
  return Object.fromEntries(Object.entries(read).filter(isSimple));
}
