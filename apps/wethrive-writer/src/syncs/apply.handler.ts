import { Injectable } from '@nestjs/common';
import { LicencesChanged, newEvent, type NewEvent, SyncApplied } from '@people-sync/contracts';
import type { EntityManager } from 'typeorm';
import { LicencesRepository, type LockedLicence } from '../licences/licences.repository';
import { ManagersHandler, openAfter, problemEvents } from '../managers/managers.handler';
import { type ManagerProblemChanges, noProblemChanges } from '../managers/problem-changes';
import { AnnouncementHandler } from '../people/announcement.handler';
import { type Counters, PeopleWritesRepository, type Round } from '../people/people-writes.repository';
import { type Cause, SOURCE } from '../people/person-events';
import { type Completion, roundsOf } from './arrivals';
import { type AppliedCounts, type OpenedSync, type SyncKey, SyncsRepository } from './syncs.repository';

/**
 * A sync was completed whose plan never came or was never approved: the topic's order was broken, and nothing of it may
 * be applied.
 */
export class UnknownSyncError extends Error {
  override readonly name = 'UnknownSyncError';
  /** As if a foreign key had been refused: the consumer parks this tenant, and the others flow on. */
  readonly code = '23503';
  constructor(
    readonly tenantId: string,
    readonly syncId: string,
  ) {
    super(`sync ${syncId} of ${tenantId} is completed, but no plan to be applied is known here`);
  }
}

/** Applies completed syncs and imports to the People table. */
@Injectable()
export class ApplyHandler {
  constructor(
    private readonly syncs: SyncsRepository,
    private readonly licences: LicencesRepository,
    private readonly people: PeopleWritesRepository,
    private readonly managers: ManagersHandler,
    private readonly announcement: AnnouncementHandler,
  ) {}

  /** Takes the tenants' licence rows: whoever writes people holds theirs. */
  async lock(tx: EntityManager, tenantIds: readonly string[]): Promise<void> {
    await this.licences.lock(tx, tenantIds);
  }

  /**
   * Applies them with all their people, licences, managers, history and events, or nothing of them. What is applied
   * already stays as it is. The number of statements does not depend on how many tenants or people they hold, but for
   * reading back what was written in chunks of 5,000.
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
    completions: readonly Completion[],
    before: readonly LockedLicence[],
  ): Promise<void> {
    const dropped = new Set(before.flatMap(({ tenantId, drops }) => (drops > 0 ? [tenantId] : [])));
    if (dropped.size > 0) {
      await this.syncs.bringIn(tx, completions.filter((one) => dropped.has(one.tenantId)).map(stagedKey));
    }
    const opened = await this.openSyncs(tx, completions);
    const openedIds = new Set(opened.filter((sync) => itemsOf(sync) > 0).map((sync) => sync.syncId));
    const changing = completions.filter((one) => one.syncId === undefined || openedIds.has(one.syncId));
    if (changing.length + opened.length === 0) return;
    const after = await this.writePeople(tx, changing, opened, before);
    const writes = new Map(completions.map((one) => [one.tenantId, one]));
    const problems = changing.length > 0 ? await this.settleManagers(tx, changing, before, writes) : noProblemChanges;
    const counts = changing.length > 0 ? await this.syncs.clear(tx, changing.map(stagedKey)) : [];
    const causeOf = (tenantId: string): Cause => {
      const { syncId, actor, traceparent } = writes.get(tenantId) ?? {};
      return { syncId, actor, traceparent };
    };
    await this.announcement.announce(
      tx,
      before
        .filter(({ tenantId }) => after.has(tenantId))
        .map(({ tenantId, lastChangeNo }) => ({ tenantId, changeNo: lastChangeNo })),
      causeOf,
      [
        ...licenceEvents(before, after, causeOf),
        ...problemEvents(problems, causeOf),
        ...appliedEvents(opened, counts, problems, causeOf),
      ],
    );
  }

  /** Imports have no sync to be opened. */
  private async openSyncs(tx: EntityManager, completions: readonly Completion[]): Promise<OpenedSync[]> {
    const ofSyncs = completions.filter((one) => one.syncId !== undefined);
    if (ofSyncs.length === 0) return [];
    const keys = ofSyncs.map(stagedKey);
    const opened = await this.syncs.open(
      tx,
      keys,
      ofSyncs.map((one) => one.count),
    );
    if (opened.length < ofSyncs.length) await this.refuseUnknown(tx, keys);
    return opened;
  }

