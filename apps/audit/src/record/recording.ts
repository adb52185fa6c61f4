import { Injectable } from '@nestjs/common';
import { type AnyEvent, splitPersonal, type TopicName, topicUsers } from '@people-sync/contracts';
import type { LeftOutRecord } from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import type { Finding } from '../completeness/finding';
import { FindingsRepository } from '../completeness/findings.repository';
import { linksIn } from '../keys/links';
import { type Content, partContent } from '../sealing/content';
import { Sealing } from '../sealing/sealing';
import { type ArrivedRow, isEnd, type Marked, sortArrivals } from '../snapshots/arrivals';
import { droppedFindings } from '../snapshots/dropped-rows';
import { Folding } from '../snapshots/folding';
import { recordKey, SnapshotRowsRepository } from '../snapshots/snapshot-rows.repository';
import { Appending, type Placed } from './appending';
import { answerEnd, attemptsIn, companiesAfter, indexesOf } from './batch';
import { type Draft, draftOf, leftOutDraft } from './draft';
import { notRecorded, type TenantPlace } from './places';
import { PlacesRepository } from './places.repository';
import { type LockedTrees, TreesRepository } from './trees.repository';

/** What of a batch is new. */
interface Fresh {
  readonly events: readonly AnyEvent[];
  readonly places: readonly TenantPlace[];
  readonly rows: readonly ArrivedRow[];
  readonly marks: readonly Marked[];
  readonly contradictions: readonly Marked[];
}

/**
 * Writes what is received into the record: entries, what is sealed of them, and the heads of the trees, in the caller's
 * transaction. A batch takes a constant number of statements, whatever is in it and of however many tenants.
 */
@Injectable()
export class Recording {
  constructor(
    private readonly trees: TreesRepository,
    private readonly appending: Appending,
    private readonly places: PlacesRepository,
    private readonly snapshots: SnapshotRowsRepository,
    private readonly folding: Folding,
    private readonly sealing: Sealing,
    private readonly findings: FindingsRepository,
  ) {}

  /** Locks what `record` locks. */
  lock(tx: EntityManager, tenantIds: readonly string[]): Promise<LockedTrees> {
    return this.trees.lock(tx, tenantIds);
  }

  /** Events of one topic, in order, of any number of tenants. The same events twice change nothing. */
  async record(tx: EntityManager, topic: TopicName, events: readonly AnyEvent[]): Promise<void> {
    const locked = await this.lock(tx, tenantsOf(events));
    const trees = [...locked.trees.values()];
    const fresh = await this.freshOf(tx, topic, events);
    const companies = companiesAfter(trees, fresh.events);
    const companyOf = (tenantId: string): string => companies.get(tenantId) ?? '';
    const drafts = fresh.events.map(draftOf);
    const unsealed = await this.unsealedOf(tx, fresh.rows);
    const contents = [...contentsOf(drafts), ...[...unsealed.values()].flat()];
    const hashOf = await this.sealing.seal(tx, contents, companyOf);
    await this.keepRows(tx, fresh, unsealed, hashOf);
    const indexes = indexesOf(trees, drafts);
    const ends = fresh.events.flatMap((event, n) => answerEnd(event, indexes[n] ?? 0));
    const folded = await this.folding.fold(tx, ends);
    const rowsAt = new Map([...folded.rows].map(([end, rows]) => [`${end.tenantId} ${end.index}`, rows]));
    const placed = drafts.map((draft, n): Placed => {
      const index = indexes[n] ?? 0;
      return { draft, index, rows: rowsAt.get(`${draft.tenantId} ${index}`) };
    });
    await this.snapshots.mark(tx, fresh.marks);
    const dropped = await this.snapshots.unstage(tx, fresh.marks.filter(isEnd));
    await this.appending.append(tx, { locked, companies, placed, hashOf });
    await this.places.move(tx, topic, fresh.places);
    const links = fresh.events.flatMap((event) =>
      linksIn(event).map((link) => ({ ...link, tenantId: event.tenantId })),
    );
    await this.sealing.link(tx, links, companyOf);
    const otherwise = fresh.contradictions.map(saidOtherwise);
    await this.findings.note(tx, [...folded.findings, ...droppedFindings(dropped, fresh.marks), ...otherwise]);
  }

  /** Writes down that a record is given up, by whom, and where it stood. */
  async leaveOut(tx: EntityManager, topic: string, record: LeftOutRecord): Promise<void> {
    const locked = await this.lock(tx, [record.tenantId]);
    const trees = [...locked.trees.values()];
    const companies = companiesAfter(trees, []);
    const draft = leftOutDraft(topic, record, locked.received);
    const hashOf = await this.sealing.seal(tx, contentsOf([draft]), (tenantId) => companies.get(tenantId) ?? '');
    const [index = 0] = indexesOf(trees, [draft]);
    await this.appending.append(tx, { locked, companies, placed: [{ draft, index, rows: undefined }], hashOf });
    const { epoch, position } = draft.place;
    const detail = { topic, epoch, position, sync: record.syncId ?? null };
    await this.findings.note(tx, [{ tenantId: record.tenantId, kind: 'left-out', index, detail }]);
  }

  private async freshOf(tx: EntityManager, topic: TopicName, events: readonly AnyEvent[]): Promise<Fresh> {
    const none = { places: [], rows: [], marks: [], contradictions: [] };
    if (topicUsers[topic].hasPlaces)
      return { ...none, ...notRecorded(events, await this.places.of(tx, topic, tenantsOf(events))) };
    return { ...none, ...sortArrivals(events, await this.snapshots.marks(tx, attemptsIn(events))) };
  }

  /** What is to be sealed of rows whose content was never seen, by `recordKey`. */
  private async unsealedOf(tx: EntityManager, rows: readonly ArrivedRow[]): Promise<Map<string, readonly Content[]>> {
    const distinct = new Map(rows.map((row) => [recordKey(row), row]));
    const known = await this.snapshots.sealed(tx, [...distinct.values()]);
    const unknown = [...distinct].filter(([key]) => !known.has(key));
    return new Map(
      unknown.map(([key, { tenantId, written }]) => {
        const { parts } = splitPersonal(written.type, written.data);
        return [key, parts.map((part) => partContent(tenantId, part))];
      }),
    );
  }

  private async keepRows(
    tx: EntityManager,
    { rows }: Fresh,
    unsealed: ReadonlyMap<string, readonly Content[]>,
    hashOf: (content: Content) => Buffer,
  ): Promise<void> {
    const distinct = new Map(rows.map((row) => [recordKey(row), row]));
    const records = [...unsealed].flatMap(([key, contents]) => {
      const row = distinct.get(key);
      const parts = Buffer.concat(contents.map(hashOf));
      return row ? [{ tenantId: row.tenantId, digest: row.digest, parts }] : [];
    });
    await this.snapshots.keep(tx, records);
    await this.snapshots.stage(tx, rows);
  }
}

const tenantsOf = (events: readonly AnyEvent[]): string[] => [...new Set(events.map(({ tenantId }) => tenantId))];

const contentsOf = (drafts: readonly Draft[]): Content[] =>
  drafts.flatMap(({ actor, parts }) => (actor ? [actor, ...parts] : parts));

const saidOtherwise = ({ tenantId, number, attempt, mark, eventId }: Marked): Finding => ({
  tenantId,
  kind: 'said-otherwise',
  index: null,
  detail: { number, attempt, mark, event: eventId },
});
