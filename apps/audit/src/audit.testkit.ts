import { type NewEvent, type TopicName, withPosition } from '@people-sync/contracts';
import { BatchContext, EventConsumer, MessagingHealth, partitionOf, type RawRecord } from '@people-sync/messaging';
import { type auditV1, KeyringEncryption, migrateSchema } from '@people-sync/platform';
import { GrowingTree, leafHash } from '@people-sync/transparency';
import { DataSource } from 'typeorm';
import { AuditConfig } from './audit.config';
import { CheckpointsRepository } from './checkpoints/checkpoints.repository';
import { LogIdentity } from './checkpoints/log-identity';
import { SigningHandler } from './checkpoints/signing.handler';
import { FindingsRepository } from './completeness/findings.repository';
import { AuditController } from './doors/audit.controller';
import { ListEventsDto } from './doors/audit.dto';
import { KeysRepository } from './keys/keys.repository';
import { auditKeysSchema, auditSchema } from './migrations/audit-schema';
import { Appending } from './record/appending';
import { EntriesRepository } from './record/entries.repository';
import type { Entry } from './record/entry';
import { PlacesRepository } from './record/places.repository';
import { readEntry } from './record/read-entry';
import { RecordHandler } from './record/record.handler';
import { Recording } from './record/recording';
import { TreesRepository } from './record/trees.repository';
import { RecordReader } from './replay/record-reader';
import { Replaying } from './replay/replaying';
import type { KeptTables, PeopleTable } from './replay/tables';
import { PayloadsRepository } from './sealing/payloads.repository';
import { Sealing } from './sealing/sealing';
import { Folding } from './snapshots/folding';
import { SnapshotRowsRepository } from './snapshots/snapshot-rows.repository';
import { HashesRepository } from './tree/hashes.repository';

const key = (fill: number): string => `k:${Buffer.alloc(32, fill).toString('base64')}`;

/** Audit's own parts on a real database, without doors and bus. */
export class AuditUnderTest {
  readonly findings = new FindingsRepository();
  readonly snapshots = new SnapshotRowsRepository();
  readonly identity: LogIdentity;
  readonly checkpoints = new CheckpointsRepository();
  readonly signing: SigningHandler;
  readonly handler: RecordHandler;
  readonly doors: AuditController;
  private readonly config: AuditConfig;
  private readonly entriesRepository = new EntriesRepository();
  private readonly sealing: Sealing;
  private readonly recording: Recording;
  /** By topic and partition: the position of the next event, as the writer's log gives it, and the offset of the next record. */
  private readonly next = new Map<string, { position: number; offset: number }>();

  private constructor(readonly dataSource: DataSource) {
    const config = Object.assign(new AuditConfig(), {
      PERSON_KEYRING: key(1),
      SIGNING_KEYS: key(2),
      TOKEN_KEY: Buffer.alloc(32, 3).toString('base64'),
      LOG_ORIGIN: 'audit.people-sync.example',
      REPLAY_WAITS_MS: 0,
      RECONCILER_GRPC: '127.0.0.1:1',
      WRITER_GRPC: '127.0.0.1:1',
    });
    this.config = config;
    const entries = this.entriesRepository;
    const trees = new TreesRepository();
    const hashes = new HashesRepository();
    const keys = new KeysRepository(new KeyringEncryption(config.keyring));
    const sealing = new Sealing(config, keys, new PayloadsRepository());
    this.sealing = sealing;
    this.identity = new LogIdentity(config);
    this.signing = new SigningHandler(config, dataSource, this.checkpoints, hashes, this.identity);
    this.recording = new Recording(
      trees,
      new Appending(trees, entries),
      new PlacesRepository(),
      this.snapshots,
      new Folding(this.snapshots),
      sealing,
      this.findings,
    );
    const options = { service: 'audit', groupId: 'audit', emits: false, consumes: true };
    this.handler = new RecordHandler(new EventConsumer(dataSource, options, new MessagingHealth()), this.recording);
    this.doors = new AuditController(
      dataSource,
      entries,
      hashes,
      sealing,
      this.signing,
      this.checkpoints,
      this.findings,
    );
  }

  /** Makes the schemas if they are not there. */
  static async open(url: string, poolSize = 10): Promise<AuditUnderTest> {
    for (const schema of [auditKeysSchema, auditSchema]) await migrateSchema(url, schema);
    const dataSource = new DataSource({
      type: 'postgres',
      url,
      poolSize,
      installExtensions: false,
      extra: { options: '-c search_path=audit' },
    });
    return new AuditUnderTest(await dataSource.initialize());
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }

