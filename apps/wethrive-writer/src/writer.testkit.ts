import { type AnyEvent, decodeEvent, type NewEvent, withPosition } from '@people-sync/contracts';
import {
  BatchContext,
  EventConsumer,
  EventLog,
  MessagingHealth,
  partitionOf,
  type RawRecord,
} from '@people-sync/messaging';
import type { writerV1 } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { Licence } from './licences/licence.entity';
import { LicencesRepository } from './licences/licences.repository';
import { SetLicencesHandler } from './licences/set-licences.handler';
import { CirclesRepository } from './managers/circles.repository';
import { ManagerProblem } from './managers/manager-problem.entity';
import { ManagerProblemsRepository } from './managers/manager-problems.repository';
import { ManagersHandler } from './managers/managers.handler';
import { ReportingHistoryRepository } from './managers/reporting-history.repository';
import { ReportingLinesRepository } from './managers/reporting-lines.repository';
import { writerSchema } from './migrations/writer-schema';
import { AnnouncementHandler } from './people/announcement.handler';
import { HistoryRepository } from './people/history.repository';
import { PeopleController } from './people/people.controller';
import { GetPersonHistoryDto, ListPeopleChangesDto, ListPeopleDto, type SelectPeopleDto } from './people/people.dto';
import { PeopleRepository } from './people/people.repository';
import { PeopleWritesRepository } from './people/people-writes.repository';
import { Person } from './people/person.entity';
import { PersonVersion } from './people/person-version.entity';
import { ApplyHandler } from './syncs/apply.handler';
import { ChangesHandler } from './syncs/changes.handler';
import { DropHandler } from './syncs/drop.handler';
import { SettlingController } from './syncs/settling.controller';
import { Sync } from './syncs/sync.entity';
import { SyncsRepository } from './syncs/syncs.repository';

/** An event of the event log, as tests compare it. */
export interface LoggedEvent {
  readonly tenantId: string;
  readonly name: string;
  readonly subject: string;
  readonly syncId: string | undefined;
  readonly data: Record<string, unknown>;
}

/** The writer's own parts on a real database, without doors and bus. */
export class WriterUnderTest {
  readonly syncs = new SyncsRepository();
  readonly licences = new LicencesRepository();
  readonly history = new HistoryRepository();
  readonly reporting = new ReportingHistoryRepository();
  readonly problems = new ManagerProblemsRepository();
  readonly circles = new CirclesRepository();
  readonly people: PeopleRepository;
  readonly reads: PeopleController;
  readonly setting: SetLicencesHandler;
  readonly changes: ChangesHandler;
  readonly settling: SettlingController;

  private constructor(readonly dataSource: DataSource) {
    const writes = new PeopleWritesRepository();
    const managers = new ManagersHandler(new ReportingLinesRepository(), this.problems, writes);
    const announcement = new AnnouncementHandler(this.history, new EventLog());
    this.people = new PeopleRepository(dataSource);
    this.reads = new PeopleController(this.people, this.history, this.reporting, dataSource);
    this.setting = new SetLicencesHandler(dataSource, this.licences, writes, announcement);
    const options = { service: 'wethrive-writer', groupId: 'wethrive-writer', emits: true, consumes: true };
    const consumer = new EventConsumer(dataSource, options, new MessagingHealth());
    const applying = new ApplyHandler(this.syncs, this.licences, writes, managers, announcement);
    const dropping = new DropHandler(this.syncs, this.licences, new EventLog());
    this.changes = new ChangesHandler(consumer, this.syncs, applying, dropping);
    this.settling = new SettlingController(dataSource, this.syncs, this.licences, dropping);
  }

  /** Makes the schema if it is not there. */
  static async open(url: string, poolSize = 10): Promise<WriterUnderTest> {
    const dataSource = new DataSource({
      type: 'postgres',
      url,
      entities: [Licence, ManagerProblem, Person, PersonVersion, Sync],
      migrations: [...writerSchema.migrations],
      poolSize,
      installExtensions: false,
      extra: { options: '-c search_path=writer' },
    });
    await dataSource.initialize();
    await dataSource.query('CREATE SCHEMA IF NOT EXISTS writer');
    await dataSource.runMigrations({ transaction: 'each' });
    return new WriterUnderTest(dataSource);
  }

  async close(): Promise<void> {
    await this.dataSource.destroy();
  }

  /** One batch in one transaction, as the consumer runs it. */
  async handle(events: readonly NewEvent[]): Promise<void> {
    const decoded = events.map(decodedAsSent);
    await this.dataSource.transaction((tx) => this.changes.handle(tx, decoded));
  }

  private end = 0;

  /** Records of one partition through the consumer, from the given position on. */
  async take(events: readonly NewEvent[], first: number): Promise<void> {
    const partition = partitionOf(events[0]?.key ?? '');
    const records = events.map((event, index): RawRecord => ({
      offset: first + index,
      key: event.key,
      value: Buffer.from(withPosition(event.json, 1, first + index)),
    }));
    // A log does not become shorter when it is read again.
    this.end = Math.max(this.end, first + events.length);
    const context = new BatchContext([
      { topic: 'peoplesync.changes', partition, attempt: 1, highWatermark: this.end, live: () => true },
    ]);
    await this.changes.take(records, context);
  }

  async seats(tenantId: string, seats: number | null): Promise<void> {
    await this.setting.set(tenantId, seats, 'grace');
  }

