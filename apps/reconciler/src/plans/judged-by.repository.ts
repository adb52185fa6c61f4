import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DecisionsRepository } from '../decisions/decisions.repository';
import { nothingSet, PoliciesRepository } from '../policies/policies.repository';
import type { Tenant } from '../tenants/tenant';
import type { JudgedBy } from './judging';

/** Reads by what tenants' snapshots are judged: their settings, and what people settled. */
@Injectable()
export class JudgedByRepository {
  constructor(
    private readonly policies: PoliciesRepository,
    private readonly decisions: DecisionsRepository,
  ) {}

  /** Two statements at most; none for tenants that never set nor settled anything. */
  async by(tx: EntityManager, tenants: readonly Tenant[]): Promise<(tenant: Tenant) => JudgedBy> {
    const policies = await this.policies.current(tx, ids(tenants.filter(({ policyVersion }) => policyVersion > 0)));
    const settled = await this.decisions.settlements(
      tx,
      ids(tenants.filter(({ decisionsVersion }) => decisionsVersion > 0)),
    );
    return ({ tenantId }) => ({ ...(policies.get(tenantId) ?? nothingSet), settlements: settled.get(tenantId) });
  }
}

const ids = (tenants: readonly Tenant[]): string[] => tenants.map(({ tenantId }) => tenantId);
