import { setImmediate as breathe, setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { partitionOf } from '@people-sync/messaging';
import { GrowingTree } from '@people-sync/transparency';
import type { ReplayReport } from '@people-sync/reconciliation';
import { AuditConfig } from '../audit.config';
import { openEntry, RecordFaultError } from './opened-entry';
import { RecordReader } from './record-reader';
import type { ReplayFault } from './replays.repository';
import type { Checked } from './stored-report';
import { type KeptTables, type PeopleTable, Tables } from './tables';
import { TenantReplay } from './tenant-replay';

/** A replay that comes to no end, and why. */
export class ReplayFailedError extends Error {
  override readonly name = 'ReplayFailedError';
  constructor(
    readonly reason: ReplayFault,
    readonly entry: number | null = null,
  ) {
    super(reason);
  }
}

/** What was found, and how much was compared. */
export interface Replayed {
  readonly report: ReplayReport;
  readonly checked: Checked;
}

/** Told after each page; false: stop, it is somebody else's now. */
export type OnPage = (taken: number, total: number) => Promise<boolean>;

const AGAIN_MS = 200;

/**
 * The replay program: reads a tenant's record from its first entry, folds it by the pure rules, and compares what comes of
 * it with what was recorded, and with the tables at the same moment. It says nothing to anybody and changes nothing.
 */
@Injectable()
export class Replaying {
  constructor(
    private readonly config: AuditConfig,
    private readonly reader: RecordReader,
    @Inject(Tables) private readonly tables: Pick<Tables, 'people' | 'peopleThen' | 'kept'>,
  ) {}

  /** @throws ReplayFailedError, RecordFaultError, RecordIncompleteError */
  async run(tenantId: string, until: string | null, onPage: OnPage): Promise<Replayed> {
    const course = new Course(tenantId, this.reader, new TenantReplay(tenantId, until ?? undefined), onPage);
    await course.toHead();
    const { replay } = course;
    if (until !== null) {
      replay.finish();
      const people = await this.tables.peopleThen(tenantId, until);
      // The table goes by when a change was written; so does the record.
      if (people.changeNumber !== replay.changeNumber) await this.catchUp(course, people, undefined);
      return compared(replay, people, undefined);
    }
    const people = await this.tables.people(tenantId);
    const kept = await this.tables.kept(tenantId);
    await this.catchUp(course, people, kept);
    replay.finish();
    return compared(replay, people, kept);
  }

  /** What the tables have may be on its way into the record. */
  private async catchUp(course: Course, people: PeopleTable, kept: KeptTables | undefined): Promise<void> {
    course.replay.end({ people: people.changeNumber, changes: kept });
    const deadline = Date.now() + this.config.REPLAY_WAITS_MS;
    const { tenantId } = course;
    for (;;) {
      const followed = await this.reader.followed(tenantId, 'peoplesync.changes', partitionOf(tenantId));
      const ofPeople = await this.reader.followed(tenantId, 'peoplesync.people', partitionOf(tenantId));
      if (followed.isParked || ofPeople.isParked) throw new ReplayFailedError('events-wait');
      // Asked before the record is read on: whatever the streams had then is in it.
      await course.toHead();
      const hasChanges =
        !kept || followed.epoch > kept.epoch || (followed.epoch === kept.epoch && followed.position >= kept.position);
      if (hasChanges && course.replay.changeNumber >= people.changeNumber) return;
      if (Date.now() > deadline) throw new ReplayFailedError('not-recorded-yet');
      await wait(AGAIN_MS);
    }
  }
}

/** A way through the record, entry by entry; the tree grows along. */
class Course {
  private tree = GrowingTree.empty;

  constructor(
    readonly tenantId: string,
    private readonly reader: RecordReader,
    readonly replay: TenantReplay,
    private readonly onPage: OnPage,
  ) {}

  /** Goes on to where the record ends now. @throws RecordFaultError if its entries are not those of its head */
  async toHead(): Promise<void> {
    const head = await this.reader.tree(this.tenantId);
    if (!head) return;
    const { size } = head.tree;
    while (this.tree.size < size) {
      const { entries, leaves, opened } = await this.reader.page(this.tenantId, this.tree.size, size);
      for (const entry of entries) {
        if (TAKEN.has(entry.place.topic)) this.replay.take(openEntry(entry, opened), opened);
        // Whoever records, and whoever is asked something, comes in between.
        await breathe();
      }
      this.replay.settle();
      this.tree = this.tree.with(leaves).tree;
      if (!(await this.onPage(this.tree.size, size))) throw new ReplayFailedError('broke-off');
    }
    if (this.tree.size === size && !this.tree.root.equals(head.tree.root))
      throw new RecordFaultError('record-altered', size - 1, 'The entries are not those of the head.');
  }
}

/** What a replay looks at. Whoever gave an event up stands in the topic that it was on. */
const TAKEN: ReadonlySet<string> = new Set(['peoplesync.snapshots', 'peoplesync.changes', 'peoplesync.people']);

function compared(replay: TenantReplay, people: PeopleTable, kept: KeptTables | undefined): Replayed {
  const { checked: judged } = replay.report();
  replay.comparePeople(people.rows);
  const ofPeople = replay.report().checked.people;
  if (kept) replay.compareKnown(kept.known);
  const ofKnown = replay.report().checked.people - ofPeople;
  if (kept) replay.comparePlans(kept.plans);
  const report = replay.report();
  if (report.outcome === 'nothing-compared') throw new ReplayFailedError('nothing-compared');
  const { plans, events } = judged;
  const checked = { plans, events, people: ofPeople, known: ofKnown, keptPlans: report.checked.plans - plans };
  return { report, checked };
}
