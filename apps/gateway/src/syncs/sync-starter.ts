import { Injectable } from '@nestjs/common';
import { newId, type SyncMode, type SyncTrigger } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import { failureSentences, notFound, ProblemException } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { CredentialsClient } from '../neighbours/credentials.client';
import { onTrigger } from './slot';
import { syncRequested } from './sync-requests';
import type { SyncState } from './sync-state';
import { SyncsRepository } from './syncs.repository';

/** Who wants a sync, and which. */
export interface Trigger {
  readonly tenantId: string;
  readonly mode: SyncMode;
  readonly trigger: SyncTrigger;
  readonly requestedBy: string;
  /** Given by a call that may be repeated after a crash: it then finds the sync that it had made. */
  readonly syncId?: string | undefined;
}

/** Gives a trigger its sync. */
@Injectable()
export class SyncStarter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly syncs: SyncsRepository,
    private readonly events: EventLog,
    private readonly credentials: CredentialsClient,
  ) {}

  /**
   * The sync that serves the trigger: a new one in the slot or behind it, or (`made` false) one that is there already.
   * Sync and SyncRequested commit together.
   * @throws ProblemException 404 for an unknown tenant, 409 `not-connected`.
   */
  async start(trigger: Trigger): Promise<{ sync: SyncState; made: boolean }> {
    const { tenantId, mode, requestedBy } = trigger;
    if (!(await this.credentials.connection(tenantId))) throw notConnected();
    const id = trigger.syncId ?? newId();
    return this.dataSource.transaction(async (tx) => {
      const tenant = (await this.syncs.lockTenants(tx, [tenantId])).get(tenantId);
      if (!tenant) throw notFound();
      const before = trigger.syncId === undefined ? undefined : await this.syncs.one(tenantId, id, tx);
      if (before) return { sync: before, made: true };
      const decision = onTrigger(await this.syncs.liveOrNamed(tx, [tenantId], []), mode);
      if (decision.kind === 'existing') return { sync: decision.sync, made: false };
      const status = decision.kind === 'take-slot' ? 'requested' : 'queued';
      const at = new Date();
      const sync = await this.syncs.insert(tx, {
        tenantId,
        id,
        mode,
        trigger: trigger.trigger,
        requestedBy,
        status,
        at,
      });
      if (status === 'requested') await this.events.append(tx, [syncRequested(sync, tenant.baseDigest, false)]);
      return { sync, made: true };
    });
  }
}

/** The administrator has to enter a key first. */
const notConnected = (): ProblemException =>
  new ProblemException(409, 'not-connected', failureSentences['not-connected']);
