import { Injectable } from '@nestjs/common';
import { notFound } from '@people-sync/platform';
import {
  asyncScheduler,
  concatMap,
  distinctUntilChanged,
  endWith,
  filter,
  ignoreElements,
  interval,
  map,
  merge,
  type Observable,
  of,
  startWith,
  takeUntil,
  takeWhile,
  throttleTime,
} from 'rxjs';
import { ALL_TENANTS, WakesClient } from '../wakes/wakes.client';
import { isFinal, type SyncState } from './sync-state';
import { SYNCS_CHANNEL, SyncsRepository } from './syncs.repository';

/** The state is looked up by itself too, and told again, so that a silent line is known to be dead. */
const HEARTBEAT_MS = 15_000;

/** Many wakes in a row are one look. */
const LOOK_EVERY_MS = 50;

/** Follows one sync. */
@Injectable()
export class SyncWatch {
  private readonly wakes: Observable<string>;

  constructor(
    private readonly syncs: SyncsRepository,
    wakes: WakesClient,
  ) {
    this.wakes = wakes.on(SYNCS_CHANNEL);
  }

  /**
   * The sync as it is, then every state it comes to, until it is final or held; a state that lasts is told again every
   * 15 s. Ends early when this gateway stops: whoever still wants to know watches again.
   * @throws ProblemException 404 for an unknown sync, before anything is told.
   */
  async watch(tenantId: string, id: string): Promise<Observable<SyncState>> {
    const first = await this.syncs.one(tenantId, id);
    if (!first) throw notFound();
    const stopped = this.wakes.pipe(ignoreElements(), endWith(true));
    const looks = merge(
      this.wakes.pipe(
        filter((woken) => woken === tenantId || woken === ALL_TENANTS),
        map(() => false),
        throttleTime(LOOK_EVERY_MS, asyncScheduler, { leading: true, trailing: true }),
      ),
      interval(HEARTBEAT_MS).pipe(map(() => true)),
    ).pipe(takeUntil(stopped), startWith(false));
    const states = looks.pipe(
      concatMap(async (heartbeat) => ({ heartbeat, sync: (await this.syncs.one(tenantId, id)) ?? first })),
      distinctUntilChanged((before, now) => !now.heartbeat && same(before.sync, now.sync)),
      map(({ sync }) => sync),
    );
    return isOver(first) ? of(first) : states.pipe(takeWhile((sync) => !isOver(sync), true));
  }
}

const isOver = (sync: SyncState): boolean => isFinal(sync.status) || (sync.status === 'held' && !sync.approving);

const same = (one: SyncState, other: SyncState): boolean => JSON.stringify(one) === JSON.stringify(other);
