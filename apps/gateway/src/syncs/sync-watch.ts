import { Injectable } from '@nestjs/common';
import { notFound } from '@people-sync/platform';
import {
  asyncScheduler,
  concatMap,
  defer,
  distinctUntilChanged,
  endWith,
  filter,
  finalize,
  firstValueFrom,
  ignoreElements,
  interval,
  map,
  merge,
  type Observable,
  of,
  ReplaySubject,
  share,
  startWith,
  takeUntil,
  takeWhile,
  throttleTime,
  timer,
} from 'rxjs';
import { Places } from '../places/places';
import { ALL_TENANTS, WakesClient } from '../wakes/wakes.client';
import { isFinal, type SyncState } from './sync-state';
import { SYNCS_CHANNEL, SyncsRepository } from './syncs.repository';

/** The state is looked up by itself too, and told again, so that a silent line is known to be dead. */
const HEARTBEAT_MS = 15_000;

/** Many wakes in a row are one look. */
const LOOK_EVERY_MS = 50;

/** A sync is followed this long after its last watcher has gone: there may be a next one. */
const AFTER_LAST_MS = 1_000;

/** Follows syncs: whoever watches the same one shares one look at it. */
@Injectable()
export class SyncWatch {
  private readonly wakes: Observable<string>;
  private readonly followed = new Map<string, Observable<SyncState>>();

  constructor(
    private readonly syncs: SyncsRepository,
    private readonly places: Places,
    wakes: WakesClient,
  ) {
    this.wakes = wakes.on(SYNCS_CHANNEL);
  }

  /**
   * The sync as it was last seen, then every state it comes to, until it is final or held; a state that lasts is told again
   * every 15 s. Ends early when this gateway stops: whoever still wants to know watches again.
   * @throws ProblemException 404 for an unknown sync, before anything is told; 429 if the company asks too much.
   */
  async watch(tenantId: string, id: string): Promise<Observable<SyncState>> {
    const states = this.followedOrNew(tenantId, id);
    const now = await this.places.run(tenantId, () => firstValueFrom(states));
    return isOver(now) ? of(now) : states;
  }

  private followedOrNew(tenantId: string, id: string): Observable<SyncState> {
    const key = `${tenantId} ${id}`;
    const known = this.followed.get(key);
    if (known) return known;
    const states: Observable<SyncState> = this.follow(tenantId, id).pipe(
      finalize(() => {
        if (this.followed.get(key) === states) this.followed.delete(key);
      }),
      // Once it is over nobody is told of it from memory: it is looked at again.
      share({ connector: () => new ReplaySubject(1), resetOnRefCountZero: () => timer(AFTER_LAST_MS) }),
    );
    this.followed.set(key, states);
    return states;
  }

  private follow(tenantId: string, id: string): Observable<SyncState> {
    const stopped = this.wakes.pipe(ignoreElements(), endWith(true));
    const looks = merge(
      this.wakes.pipe(
        filter((woken) => woken === tenantId || woken === ALL_TENANTS),
        map(() => false),
        throttleTime(LOOK_EVERY_MS, asyncScheduler, { leading: true, trailing: true }),
      ),
      interval(HEARTBEAT_MS).pipe(map(() => true)),
    ).pipe(takeUntil(stopped), startWith(false));
    return looks.pipe(
      concatMap((heartbeat) => defer(() => this.look(tenantId, id)).pipe(map((sync) => ({ heartbeat, sync })))),
      distinctUntilChanged((before, now) => !now.heartbeat && same(before.sync, now.sync)),
      map(({ sync }) => sync),
      takeWhile((sync) => !isOver(sync), true),
    );
  }

  private async look(tenantId: string, id: string): Promise<SyncState> {
    return (await this.syncs.one(tenantId, id)) ?? Promise.reject(notFound());
  }
}

const isOver = (sync: SyncState): boolean => isFinal(sync.status) || (sync.status === 'held' && !sync.approving);

const same = (one: SyncState, other: SyncState): boolean => JSON.stringify(one) === JSON.stringify(other);
