import { Injectable } from '@nestjs/common';
import { EventLog } from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import { FeedRepository, type Happening } from '../feed/feed.repository';
import { syncsMoved } from '../feed/happenings';
import { byTenant } from '../tenants/by-tenant';
import { type NumberedMarker, onMarkers, type SlotOutcome } from './slot';
import { syncRequested, syncWithdrawn } from './sync-requests';
import { type Move, SyncJournal } from './sync-journal';
import type { SyncState } from './sync-state';
import { leftSteps } from './sync-steps';
import { SyncsRepository } from './syncs.repository';

/** A marker with the tenant and number of its sync. */
export interface TenantMarker extends NumberedMarker {
  readonly tenantId: string;
  /** W3C's, of the event that says so. */
  readonly traceparent?: string | undefined;
}

/** The only place where syncs move on, whoever says so: consumed events, a cancelling administrator, the watchdog. */
@Injectable()
export class SyncProgress {
  constructor(
    private readonly syncs: SyncsRepository,
    private readonly events: EventLog,
    private readonly journal: SyncJournal,
    private readonly feed: FeedRepository,
  ) {}

  /** Takes the tenants' rows, as `take` does. */
  async lock(tx: EntityManager, tenantIds: readonly string[]): Promise<void> {
    await this.syncs.lockTenants(tx, tenantIds);
  }

  /** A sync that waits gets the slot, since somebody gave their OK. The tenant is locked. */
  async approving(tx: EntityManager, sync: SyncState, now: Date): Promise<void> {
    const after = { ...sync, approving: true, statusSince: now };
    await this.syncs.save(tx, [after]);
    await this.syncs.tellWatchers(tx, [sync.tenantId]);
    this.journal.note(tx, [{ before: sync, after, left: leftSteps(sync, after, [], now) }]);
  }

  /**
   * Moves syncs of any number of tenants with a constant number of statements, gives slots that came free to the
   * follow-ups and asks for them. What is unknown is ignored.
   * @param baseDigests of the newest plan of each tenant, if there is one among the events.
   * @param happened before it, for the feed over all tenants.
   */
  async take(
    tx: EntityManager,
    markers: readonly TenantMarker[],
    baseDigests: ReadonlyMap<string, string | null> = new Map(),
    happened: readonly Happening[] = [],
  ): Promise<void> {
    const tenants = await this.syncs.lockTenants(tx, [...new Set(markers.map((marker) => marker.tenantId))]);
    const ofTenants = markers.filter((marker) => tenants.has(marker.tenantId));
    if (ofTenants.length === 0) return this.feed.append(tx, happened);
    const known = byTenant(await this.syncs.liveOrNamed(tx, [...tenants.keys()], ofTenants));
    const outcomes: SlotOutcome[] = [];
    const byOwner = byTenant(ofTenants);
    const moves: Move[] = [];
    for (const [tenantId, { now }] of tenants) {
      const [before, own] = [known.get(tenantId) ?? [], byOwner.get(tenantId) ?? []];
      const outcome = onMarkers(before, own, now);
      outcomes.push(outcome);
      moves.push(...movesOf(before, outcome.changed, own, now));
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
    await this.feed.append(tx, [...happened, ...syncsMoved(moves)]);
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
    this.journal.note(tx, moves);
  }
}

function movesOf(
  before: readonly SyncState[],
  changed: readonly SyncState[],
  markers: readonly TenantMarker[],
  now: Date,
): Move[] {
  const known = new Map(before.map((sync) => [sync.number, sync]));
  return changed.flatMap((after) => {
    const sync = known.get(after.number);
    if (!sync) return [];
    const own = markers.filter(({ number }) => number === after.number);
    const left = leftSteps(
      sync,
      after,
      own.map(({ marker }) => marker),
      now,
    );
    return [{ before: sync, after, left, traceparent: own.at(-1)?.traceparent }];
  });
}
