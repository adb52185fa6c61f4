import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DecisionsRepository } from '../decisions/decisions.repository';
import { nothingSet, PoliciesRepository } from './policies.repository';
import type { Tenant } from '../tenants/tenant';
import type { JudgedBy } from '../judging/judging';

/** Reads by what tenants' snapshots are judged: their policies, and what people settled. */
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
      // For a plan that waits, or of which the leavers were applied, something may be settled that is not in force yet.
      ids(tenants.filter(({ decisionsVersion, heldSince }) => decisionsVersion > 0 || heldSince !== null)),
    );
    return ({ tenantId }) => {
      const { settlements, tentative } = settled.get(tenantId) ?? {};
      return { ...(policies.get(tenantId) ?? nothingSet), settlements, tentative };
    };
  }
}

const ids = (tenants: readonly Tenant[]): string[] => tenants.map(({ tenantId }) => tenantId);