  /**
   * The door as a mirror uses it, with pages of so many people, and of a few changes.
   * @param asked what else the list is asked
   */
  door(tenantId: string, limit: number, asked: Partial<SelectPeopleDto> = {}) {
    return {
      page: async (cursor: string | null) => {
        const {
          people,
          nextCursor,
          changeNumber,
          epoch = null,
        } = await this.list(tenantId, {
          ...asked,
          limit,
          cursor: cursor ?? '',
        });
        return { people, next: nextCursor || null, at: changeNumber, epoch };
      },
      changes: async (after: number, known: string | null) => {
        const { changes, head, epoch = null } = await this.changed(tenantId, after, 20, known ?? undefined);
        return { changes: changes.map((change) => ({ ...change, person: change.person ?? null })), head, epoch };
      },
    };
  }

  /** A page of the list, as the gateway is answered. */
  list(tenantId: string, asked: Partial<ListPeopleDto>): Promise<writerV1.ListPeopleResponse> {
    return this.reads.listPeople(Object.assign(new ListPeopleDto(), everybody, asked, { tenantId }));
  }

  /** What changed after a number, as the gateway is answered. */
  changed(tenantId: string, after: number, limit = 1000, epoch?: string): Promise<writerV1.ListPeopleChangesResponse> {
    const request = { tenantId, after, limit, epoch };
    return this.reads.listPeopleChanges(Object.assign(new ListPeopleChangesDto(), request));
  }

  /** One person's versions, newest first, as the gateway is answered. */
  historyOf(tenantId: string, personId: string): Promise<writerV1.GetPersonHistoryResponse> {
    return this.reads.getPersonHistory(
      Object.assign(new GetPersonHistoryDto(), { tenantId, personId, limit: 100, cursor: '' }),
    );
  }

  /** The tenant's people by employee id. */
  async table(tenantId: string): Promise<Map<string, Person>> {
    const rows = await this.dataSource.manager.find(Person, { where: { tenantId } });
    return new Map(rows.map((row) => [row.orgEmployeeId ?? row.personId, row]));
  }

  /** `employeeId status`, sorted: enough for most questions. */
  async statuses(tenantId: string): Promise<string[]> {
    return [...(await this.table(tenantId))].map(([id, person]) => `${id} ${person.status}`).sort();
  }

  /** The employee id of whom each person reports to, by their own; null: nobody known. */
  async managers(tenantId: string): Promise<Record<string, string | null>> {
    const people = [...(await this.table(tenantId))];
    const ids = new Map(people.map(([id, person]) => [person.personId, id]));
    const found = await this.reporting.of(
      this.dataSource.manager,
      tenantId,
      people.map(([, person]) => person),
    );
    return Object.fromEntries(people.map(([id], index) => [id, ids.get(found[index]?.reportsTo ?? '') ?? null]));
  }

  /** The tenant's open problems with managers, set aside or not: `code manager affected`, sorted. */
  async managerProblems(tenantId: string): Promise<string[]> {
    const ids = new Map([...(await this.table(tenantId))].map(([id, person]) => [person.personId, id]));
    const filter = { tenantId, state: '' as const, syncId: undefined, after: '0' };
    const all = await this.problems.page(this.dataSource.manager, filter, 1_000_000);
    return all
      .filter((problem) => problem.closedAt === null)
      .map(({ code, about, affected }) => `${code} ${ids.get(about) ?? about} ${affected}`)
      .sort();
  }

  /** Every version of the tenant's people, in order. */
  async versions(tenantId: string): Promise<PersonVersion[]> {
    return this.history.since(this.dataSource.manager, [{ tenantId, changeNo: 0 }], 1_000_000);
  }

  /** What the tenant's event log holds, in order. */
  async events(tenantId: string): Promise<LoggedEvent[]> {
    const rows = await this.dataSource.query<{ value: string }[]>(
      'SELECT value FROM event_log WHERE key = $1 ORDER BY position',
      [tenantId],
    );
    return rows.map(({ value }) => {
      const decoded = decodeEvent('peoplesync.people', Buffer.from(withPosition(value, 1, 1)));
      if (!decoded.ok) throw new Error(decoded.reason);
      const { type, subject, syncId, data } = decoded.event;
      if (typeof data !== 'object' || data === null) throw new Error('an event without data');
      const name = type.replace('net.wethrive.peoplesync.', '').replace(/\.v\d+$/, '');
      return { tenantId, name, subject, syncId, data: { ...data } };
    });
  }

  /** Everything that a reader of this tenant can see, to compare before and after. */
  async everything(tenantId: string): Promise<unknown> {
    const rows = (table: string, order: string) =>
      this.dataSource.query<unknown[]>(`SELECT * FROM ${table} WHERE tenant_id = $1 ORDER BY ${order}`, [tenantId]);
    return {
      people: await rows('people', 'person_id'),
      versions: await rows('person_versions', 'change_no'),
      staged: await rows('staged_changes', 'person_id'),
      syncs: await rows('syncs', 'number'),
      use: await this.dataSource.query<unknown[]>(
        'SELECT seats, active, waiting, last_change_no FROM licences WHERE tenant_id = $1',
        [tenantId],
      ),
      lines: await rows('reporting_lines', 'person_id'),
      reporting: await rows('reporting_history', 'change_no'),
      problems: await rows('manager_problems', 'seq'),
      events: await this.dataSource.query<unknown[]>('SELECT * FROM event_log WHERE key = $1 ORDER BY position', [
        tenantId,
      ]),
    };
  }
}

const everybody = {
  ...{ status: '', search: '', team: '', location: '', department: '', manager: '' },
  ...{ reportsTo: '', sort: '', asOf: '', limit: 500, cursor: '' },
};

function decodedAsSent({ topic, json }: NewEvent): AnyEvent {
  const decoded = decodeEvent(topic, Buffer.from(withPosition(json, 1, 1)));
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.event;
}
