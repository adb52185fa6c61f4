import { Injectable } from '@nestjs/common';
import { LicencesChanged, newEvent, type NewEvent, SyncApplied } from '@people-sync/contracts';
import type { EntityManager } from 'typeorm';
import { LicencesRepository, type LockedLicence } from '../licences/licences.repository';
import { AnnouncementHandler } from '../people/announcement.handler';
import { type Counters, PeopleWritesRepository, type Round } from '../people/people-writes.repository';
import { type Cause, SOURCE } from '../people/person-events';
import { type Completion, roundsOf } from './arrivals';
import { type AppliedCounts, type OpenedSync, SyncsRepository } from './syncs.repository';

/** A sync was completed whose plan never came: the topic's order was broken, and nothing of it may be applied. */
export class UnknownSyncError extends Error {
  override readonly name = 'UnknownSyncError';
  /** As if a foreign key had been refused: the consumer parks this tenant, and the others flow on. */
  readonly code = '23503';
  constructor(
    readonly tenantId: string,
    readonly syncId: string,
  ) {
    super(`sync ${syncId} of ${tenantId} is completed, but its plan is not known here`);
  }
}

/** Applies completed syncs to the People table. */
@Injectable()
export class ApplyHandler {
  constructor(
    private readonly syncs: SyncsRepository,
    private readonly licences: LicencesRepository,
    private readonly people: PeopleWritesRepository,
    private readonly announcement: AnnouncementHandler,
  ) {}

  /**
   * Applies the syncs with all their people, licences, history and events, or nothing of them. What is applied already
   * stays as it is. The number of statements does not depend on how many tenants or people they hold, but for reading
   * back what was written in chunks of 5,000.
   * @throws UnknownSyncError; a database error (23514) if items are missing or a source version was skipped.
   */
  async apply(tx: EntityManager, completions: readonly Completion[]): Promise<void> {
    await this.people.pinPlans(tx);
    const withItems = completions.filter((one) => one.count > 0).map((one) => one.tenantId);
    const locked = withItems.length > 0 ? await this.licences.lock(tx, withItems) : [];
    for (const [index, round] of roundsOf(completions).entries()) {
      const tenantIds = round.filter((one) => one.count > 0).map((one) => one.tenantId);
      const before = index === 0 ? locked : tenantIds.length > 0 ? await this.licences.open(tx, tenantIds) : [];
      await this.applyRound(tx, round, before);
    }
  }

  private async applyRound(
    tx: EntityManager,
    round: readonly Completion[],
    before: readonly LockedLicence[],
  ): Promise<void> {
    const opened = await this.syncs.open(
      tx,
      round,
      round.map((one) => one.count),
    );
    if (opened.length < round.length) await this.refuseUnknown(tx, round);
    if (opened.length === 0) return;
    const withItems = opened.filter((sync) => sync.added + sync.changed + sync.left > 0);
    const after = await this.writePeople(tx, withItems);
    const counts = withItems.length > 0 ? await this.syncs.clear(tx, withItems) : [];
    const causes = new Map<string, Cause>(round.map((one) => [one.tenantId, one]));
    const causeOf = (tenantId: string): Cause => {
      const { syncId, actor, traceparent } = causes.get(tenantId) ?? {};
      return { syncId, actor, traceparent };
    };
    await this.announcement.announce(
      tx,
      before
        .filter(({ tenantId }) => after.has(tenantId))
        .map(({ tenantId, lastChangeNo }) => ({ tenantId, changeNo: lastChangeNo })),
      causeOf,
      closingEvents(opened, counts, before, after, causeOf),
    );
  }

  /** Leavers first: they free licences and addresses for those who come. */
  private async writePeople(tx: EntityManager, syncs: readonly OpenedSync[]): Promise<Map<string, Counters>> {
    const round: Round = {
      tenantIds: syncs.map((sync) => sync.tenantId),
      syncIds: syncs.map((sync) => sync.syncId),
    };
    const [added, changed, left] = [sum(syncs, 'added'), sum(syncs, 'changed'), sum(syncs, 'left')];
    const after = new Map<string, Counters>();
    const note = (counters: readonly Counters[]) => counters.forEach((one) => after.set(one.tenantId, one));
    if (left > 0) note(await this.people.deactivateLeavers(tx, round));
    if (added + changed > 0) {
      note(await this.people.giveUpAddresses(tx, round));
      note(await this.people.applyChanges(tx, round));
    }
    if (added + left > 0) note(await this.people.giveSeats(tx, round));
    return after;
  }

  private async refuseUnknown(tx: EntityManager, round: readonly Completion[]): Promise<void> {
    const known = new Set((await this.syncs.withPlan(tx, round)).map((sync) => sync.tenantId));
    const unknown = round.find((one) => !known.has(one.tenantId));
    if (unknown) throw new UnknownSyncError(unknown.tenantId, unknown.syncId);
  }
}

const sum = (syncs: readonly OpenedSync[], field: 'added' | 'changed' | 'left'): number =>
  syncs.reduce((total, sync) => total + sync[field], 0);

/** LicencesChanged for each tenant whose use changed, then SyncApplied for each sync: the last word about it. */
function closingEvents(
  opened: readonly OpenedSync[],
  counts: readonly AppliedCounts[],
  before: readonly LockedLicence[],
  after: ReadonlyMap<string, Counters>,
  causeOf: (tenantId: string) => Cause,
): NewEvent[] {
  const countsOf = new Map(counts.map((one) => [one.tenantId, one]));
  const origin = (tenantId: string) => ({ ...causeOf(tenantId), source: SOURCE, tenantId });
  const licences = before.flatMap(({ tenantId, seats, active, waiting }) => {
    const now = after.get(tenantId);
    if (!now || (now.active === active && now.waiting === waiting)) return [];
    return newEvent(LicencesChanged, origin(tenantId), { seats, active: now.active, waiting: now.waiting });
  });
  const applied = opened.map(({ tenantId, syncId, number, problems, seen, refused, unchanged, missing }) => {
    const { joined = 0, rejoined = 0, changed = 0, left = 0, waiting = 0 } = countsOf.get(tenantId) ?? {};
    const all = { seen, joined, rejoined, changed, left, waiting, refused, unchanged, missing };
    return newEvent(SyncApplied, { ...origin(tenantId), subject: syncId }, { number, counts: all, problems });
  });
  return [...licences, ...applied];
}
