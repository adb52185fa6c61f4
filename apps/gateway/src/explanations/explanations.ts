import type { Decision, Explanation } from '@people-sync/contracts/api';
import { status } from '@grpc/grpc-js';
import { Injectable } from '@nestjs/common';
import { defaultPolicy } from '@people-sync/contracts';
import { GrpcError, invalidRequest, type writerV1 } from '@people-sync/platform';
import { explain } from '@people-sync/wording';
import { DataSource } from 'typeorm';
import { decisionView } from '../decisions/decision.dto';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { WriterClient } from '../neighbours/writer.client';
import type { SyncState } from '../syncs/sync-state';
import { SyncsRepository } from '../syncs/syncs.repository';
import { TenantsRepository } from '../tenants/tenants.repository';

/** Whom somebody asks about: one of the three. */
export interface Whom {
  readonly personId?: string | undefined;
  readonly employeeId?: string | undefined;
  readonly email?: string | undefined;
}

/** Versions of a person that a story goes back at most; the history has them all. */
const VERSIONS = 200;

/** How many syncs are looked at for one that is no preview. */
const NEWEST = 20;

/** Why somebody is as they are, or why nothing happened, over either door: from what the services have stored. */
@Injectable()
export class Explanations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reconciler: ReconcilerClient,
    private readonly writer: WriterClient,
    private readonly syncs: SyncsRepository,
    private readonly tenants: TenantsRepository,
  ) {}

  /** @throws ProblemException 404 if nobody like that was ever seen; 400 unless exactly one is asked for. */
  async explain(tenantId: string, whom: Whom): Promise<Explanation> {
    const { personId = '', employeeId = '', email = '' } = whom;
    if ([personId, employeeId, email].filter((one) => one !== '').length !== 1) {
      throw invalidRequest([{ field: 'employeeId', message: 'one of employeeId and email must be given' }]);
    }
    const explanation = await this.reconciler.calls.explainPerson({ tenantId, personId, employeeId, email });
    const [versions, decisions, syncs, newest, tenant] = await Promise.all([
      this.versions(tenantId, explanation.personId),
      this.decisions(tenantId, explanation.personId),
      this.named(tenantId, explanation.steps),
      this.syncs.page(tenantId, NEWEST, undefined),
      this.tenants.one(tenantId),
    ]);
    return explain({
      explanation,
      versions,
      decisions,
      syncs,
      newest: newest.find(({ mode }) => mode !== 'preview'),
      timeZone: tenant?.timeZone ?? defaultPolicy.timeZone,
    });
  }

  private async versions(tenantId: string, personId: string): Promise<writerV1.PersonVersion[]> {
    if (personId === '') return [];
    try {
      const request = { tenantId, personId, limit: VERSIONS, cursor: '' };
      return (await this.writer.calls.getPersonHistory(request)).versions;
    } catch (error) {
      // Known, and not written yet or never.
      if (error instanceof GrpcError && error.code === status.NOT_FOUND) return [];
      throw error;
    }
  }

  private async decisions(tenantId: string, personId: string): Promise<Decision[]> {
    if (personId === '') return [];
    const request = { tenantId, personId, syncId: '', tentative: false, limit: 100, cursor: '' };
    const { decisions } = await this.reconciler.calls.listDecisions(request);
    return decisions.map((decision) => decisionView(decision));
  }

  /** The syncs in which something differed. */
  private async named(
    tenantId: string,
    steps: readonly { readonly kind: string; readonly syncId: string }[],
  ): Promise<SyncState[]> {
    const ids = steps.filter(({ kind }) => kind === 'plan' || kind === 'held').map(({ syncId }) => syncId);
    const named = [...new Set(ids)].map((syncId) => ({ tenantId, syncId }));
    return named.length === 0 ? [] : this.syncs.withIds(this.dataSource.manager, named);
  }
}
