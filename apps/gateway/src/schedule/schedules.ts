import type { Schedule as ScheduleShape } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { notFound, refusal } from '@people-sync/platform';
import { failureSentence, failureSentences } from '@people-sync/wording';
import type { EntityManager } from 'typeorm';
import { GatewayConfig } from '../gateway.config';
import { CredentialsClient } from '../neighbours/credentials.client';
import { SyncsRepository } from '../syncs/syncs.repository';
import { TenantChanges } from '../tenants/tenant-changes';
import { DatabaseClock } from './database-clock';
import { minuteOf, nextStart, secondOfDay, timeOf } from './night';
import type { SetScheduleBody } from './schedule.dto';
import { type Schedule, SchedulesRepository } from './schedules.repository';

/** What callers do with a tenant's schedule, over either door. */
@Injectable()
export class Schedules {
  constructor(
    private readonly config: GatewayConfig,
    private readonly schedules: SchedulesRepository,
    private readonly syncs: SyncsRepository,
    private readonly credentials: CredentialsClient,
    private readonly changes: TenantChanges,
    private readonly clock: DatabaseClock,
  ) {}

  async get(tenantId: string): Promise<ScheduleShape> {
    const [schedule, last] = await Promise.all([this.schedules.one(tenantId), this.syncs.lastSuccessful(tenantId)]);
    if (!schedule) throw notFound();
    return this.shown(schedule, last !== undefined);
  }

  /**
   * Takes the place of what was chosen before. Switched on, it begins with the next night.
   * @throws ProblemException 409 `not-connected` or `not-synced-yet` if it is to be switched on too early.
   */
  async set(tenantId: string, { enabled, time, timeZone }: SetScheduleBody): Promise<ScheduleShape> {
    const isOffered = (await this.syncs.lastSuccessful(tenantId)) !== undefined;
    // The vault's events tell of every change of a key, and of none that was before this schedule.
    const connection = await this.credentials.connection(tenantId);
    if (enabled && !connection) throw refusal('not-connected', failureSentences['not-connected']);
    if (enabled && !isOffered) throw notYet();
    const rests = connection ? (connection.status === 'broken' ? connection.reason : null) : 'not-connected';
    const minute = minuteIn(time ?? null);
    return this.changes.alone(tenantId, async (tx) => {
      const before = await this.schedules.one(tenantId, tx);
      if (!before) throw notFound();
      const companyZone = before.companyTimeZone;
      const ownTimeZone = timeZone ?? null;
      const plan = { tenantId, minute, timeZone: ownTimeZone ?? companyZone };
      const nextAt = enabled ? nextStart(await this.clock.now(tx), plan, this.config.night) : null;
      const after = { ...before, ...plan, enabled, ownTimeZone, nextAt, rests };
      await this.schedules.set(tx, after);
      return this.shown(after, isOffered);
    });
  }

  /** When the next sync starts by itself; null if none is to. */
  async nextSyncAt(tenantId: string): Promise<string | null> {
    const schedule = await this.schedules.one(tenantId);
    return schedule ? nextOf(schedule) : null;
  }

  /** The company has another zone from now on: a schedule that has none of its own follows. */
  async follow(tx: EntityManager, tenantId: string, timeZone: string): Promise<void> {
    const schedule = await this.schedules.one(tenantId, tx);
    if (schedule?.enabled !== true || schedule.ownTimeZone !== null || schedule.companyTimeZone === timeZone) return;
    const next = nextStart(await this.clock.now(tx), { ...schedule, timeZone }, this.config.night);
    await this.schedules.plan(tx, new Map([[tenantId, next]]));
  }

  private shown(schedule: Schedule, offered: boolean): ScheduleShape {
    const { enabled, minute, timeZone, ownTimeZone, rests } = schedule;
    const reason = enabled ? rests : null;
    return {
      enabled,
      offered,
      time: timeOf(Math.floor(secondOfDay(schedule, this.config.night) / 60)),
      chosenTime: minute !== null,
      timeZone,
      chosenTimeZone: ownTimeZone !== null,
      nextSyncAt: nextOf(schedule),
      reason,
      message: reason === null ? null : failureSentence(reason),
    };
  }
}

const nextOf = ({ enabled, rests, nextAt }: Schedule): string | null =>
  enabled && rests === null ? (nextAt?.toISOString() ?? null) : null;

const minuteIn = (time: string | null): number | null => (time === null ? null : minuteOf(time));

const notYet = () =>
  refusal(
    'not-synced-yet',
    'No sync has succeeded yet. Start one and look at what it does; after that they can start by themselves.',
  );
