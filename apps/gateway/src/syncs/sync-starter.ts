import { Injectable } from '@nestjs/common';
import { newId } from '@people-sync/contracts';
import { currentTraceparent, EventLog } from '@people-sync/messaging';
import { notFound, type ProblemException, refusal } from '@people-sync/platform';
import { failureSentences } from '@people-sync/wording';
import { DataSource, type EntityManager } from 'typeorm';
import { ConnectedTenants } from '../integrations/connected-tenants';
import { byTenant } from '../tenants/by-tenant';
import { type Started, starts, type Trigger } from './starts';
import { syncRequested } from './sync-requests';
import type { SyncState } from './sync-state';
import { SyncsRepository } from './syncs.repository';

/** A trigger whose id is given only by a call that may be made again: it then finds the sync that it had made. */
export type TriggerCall = Omit<Trigger, 'syncId'> & { readonly syncId?: string | undefined };

interface Waiting {
  readonly call: TriggerCall;
  resolve(started: Started): void;
  reject(error: unknown): void;
}

/** Transactions at a time, and triggers in each. */
const LANES = 2;
const AT_ONCE = 500;

/**
 * Gives triggers their syncs. Triggers that arrive while a transaction runs share the next one, so that the nightly
 * thousands cost a few statements and a lone administrator waits for nobody.
 */
@Injectable()
export class SyncStarter {
  private readonly waiting: Waiting[] = [];
  private lanes = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly syncs: SyncsRepository,
    private readonly events: EventLog,
    private readonly connected: ConnectedTenants,
  ) {}

  /**
   * The sync that serves the trigger: a new one in the slot or behind it, or (`made` false) one that is there already.
   * Sync and SyncRequested commit together.
   * @throws ProblemException 404 for an unknown tenant, 409 `not-connected`.
   */
  async start(call: TriggerCall): Promise<NonNullable<Started>> {
    if (!(await this.connected.has(call.tenantId))) throw notConnected();
    const started = await new Promise<Started>((resolve, reject) => {
      // Whoever does the work does it for others too: what asks for this one is told apart here.
      this.waiting.push({ call: { traceparent: currentTraceparent(), ...call }, resolve, reject });
      void this.work();
    });
    if (!started) throw notFound();
    return started;
  }

  /**
   * As part of somebody's transaction, whose last statement it is; connections are the caller's to check.
   * @param first what else is to be stored about the syncs, before they are asked for
   */
  async startWithin(
    tx: EntityManager,
    calls: readonly TriggerCall[],
    first: (started: readonly Started[]) => Promise<void> = () => Promise.resolve(),
  ): Promise<readonly Started[]> {
    const tenantIds = [...new Set(calls.map((call) => call.tenantId))];
    const locked = await this.syncs.lockTenants(tx, tenantIds);
    const known = byTenant(await this.knownSyncs(tx, tenantIds, calls));
    const tenants = new Map(
      [...locked.values()].map(({ tenantId, nextNumber, now }) => [
        tenantId,
        { nextNumber, now, syncs: known.get(tenantId) ?? [] },
      ]),
    );
    const here = currentTraceparent();
    const triggers = calls.map((call) => ({ traceparent: here, ...call, syncId: call.syncId ?? newId() }));
    const { started, made } = starts(triggers, tenants);
    await this.syncs.insert(tx, made);
    await first(started);
    const requested = made.filter((sync) => sync.status === 'requested');
    await this.events.append(
      tx,
      requested.map((sync) =>
        syncRequested(sync, {
          baseDigest: locked.get(sync.tenantId)?.baseDigest ?? null,
          again: false,
          now: sync.requestedAt,
        }),
      ),
    );
    return started;
  }

  private async work(): Promise<void> {
    if (this.lanes >= LANES) return;
    this.lanes += 1;
    while (this.waiting.length > 0) await this.together(this.waiting.splice(0, AT_ONCE));
    this.lanes -= 1;
  }

  /** If a transaction fails, each gets one of its own: a trigger fails only for what is wrong with itself. */
  private async together(batch: readonly Waiting[]): Promise<void> {
    try {
      const started = await this.dataSource.transaction((tx) =>
        this.startWithin(
          tx,
          batch.map(({ call }) => call),
        ),
      );
      batch.forEach(({ resolve }, index) => resolve(started[index]));
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1) only?.reject(error);
      else for (const one of batch) await this.together([one]);
    }
  }

  private async knownSyncs(
    tx: EntityManager,
    tenantIds: readonly string[],
    calls: readonly TriggerCall[],
  ): Promise<SyncState[]> {
    const live = await this.syncs.liveOrNamed(tx, tenantIds, []);
    const named = calls.flatMap(({ tenantId, syncId }) => (syncId === undefined ? [] : [{ tenantId, syncId }]));
    if (named.length === 0) return live;
    const ids = new Set(live.map((sync) => sync.id));
    return [...live, ...(await this.syncs.withIds(tx, named)).filter((sync) => !ids.has(sync.id))];
  }
}

/** The administrator has to enter a key first. */
const notConnected = (): ProblemException => refusal('not-connected', failureSentences['not-connected']);
