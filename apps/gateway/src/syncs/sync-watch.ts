import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Sync } from '@people-sync/contracts/api';
import { notFound, stopping } from '@people-sync/platform';
import {
  asyncScheduler,
  concatMap,
  concatWith,
  defer,
  endWith,
  filter,
  finalize,
  firstValueFrom,
  ignoreElements,
  interval,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  ReplaySubject,
  share,
  startWith,
  takeUntil,
  takeWhile,
  throttleTime,
  throwError,
  timer,
} from 'rxjs';
import { GatewayConfig } from '../gateway.config';
import { Places } from '../places/places';
import { ALL_TENANTS, WakesClient } from '../wakes/wakes.client';
import { isFinal, type SyncState } from './sync-state';
import { syncView } from './sync.dto';
import { SYNCS_CHANNEL, SyncsRepository } from './syncs.repository';

/** Many wakes in a row are one look. */
const LOOK_EVERY_MS = 50;

/** A sync is followed this long after its last watcher has gone: there may be a next one. */
const AFTER_LAST_MS = 1_000;

/** What a watcher is told: a state of the sync, or that nothing is new. */
export interface SyncTold {
  /** Names the state that was told last, at every gateway and after every restart. */
  readonly eventId: string;
  /** Null: nothing is new, and the line is alive. */
  readonly sync: Sync | null;
}

/** The sync as it was found. */
interface Look {
  readonly eventId: string;
  readonly sync: Sync;
  readonly isOver: boolean;
  /** It was looked up because it was time, not because somebody told of something new. */
  readonly isBeat: boolean;
}

/** Follows syncs: whoever watches the same one shares one look at it. */
@Injectable()
export class SyncWatch {
  private readonly wakes: Observable<string>;
  private readonly followed = new Map<string, Observable<Look>>();

  constructor(
    private readonly config: GatewayConfig,
    private readonly syncs: SyncsRepository,
    private readonly places: Places,
    wakes: WakesClient,
  ) {
    this.wakes = wakes.on(SYNCS_CHANNEL);
  }

  /**
   * The sync as it is, then every state it comes to, until it is final or held; between them a heartbeat every
   * `WATCH_HEARTBEAT_MS`. It fails as unavailable when this gateway stops before: whoever still wants to know watches again,
   * here or elsewhere.
   * @param lastEventId of the state that the watcher knows: it is not told again
   * @throws ProblemException 404 for an unknown sync, before anything is told; 429 if the company asks too much.
   */
  async watch(tenantId: string, id: string, lastEventId?: string): Promise<Observable<SyncTold>> {
    const looks = this.followedOrNew(tenantId, id);
    const now = await this.now(tenantId, looks);
    return newsOf(now.isOver ? of(now) : looks, lastEventId);
  }

  /** False if the sync is over, or held, and the watcher knows so: there is nothing to wait for. @throws as `watch` */
  async hasNews(tenantId: string, id: string, lastEventId: string | undefined): Promise<boolean> {
    const now = await this.now(tenantId, this.followedOrNew(tenantId, id));
    return !now.isOver || now.eventId !== lastEventId;
  }

  private now(tenantId: string, looks: Observable<Look>): Promise<Look> {
    return this.places.run(tenantId, () => firstValueFrom(looks));
  }

  private followedOrNew(tenantId: string, id: string): Observable<Look> {
    const key = `${tenantId} ${id}`;
    const known = this.followed.get(key);
    if (known) return known;
    const looks: Observable<Look> = this.follow(tenantId, id).pipe(
      finalize(() => {
        if (this.followed.get(key) === looks) this.followed.delete(key);
      }),
      // Once it is over nobody is told of it from memory: it is looked at again.
      share({ connector: () => new ReplaySubject(1), resetOnRefCountZero: () => timer(AFTER_LAST_MS) }),
    );
    this.followed.set(key, looks);
    return looks;
  }

  private follow(tenantId: string, id: string): Observable<Look> {
    const stopped = this.wakes.pipe(ignoreElements(), endWith(true));
    const reasons = merge(
      this.wakes.pipe(
        filter((woken) => woken === tenantId || woken === ALL_TENANTS),
        map(() => false),
        throttleTime(LOOK_EVERY_MS, asyncScheduler, { leading: true, trailing: true }),
      ),
      interval(this.config.WATCH_HEARTBEAT_MS).pipe(map(() => true)),
    ).pipe(takeUntil(stopped), startWith(false));
    return reasons.pipe(
      concatMap((isBeat) => defer(() => this.look(tenantId, id)).pipe(map((look) => ({ ...look, isBeat })))),
      concatWith(throwError(stopping)),
      takeWhile(({ isOver }) => !isOver, true),
    );
  }

  private async look(tenantId: string, id: string): Promise<Omit<Look, 'isBeat'>> {
    const state = await this.syncs.one(tenantId, id);
    if (!state) throw notFound();
    const sync = syncView(state, new Date(), this.config.STALLED_AFTER_MS);
    return { eventId: eventIdOf(sync), sync, isOver: isOver(state) };
  }
}

const isOver = (sync: SyncState): boolean => isFinal(sync.status) || (sync.status === 'held' && !sync.approving);

/** The same for the same state, whoever looks at it: nothing has to be remembered of who was told what. */
const eventIdOf = (sync: Sync): string =>
  createHash('sha256').update(JSON.stringify(sync)).digest('base64url').slice(0, 22);

/** What is new to somebody who knows the state of this id; and that nothing is, when it is time to say so. */
const newsOf = (looks: Observable<Look>, lastEventId: string | undefined): Observable<SyncTold> =>
  defer(() => {
    let known = lastEventId;
    return looks.pipe(
      mergeMap(({ eventId, sync, isBeat }): SyncTold[] => {
        const isNew = eventId !== known;
        known = eventId;
        return isNew ? [{ eventId, sync }] : isBeat ? [{ eventId, sync: null }] : [];
      }),
    );
  });
