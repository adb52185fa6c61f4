import { Injectable } from '@nestjs/common';
import { EventLog } from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import { byTenant } from '../tenants/by-tenant';
import { type NumberedMarker, onMarkers, type SlotOutcome } from './slot';
import { syncRequested, syncWithdrawn } from './sync-requests';
import type { SyncState } from './sync-state';
import { SyncsRepository } from './syncs.repository';

/** A marker with the tenant and number of its sync. */
export interface TenantMarker extends NumberedMarker {
  readonly tenantId: string;
}

/** The only place where syncs move on, whoever says so: consumed events, a cancelling administrator, the watchdog. */
@Injectable()
export class SyncProgress {
  constructor(
    private readonly syncs: SyncsRepository,
    private readonly events: EventLog,
  ) {}

  /** Takes the tenants' rows, as `take` does. */
  async lock(tx: EntityManager, tenantIds: readonly string[]): Promise<void> {
    await this.syncs.lockTenants(tx, tenantIds);
  }

  /**
   * Moves syncs of any number of tenants with a constant number of statements, gives slots that came free to the
   * follow-ups and asks for them. What is unknown is ignored.
   * @param baseDigests of the newest plan of each tenant, if there is one among the events.
   */
  async take(
    tx: EntityManager,
    markers: readonly TenantMarker[],
    baseDigests: ReadonlyMap<string, string | null> = new Map(),
  ): Promise<void> {
    const tenants = await this.syncs.lockTenants(tx, [...new Set(markers.map((marker) => marker.tenantId))]);
    const ofTenants = markers.filter((marker) => tenants.has(marker.tenantId));
    if (ofTenants.length === 0) return;
    const known = byTenant(await this.syncs.liveOrNamed(tx, [...tenants.keys()], ofTenants));
    const outcomes: SlotOutcome[] = [];
    const byOwner = byTenant(ofTenants);
    for (const [tenantId, { now }] of tenants) {
      outcomes.push(onMarkers(known.get(tenantId) ?? [], byOwner.get(tenantId) ?? [], now));
    }
    const changed: SyncState[] = outcomes.flatMap((outcome) => outcome.changed);
    const baseDigest = (tenantId: string): string | null =>
      (baseDigests.has(tenantId) ? baseDigests.get(tenantId) : tenants.get(tenantId)?.baseDigest) ?? null;
    await this.syncs.save(tx, changed);
    await this.syncs.saveBaseDigests(tx, baseDigests);
    await this.syncs.tellWatchers(
      tx,
      changed.map((sync) => sync.tenantId),
    );
    await this.events.append(
      tx,
      // The withdrawal of one stands before the request for the next.
      outcomes.flatMap(({ withdrawn, requests }) => [
        ...withdrawn.map(syncWithdrawn),
        ...requests.map(({ sync, again }) =>
          syncRequested(sync, {
            baseDigest: baseDigest(sync.tenantId),
            again,
            now: tenants.get(sync.tenantId)?.now ?? sync.statusSince,
          }),
        ),
      ]),
    );
  }
}
