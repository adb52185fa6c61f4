import type { CreatedTenant, Tenant } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { notFound, type ProblemException, refusal } from '@people-sync/platform';
import type { Caller } from '../access/caller';
import { Answer } from '../idempotency/answer';
import { seatsIn, wanted } from '../licences/seats';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { WriterClient } from '../neighbours/writer.client';
import { policyChange } from '../policies/policy-view';
import { Schedules } from '../schedule/schedules';
import type { UpdateTenantBody, CreateTenantBody } from './tenant.dto';
import { tenantView } from './tenant-view';
import { TenantChanges } from './tenant-changes';
import { type DeclaredTenant, TenantsRepository } from './tenants.repository';

/** What is done with tenants, over either door. */
@Injectable()
export class Tenants {
  constructor(
    private readonly tenants: TenantsRepository,
    private readonly schedules: Schedules,
    private readonly changes: TenantChanges,
    private readonly writer: WriterClient,
    private readonly reconciler: ReconcilerClient,
  ) {}

  /**
   * 201 for a new tenant, 200 for one that has these settings already. Of two who make the same one at once, one does.
   * @throws ProblemException 409 `tenant-exists` if it has others: nothing was changed.
   */
  create({ identity: { actor } }: Caller, tenantId: string, body: CreateTenantBody): Promise<Answer<CreatedTenant>> {
    const { name, timeZone } = body;
    const asked = { tenantId, name, timeZone, seats: wanted(body) };
    return this.changes.alone(tenantId, async (tx) => {
      const before = await this.tenants.one(tenantId, tx);
      if (before && !isSame(before, asked)) throw exists();
      if (before) return new Answer({ ...tenantView(before), created: false }, 200);
      // A tenant that can be seen has them.
      await this.setSeats(asked, actor);
      await this.setTimeZone(asked, actor);
      await this.tenants.insert(tx, asked);
      return new Answer({ ...tenantView(asked), created: true }, 201);
    });
  }

  /**
   * What is given is changed, and nothing else. An administrator may change the time zone of their own company.
   * @throws ProblemException 403 for an administrator who would change more; 404.
   */
  async update({ identity }: Caller, tenantId: string, body: UpdateTenantBody): Promise<Tenant> {
    const { actor } = identity;
    const { name, timeZone } = body;
    const seats = seatsIn(body);
    const isOwn = name === undefined && seats === undefined;
    if (!isOwn && !identity.has('peoplesync.platform')) throw platformsOwn();
    return this.changes.alone(tenantId, async (tx) => {
      const before = await this.tenants.one(tenantId, tx);
      if (!before) throw notFound();
      const after = {
        tenantId,
        name: name ?? before.name,
        timeZone: timeZone ?? before.timeZone,
        seats: seats === undefined ? before.seats : seats,
      };
      await this.schedules.follow(tx, tenantId, after.timeZone);
      // Also if it is the same again: of a change that was cut off one of them may not know.
      if (seats !== undefined) await this.setSeats(after, actor);
      if (timeZone !== undefined) await this.setTimeZone(after, actor);
      await this.tenants.update(tx, after);
      return tenantView(after);
    });
  }

  async get(tenantId: string): Promise<Tenant> {
    const tenant = await this.tenants.one(tenantId);
    if (!tenant) throw notFound();
    return tenantView(tenant);
  }

  private async setSeats({ tenantId, seats }: DeclaredTenant, actor: string): Promise<void> {
    await this.writer.calls.setLicences({ tenantId, seats: seats ?? undefined, unlimited: seats === null, actor });
  }

  /** Days begin and end by it in every decision, so it stands with the settings too; the same zone again is none of them. */
  private async setTimeZone({ tenantId, timeZone }: DeclaredTenant, actor: string): Promise<void> {
    const policy = { ...policyChange({}), timeZone };
    await this.reconciler.calls.setPolicy({ tenantId, policy, expectedVersion: 0, actor });
  }
}

const isSame = (one: DeclaredTenant, other: DeclaredTenant): boolean =>
  one.name === other.name && one.timeZone === other.timeZone && one.seats === other.seats;

const exists = (): ProblemException =>
  refusal(
    'tenant-exists',
    'This company is there already, with other settings, and nothing was changed. Look at it, and change what is meant to change with PATCH (gRPC: UpdateTenant).',
  );

const platformsOwn = (): ProblemException =>
  refusal('forbidden', 'Only the time zone can be changed here. Name and licences are changed by WeThrive: ask them.');