  /**
   * Leavers first: they free licences and addresses for those who come. In a table that is still empty there is nobody
   * to change or to give up an address.
   */
  private async writePeople(
    tx: EntityManager,
    changing: readonly Completion[],
    syncs: readonly OpenedSync[],
    before: readonly LockedLicence[],
  ): Promise<Map<string, Counters>> {
    const round = roundOf(changing);
    const imported = changing.some((one) => one.syncId === undefined);
    const peopled = before.some(({ lastChangeNo }) => lastChangeNo > 0);
    const [added, changed, left] = [sum(syncs, 'added'), sum(syncs, 'changed'), sum(syncs, 'left')];
    const after = new Map<string, Counters>();
    const note = (counters: readonly Counters[]) => counters.forEach((one) => after.set(one.tenantId, one));
    if (left > 0) note(await this.people.deactivateLeavers(tx, round));
    if (peopled && (added + changed > 0 || imported)) note(await this.people.giveUpAddresses(tx, round));
    if (peopled && added + changed > 0) note(await this.people.applyChanges(tx, round));
    if (imported) note(await this.people.importInactive(tx, round));
    if (added + left > 0 || imported) note(await this.people.giveSeats(tx, round));
    return after;
  }

  private async settleManagers(
    tx: EntityManager,
    changing: readonly Completion[],
    before: readonly LockedLicence[],
    writes: ReadonlyMap<string, Completion>,
  ): Promise<ManagerProblemChanges> {
    const numbers = new Map(before.map((one) => [one.tenantId, one.lastChangeNo]));
    const lastNumbers = changing.map((one) => numbers.get(one.tenantId) ?? 0);
    return this.managers.settle(tx, roundOf(changing), lastNumbers, writes);
  }

  private async refuseUnknown(tx: EntityManager, syncs: readonly SyncKey[]): Promise<void> {
    const known = new Set((await this.syncs.withPlan(tx, syncs)).map((sync) => sync.tenantId));
    const unknown = syncs.find((one) => !known.has(one.tenantId));
    if (unknown) throw new UnknownSyncError(unknown.tenantId, unknown.syncId);
  }
}

const stagedKey = ({ tenantId, stagedUnder }: Completion): SyncKey => ({ tenantId, syncId: stagedUnder });

const roundOf = (completions: readonly Completion[]): Round => ({
  tenantIds: completions.map((one) => one.tenantId),
  stagedUnder: completions.map((one) => one.stagedUnder),
  syncIds: completions.map((one) => one.syncId ?? null),
});

const itemsOf = ({ added, changed, left }: OpenedSync): number => added + changed + left;

const sum = (syncs: readonly OpenedSync[], field: 'added' | 'changed' | 'left'): number =>
  syncs.reduce((total, sync) => total + sync[field], 0);

type CauseOf = (tenantId: string) => Cause;

const origin = (tenantId: string, causeOf: CauseOf) => ({ ...causeOf(tenantId), source: SOURCE, tenantId });

/** LicencesChanged for each tenant whose use changed. */
function licenceEvents(
  before: readonly LockedLicence[],
  after: ReadonlyMap<string, Counters>,
  causeOf: CauseOf,
): NewEvent[] {
  return before.flatMap(({ tenantId, seats, active, waiting }) => {
    const now = after.get(tenantId);
    if (!now || (now.active === active && now.waiting === waiting)) return [];
    return newEvent(LicencesChanged, origin(tenantId, causeOf), { seats, active: now.active, waiting: now.waiting });
  });
}

/** SyncApplied for each sync: the last word about it. */
function appliedEvents(
  opened: readonly OpenedSync[],
  counts: readonly AppliedCounts[],
  managers: ManagerProblemChanges,
  causeOf: CauseOf,
): NewEvent[] {
  const countsOf = new Map(counts.map((one) => [one.tenantId, one]));
  return opened.map((sync) => {
    const { tenantId, syncId, number, seen, refused, unchanged, missing } = sync;
    const { joined = 0, rejoined = 0, changed = 0, left = 0, waiting = 0 } = countsOf.get(tenantId) ?? {};
    const all = { seen, joined, rejoined, changed, left, waiting, refused, unchanged, missing };
    const problems = sync.problems + openAfter(tenantId, sync.managerProblems, managers);
    return newEvent(SyncApplied, { ...origin(tenantId, causeOf), subject: syncId }, { number, counts: all, problems });
  });
}
