import { createHash } from 'node:crypto';
import {
  type AnyEvent,
  ChangesCompleted,
  decodeEvent,
  type Employee,
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  type NewEvent,
  newEvent,
  newId,
  noCounts,
  personIdOf,
  PlanMade,
  withPosition,
} from '@people-sync/contracts';
import {
  BatchContext,
  EventConsumer,
  EventLog,
  MessagingHealth,
  messagingMigrations,
  partitionOf,
  type RawRecord,
} from '@people-sync/messaging';
import { DataSource } from 'typeorm';
import { Licence } from './licences/licence.entity';
import { LicencesRepository } from './licences/licences.repository';
import { SetLicencesHandler } from './licences/set-licences.handler';
import { People1764000000000 } from './migrations/1764000000000-people';
import { AnnouncementHandler } from './people/announcement.handler';
import { HistoryRepository } from './people/history.repository';
import { PeopleRepository } from './people/people.repository';
import { PeopleWritesRepository } from './people/people-writes.repository';
import { Person } from './people/person.entity';
import { PersonVersion } from './people/person-version.entity';
import { ApplyHandler } from './syncs/apply.handler';
import { ChangesHandler } from './syncs/changes.handler';
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
  readonly people: PeopleRepository;
  readonly setting: SetLicencesHandler;
  readonly changes: ChangesHandler;

  private constructor(readonly dataSource: DataSource) {
    const writes = new PeopleWritesRepository();
    const announcement = new AnnouncementHandler(this.history, new EventLog());
    this.people = new PeopleRepository(dataSource);
    this.setting = new SetLicencesHandler(dataSource, this.licences, writes, announcement);
    const options = { service: 'wethrive-writer', groupId: 'wethrive-writer', emits: true, consumes: true };
    const consumer = new EventConsumer(dataSource, options, new MessagingHealth());
    const applying = new ApplyHandler(this.syncs, this.licences, writes, announcement);
    this.changes = new ChangesHandler(consumer, this.syncs, applying);
  }

  /** Makes the schema if it is not there. */
  static async open(url: string, poolSize = 10): Promise<WriterUnderTest> {
    const dataSource = new DataSource({
      type: 'postgres',
      url,
      entities: [Licence, Person, PersonVersion, Sync],
      migrations: [...messagingMigrations, People1764000000000],
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

  /** Records of one partition through the consumer, from the given position on. */
  async take(events: readonly NewEvent[], first: number): Promise<void> {
    const partition = partitionOf(events[0]?.key ?? '');
    const records = events.map((event, index): RawRecord => ({
      offset: first + index,
      key: event.key,
      value: Buffer.from(withPosition(event.json, 1, first + index)),
    }));
    const context = new BatchContext([
      { topic: 'peoplesync.changes', partition, attempt: 1, highWatermark: first + events.length, live: () => true },
    ]);
    await this.changes.take(records, context);
  }

  async seats(tenantId: string, seats: number | null): Promise<void> {
    await this.setting.set(tenantId, seats, 'grace');
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

  /** Every version of the tenant's people, in order. */
  async versions(tenantId: string): Promise<PersonVersion[]> {
    return this.history.since(this.dataSource.manager, [{ tenantId, changeNo: 0 }], undefined, 1_000_000);
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
      events: await this.dataSource.query<unknown[]>('SELECT * FROM event_log WHERE key = $1 ORDER BY position', [
        tenantId,
      ]),
    };
  }
}

function decodedAsSent({ topic, json }: NewEvent): AnyEvent {
  const decoded = decodeEvent(topic, Buffer.from(withPosition(json, 1, 1)));
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.event;
}

/** An employee as PeopleHR has them; each test names what it is about. */
export function employee(employeeId: string, over: Partial<Employee> = {}): Employee {
  return {
    employeeId,
    uniqueKey: null,
    email: `${employeeId.toLowerCase()}@northwind.example`,
    firstName: 'Ada',
    lastName: employeeId,
    jobRole: 'Engineer',
    location: 'Leeds',
    department: 'Products',
    reportsTo: 'Grace Hill',
    reportsToEmployeeId: null,
    reportsToEmail: null,
    company: 'Northwind',
    employmentType: 'Permanent',
    status: '1',
    startDate: '2024-01-15',
    leavingDate: null,
    ...over,
  };
}

/** What happens to one employee in a sync. */
export type Item =
  | { readonly joins: Employee }
  | { readonly rejoins: Employee }
  | { readonly changes: Employee }
  | { readonly leaves: Employee };

const employeeOf = (item: Item): Employee =>
  'joins' in item ? item.joins : 'rejoins' in item ? item.rejoins : 'changes' in item ? item.changes : item.leaves;

/** Sends one tenant's syncs as the reconciler would: every person's events are numbered 1, 2, 3… */
export class FakeReconciler {
  private readonly sourceVersions = new Map<string, number>();
  private number = 0;

  constructor(readonly tenantId: string) {}

  personId(employeeId: string): string {
    return personIdOf(this.tenantId, 'company', employeeId, 0);
  }

  /** PlanMade, the items, and ChangesCompleted if there is anything to complete. */
  sync(
    items: readonly Item[],
    plan: { outcome?: 'applying' | 'held' | 'previewed'; problems?: number } = {},
  ): NewEvent[] {
    this.number += 1;
    const number = this.number;
    const origin = { source: '/peoplesync/reconciler', tenantId: this.tenantId, syncId: newId(), actor: 'grace' };
    const digest = createHash('sha256').update(origin.syncId).digest('hex');
    const planMade = newEvent(PlanMade, origin, {
      number,
      mode: 'apply',
      outcome: plan.outcome ?? 'applying',
      heldBecause: [],
      itemCount: items.length,
      hash: digest,
      base: number,
      baseDigest: digest,
      policy: 0,
      decisions: 0,
      rules: 1,
      today: '2026-11-24',
      takenAt: '2026-11-24T21:00:00.000Z',
      counts: { ...noCounts, seen: 120, refused: 2, unchanged: 115, missing: 1 },
      problems: plan.problems ?? 0,
      safeguards: [],
    });
    if (items.length === 0) return [planMade];
    const completed = newEvent(ChangesCompleted, origin, { number, count: items.length });
    return [planMade, ...items.map((item) => this.event(item, origin)), completed];
  }

  private event(item: Item, origin: { source: string; tenantId: string; syncId: string }): NewEvent {
    const record = employeeOf(item);
    const personId = this.personId(record.employeeId);
    const sourceVersion = (this.sourceVersions.get(personId) ?? 0) + 1;
    this.sourceVersions.set(personId, sourceVersion);
    const about = { ...origin, subject: personId };
    const data = { personId, sourceVersion, employee: record };
    if ('changes' in item) return newEvent(EmployeeChanged, about, { ...data, changed: [], old: {} });
    if ('leaves' in item) return newEvent(EmployeeLeft, about, { ...data, proof: 'leaver-status' });
    return newEvent(EmployeeAdded, about, { ...data, rejoined: 'rejoins' in item });
  }
}
