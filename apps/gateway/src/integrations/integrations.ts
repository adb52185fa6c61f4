import type { Integration } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { AtOnce, type credentialsV1 } from '@people-sync/platform';
import { failureSentence } from '@people-sync/wording';
import type { Caller } from '../access/caller';
import { Answer } from '../idempotency/answer';
import { CredentialsClient } from '../neighbours/credentials.client';
import { orNone } from '../neighbours/or-none';
import { Schedules } from '../schedule/schedules';
import { SyncEnder } from '../syncs/sync-ender';
import { Syncs } from '../syncs/syncs';
import { ConnectBudgetsRepository } from './connect-budgets.repository';
import { ConnectedTenants } from './connected-tenants';
import type { ConnectPeopleHrBody } from './integration.dto';

/** How long the vault may take to ask PeopleHR, in milliseconds. */
export const PEOPLEHR_TAKES_MS = 45_000;

/** Calls of one tenant that wait for PeopleHR; they hold no place. */
const CONNECTING_AT_ONCE = 32;

/** What callers do with a tenant's connection to PeopleHR, over either door. */
@Injectable()
export class Integrations {
  private readonly connecting = new AtOnce();

  constructor(
    private readonly credentials: CredentialsClient,
    private readonly budgets: ConnectBudgetsRepository,
    private readonly connected: ConnectedTenants,
    private readonly syncs: Syncs,
    private readonly ender: SyncEnder,
    private readonly schedules: Schedules,
  ) {}

  /**
   * 201 for a first key, 200 for another one. The vault's refusals are passed on with their reason; nothing is stored then.
   * 429 for who tries too many.
   */
  connect(
    { identity }: Caller,
    tenantId: string,
    { apiKey, replaceCompany }: ConnectPeopleHrBody,
  ): Promise<Answer<Integration>> {
    return this.connecting.run(tenantId, CONNECTING_AT_ONCE, async () => {
      await this.budgets.spend(identity, tenantId);
      // The vault asks PeopleHR, which takes its time.
      const { connection, created } = await this.credentials.calls.connect(
        { tenantId, apiKey, replaceCompany, actor: identity.actor },
        { deadlineMs: PEOPLEHR_TAKES_MS },
      );
      this.connected.add(tenantId);
      return new Answer(await this.shown(tenantId, connection), created ? 201 : 200);
    });
  }

  async get(tenantId: string): Promise<Integration> {
    return this.shown(tenantId, await this.credentials.connection(tenantId));
  }

  /**
   * The key is destroyed, and syncs that are not being applied end. The people stay. Where there is no key all of this is so
   * already: whoever had no answer asks again.
   */
  async disconnect({ identity: { actor } }: Caller, tenantId: string): Promise<void> {
    await orNone(this.credentials.calls.disconnect({ tenantId, actor }));
    await this.connected.remove(tenantId);
    // What cannot be ended now is ended as soon as it can, and nothing of it can be approved till then. Should this gateway
    // die before that is stored, the vault's Disconnected says the same.
    await this.ender.endAll(tenantId, 'disconnected', actor);
  }

  private async shown(tenantId: string, connection?: credentialsV1.Connection): Promise<Integration> {
    const [last, nextSyncAt] = await Promise.all([this.syncs.last(tenantId), this.schedules.nextSyncAt(tenantId)]);
    if (!connection) return { ...notConnected, ...last, nextSyncAt: null };
    const broken = connection.status === 'broken';
    return {
      status: broken ? 'broken' : 'connected',
      companyName: connection.companyName,
      keyHint: connection.keyHint,
      connectedAt: connection.connectedAt,
      reason: broken ? connection.reason : null,
      message: broken ? failureSentence(connection.reason) : null,
      ...last,
      nextSyncAt,
    };
  }
}

const notConnected = {
  status: 'not-connected',
  companyName: null,
  keyHint: null,
  connectedAt: null,
  reason: null,
  message: null,
} as const;
