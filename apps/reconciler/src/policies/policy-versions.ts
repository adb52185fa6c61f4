import { Injectable } from '@nestjs/common';
import { newEvent, type Policy, PolicyChanged } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import type { reconcilerV1 } from '@people-sync/platform';
import { contradiction, type ScopeField } from '@people-sync/reconciliation';
import { DataSource, type EntityManager } from 'typeorm';
import { DatabaseClock } from '../database/database-clock';
import { JudgedByRepository } from './judged-by.repository';
import type { CurrentPolicy } from '../judging/judging';
import { localDays } from '../judging/local-day';
import { originOf } from '../source';
import type { Tenant } from '../tenants/tenant';
import { TenantsRepository } from '../tenants/tenants.repository';
import { nothingSet, PoliciesRepository } from './policies.repository';
import type { ChangePolicyPeopleRequest, SetPolicyRequest } from './policy.dto';
import { changedPolicy, scopeOf, withPeople } from './policy-message';
import { type ScopeEffect, ScopeEffectRepository } from './scope-effect.repository';

/** Why a policy is not taken. */
export type PolicyRefusal = 'policy-outdated' | 'effect-outdated' | 'invalid-policy';

/** A value that the scope includes and excludes at once. */
export interface Contradiction {
  readonly field: ScopeField;
  readonly value: string;
}

/** A policy, and its version; 0: nothing was ever set. */
export interface PolicyVersion {
  readonly version: number;
  readonly policy: Policy;
}

/** A tenant's policy; the next sync judges everybody by them. */
@Injectable()
export class PolicyVersions {
  private readonly localDay = localDays();

  constructor(
    private readonly dataSource: DataSource,
    private readonly tenants: TenantsRepository,
    private readonly policies: PoliciesRepository,
    private readonly judgedBy: JudgedByRepository,
    private readonly effects: ScopeEffectRepository,
    private readonly log: EventLog,
    private readonly clock: DatabaseClock,
  ) {}

  async get(tenantId: string): Promise<PolicyVersion> {
    const tx = this.dataSource.manager;
    const tenant = await this.tenants.find(tx, tenantId);
    const current = (await this.policies.current(tx, [tenantId])).get(tenantId) ?? nothingSet;
    return { version: tenant?.policyVersion ?? 0, policy: current.policy };
  }

  /** A policy that is equal to the one that holds makes no new version. */
  async set(request: SetPolicyRequest): Promise<PolicyVersion | PolicyRefusal | Contradiction> {
    const { tenantId, expectedVersion, confirmedLeaving, actor } = request;
    return this.dataSource.transaction(async (tx) => {
      const tenant = await this.tenants.lockOne(tx, tenantId);
      const before = (await this.policies.current(tx, [tenantId])).get(tenantId) ?? nothingSet;
      const shown = request.shownVersion ?? (expectedVersion === 0 ? tenant.policyVersion : expectedVersion);
      if (shown !== tenant.policyVersion) return 'policy-outdated';
      const policy = changedPolicy(request.policy, before.policy);
      if (!policy) return 'invalid-policy';
      const scopeChanged = JSON.stringify(policy.scope) !== JSON.stringify(before.policy.scope);
      const clash = scopeChanged ? contradiction(policy.scope) : undefined;
      if (clash) return clash;
      if (confirmedLeaving !== undefined && scopeChanged) {
        const { settlements } = (await this.judgedBy.by(tx, [tenant]))(tenant);
        const { leaving } = await this.effects.of(tx, tenant, { policy, settlements }, await this.today(tx, policy));
        if (leaving !== confirmedLeaving) return 'effect-outdated';
      }
      const leavingShown = scopeChanged ? (confirmedLeaving ?? null) : stillShown(tenant, before);
      return this.keep(tx, { tenant, before: before.policy, after: { policy, leavingShown }, actor });
    });
  }

  /** Whoever is not named stays as they are: two who change people at the same time change both. */
  async changePeople(request: ChangePolicyPeopleRequest): Promise<PolicyVersion | 'invalid-policy'> {
    const { tenantId, actor } = request;
    return this.dataSource.transaction(async (tx) => {
      const tenant = await this.tenants.lockOne(tx, tenantId);
      const before = (await this.policies.current(tx, [tenantId])).get(tenantId) ?? nothingSet;
      const policy = withPeople(request, before.policy);
      if (!policy) return 'invalid-policy';
      const leavingShown = stillShown(tenant, before);
      return this.keep(tx, { tenant, before: before.policy, after: { policy, leavingShown }, actor });
    });
  }

  /** Stores and tells the next version, unless it is equal to the one before. */
  private async keep(
    tx: EntityManager,
    { tenant, before, after, actor }: { tenant: Tenant; before: Policy; after: CurrentPolicy; actor: string },
  ): Promise<PolicyVersion> {
    const { tenantId, policyVersion } = tenant;
    const { policy, leavingShown } = after;
    if (JSON.stringify(policy) === JSON.stringify(before)) return { version: policyVersion, policy };
    const version = policyVersion + 1;
    await this.policies.insert(tx, { tenantId, version, ...after, actor: actor || null });
    await this.tenants.save(tx, [{ ...tenant, policyVersion: version }]);
    const origin = originOf({ tenantId, actor });
    await this.log.append(tx, [newEvent(PolicyChanged, origin, { policyVersion: version, policy, leavingShown })]);
    return { version, policy };
  }

  /** What the scope would do; fields that are not given are as they are now. */
  async effect(tenantId: string, scope: reconcilerV1.Scope | Record<string, never>): Promise<ScopeEffect> {
    const tx = this.dataSource.manager;
    const tenant = await this.tenants.find(tx, tenantId);
    if (!tenant) return { employees: 0, included: 0, leaving: 0, joining: 0, fields: [] };
    const { policy, settlements } = (await this.judgedBy.by(tx, [tenant]))(tenant);
    const wanted = { ...policy, scope: scopeOf({ ...NO_SCOPE, ...scope }, policy.scope) };
    return this.effects.of(tx, tenant, { policy: wanted, settlements }, await this.today(tx, policy));
  }

  private async today(tx: EntityManager, { timeZone }: Policy): Promise<string> {
    return this.localDay((await this.clock.now(tx)).toISOString(), timeZone);
  }
}

/** Who was shown as leaving by the scope, as long as nobody was judged by it. */
const stillShown = ({ basePolicy, policyVersion }: Tenant, { leavingShown }: CurrentPolicy): number | null =>
  basePolicy === policyVersion ? null : leavingShown;

const NO_SCOPE: reconcilerV1.Scope = {
  employmentType: undefined,
  company: undefined,
  location: undefined,
  department: undefined,
};