  /**
   * Events of one tenant and one topic through the consumer, as one batch behind those before it.
   * @returns the records, which may come again
   */
  async take(events: readonly NewEvent[]): Promise<RawRecord[]> {
    const [first] = events;
    if (!first) return [];
    const { topic, key: tenantId } = first;
    const at = this.placeOf(topic, tenantId);
    const hasPlaces = topic !== 'peoplesync.snapshots';
    const records = events.map((event, n): RawRecord => {
      const value = Buffer.from(hasPlaces ? withPosition(event.json, 1, at.position + n) : event.json);
      return { offset: at.offset + n, key: event.key, value };
    });
    at.position += events.length;
    at.offset += events.length;
    await this.deliver(topic, tenantId, records);
    return records;
  }

  /** The same records once more, behind all others, as a publisher that had no answer sends them again. */
  async again(topic: TopicName, tenantId: string, records: readonly RawRecord[]): Promise<void> {
    const at = this.placeOf(topic, tenantId);
    const later = records.map((record, n): RawRecord => ({ ...record, offset: at.offset + n }));
    at.offset += records.length;
    await this.deliver(topic, tenantId, later);
  }

  private async deliver(topic: TopicName, tenantId: string, records: RawRecord[]): Promise<void> {
    const { offset: highWatermark } = this.placeOf(topic, tenantId);
    const partition = partitionOf(tenantId);
    const context = new BatchContext([{ topic, partition, attempt: 1, highWatermark, live: () => true }]);
    const { handler } = this;
    const takes: Record<TopicName, () => Promise<void>> = {
      'peoplesync.requests': () => handler.requests(records, context),
      'peoplesync.connections': () => handler.connections(records, context),
      'peoplesync.snapshots': () => handler.snapshots(records, context),
      'peoplesync.changes': () => handler.changes(records, context),
      'peoplesync.people': () => handler.people(records, context),
    };
    await takes[topic]();
  }

  /** The position of the last event of a stream; 0: none yet. */
  positionIn(topic: TopicName, tenantId: string): number {
    return this.placeOf(topic, tenantId).position - 1;
  }

  /** The replay program, beside tables that stand still. */
  replaying(people: PeopleTable, kept: KeptTables): Replaying {
    const tables = {
      people: () => Promise.resolve(people),
      peopleThen: () => Promise.resolve(people),
      kept: () => Promise.resolve(kept),
    };
    return new Replaying(this.config, new RecordReader(this.dataSource, this.entriesRepository, this.sealing), tables);
  }

  private placeOf(topic: string, tenantId: string): { position: number; offset: number } {
    const stream = `${topic}/${partitionOf(tenantId)}`;
    const found = this.next.get(stream) ?? { position: 1, offset: 1 };
    this.next.set(stream, found);
    return found;
  }

  /** A batch of many tenants in one transaction, as the consumer hands it on. */
  async record(topic: TopicName, events: Parameters<Recording['record']>[2]): Promise<void> {
    await this.dataSource.transaction((tx) => this.recording.record(tx, topic, events));
  }

  /** The tenant's entries in order, with their bytes. */
  async entries(tenantId: string): Promise<{ readonly entry: Entry; readonly bytes: Buffer }[]> {
    const rows = await this.dataSource.query<{ bytes: Buffer }[]>(
      'SELECT bytes FROM entries WHERE tenant_id = $1 ORDER BY index',
      [tenantId],
    );
    return rows.map(({ bytes }) => ({ entry: readEntry(bytes), bytes }));
  }

  /** The root over all entries' bytes, reckoned from nothing. */
  async reckonedRoot(tenantId: string): Promise<string> {
    const leaves = (await this.entries(tenantId)).map(({ bytes }) => leafHash(bytes));
    return GrowingTree.empty.with(leaves).tree.root.toString('base64');
  }

  /** A page of events, as the gateway is answered. */
  events(tenantId: string, asked: Partial<ListEventsDto> = {}): Promise<auditV1.ListEventsResponse> {
    const all = { about: '', syncId: '', from: '', to: '', limit: 200, cursor: '', types: [], newestFirst: false };
    return this.doors.listEvents(Object.assign(new ListEventsDto(), all, asked, { tenantId }));
  }

  /** Which of these texts stand anywhere in the tables of both schemas, clear or as bytes. */
  async found(texts: readonly string[]): Promise<string[]> {
    const tables = await this.dataSource.query<{ name: string }[]>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname IN ('audit', 'audit_keys') ORDER BY 1`,
    );
    const dumped: string[] = [];
    for (const { name } of tables) {
      const rows = await this.dataSource.query<{ row: string }[]>(`SELECT t::text AS row FROM ${name} t`);
      dumped.push(...rows.map(({ row }) => row.toLowerCase()));
    }
    const all = dumped.join('\n');
    return texts.filter((text) => {
      const small = text.toLowerCase();
      return [small, text, small.toUpperCase()].some(
        (one) => all.includes(one.toLowerCase()) || all.includes(Buffer.from(one).toString('hex')),
      );
    });
  }
}
