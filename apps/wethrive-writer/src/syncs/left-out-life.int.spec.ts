import { type NewEvent, syncIdIn, withPosition } from '@people-sync/contracts';
import { BatchContext, ParkedTenants, partitionOf, type RawRecord } from '@people-sync/messaging';
import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { employee, FakeReconciler, type Item } from '../fake-reconciler.testkit';
import { WriterUnderTest } from '../writer.testkit';
import { SettleSyncDto } from './settling.dto';

jest.setTimeout(3_600_000);

const TOPIC = 'peoplesync.changes';
const IDS = ['PW1', 'PW2', 'PW3', 'PW4'] as const;
type Id = (typeof IDS)[number];

/** What the reconciler believes of somebody: what it last said, taken back if it heard that it was dropped. */
interface Known {
  state: 'unknown' | 'here' | 'gone';
  role: string;
  /** The number of the sync that said it last. */
  saidIn: number;
}

interface Sync {
  readonly number: number;
  readonly syncId: string;
  readonly said: readonly (readonly [Id, keyof KindOf])[];
}
interface KindOf {
  joins: unknown;
  rejoins: unknown;
  changes: unknown;
  leaves: unknown;
}

/** One company, with a PeopleHR and a reconciler of so few words that they are plainly right. */
class Company {
  readonly peopleHr = new Map<Id, string | null>(IDS.map((id) => [id, null]));
  private readonly known = new Map<Id, Known>(IDS.map((id) => [id, { state: 'unknown', role: '', saidIn: 0 }]));
  readonly syncs: Sync[] = [];
  readonly sent = new Map<number, string>();
  private readonly heard = new Set<string>();
  private readonly fake = new FakeReconciler(aTenantId());
  private position = 1;

  constructor(
    private readonly writer: WriterUnderTest,
    private readonly parked: ParkedTenants,
  ) {}

  get tenantId(): string {
    return this.fake.tenantId;
  }

  /** @param damage which event comes as something that cannot be read; beyond the last: none */
  async sync(damage: number, kind: 'torn' | 'newer'): Promise<void> {
    const items: Item[] = [];
    const said: [Id, keyof KindOf][] = [];
    const number = this.syncs.length + 1;
    for (const [id, role] of this.peopleHr) {
      const known = this.known.get(id)!;
      const item = itemOf(id, role, known);
      if (!item) continue;
      items.push(item);
      said.push([id, Object.keys(item)[0] as keyof KindOf]);
      this.known.set(id, { state: role === null ? 'gone' : 'here', role: role ?? known.role, saidIn: number });
    }
    const events = this.fake.sync(items);
    this.syncs.push({ number, syncId: syncIdIn(Buffer.from(events[0]!.json), this.tenantId)!, said });
    await this.send(events, damage, kind);
  }

  private async send(events: readonly NewEvent[], damage: number, kind: 'torn' | 'newer'): Promise<void> {
    const records = events.map((event, n): RawRecord => {
      const position = this.position + n;
      const whole = withPosition(event.json, 1, position);
      this.sent.set(position, whole);
      const torn = kind === 'torn' ? whole.slice(0, -7) : whole.replace('.v1"', '.v2"');
      return { offset: position, key: event.key, value: Buffer.from(n === damage ? torn : whole) };
    });
    this.position += events.length;
    const partition = partitionOf(this.tenantId);
    const origin = { topic: TOPIC, partition, attempt: 1, highWatermark: this.position, live: () => true };
    const half = Math.ceil(records.length / 2);
    for (const part of [records.slice(0, half), records.slice(half)]) {
      if (part.length > 0) await this.writer.changes.take(part, new BatchContext([origin]));
    }
  }

  /** The operator leaves out what cannot be read. */
  async skip(): Promise<void> {
    await this.parked.skip(TOPIC, this.tenantId, this.writer.changes.consumption, 'grace');
  }

  /** A newer program can read everything: what waits is tried again as it was sent. */
  async mend(): Promise<void> {
    const rows = await this.writer.dataSource.query<{ seq: string; value: Buffer }[]>(
      'SELECT seq, value FROM parked_events WHERE tenant_id = $1',
      [this.tenantId],
    );
    for (const { seq, value } of rows) {
      const position = /"position":(\d+)/.exec(value.toString())?.[1];
      const whole = this.sent.get(Number(position));
      await this.writer.dataSource.query('UPDATE parked_events SET value = $2 WHERE seq = $1', [
        seq,
        Buffer.from(whole ?? ''),
      ]);
    }
    await this.parked.retry(TOPIC, this.tenantId, this.writer.changes.consumption, 'grace').catch(() => undefined);
  }

  /** The reconciler reads what the writer has dropped, and takes it back. */
  async hear(): Promise<void> {
    for (const { syncId } of await this.said('changes.dropped')) {
      const sync = this.syncs.find((one) => one.syncId === syncId);
      if (!sync || this.heard.has(sync.syncId)) continue;
      this.heard.add(sync.syncId);
      for (const [id, kind] of sync.said) this.takeBack(id, kind, sync.number);
    }
  }

  private takeBack(id: Id, kind: keyof KindOf, number: number): void {
    const known = this.known.get(id)!;
    if (known.saidIn !== number) return;
    if (kind === 'joins') this.fake.forget(id);
    const state = kind === 'joins' ? 'unknown' : kind === 'rejoins' ? 'gone' : 'here';
    this.known.set(id, { ...known, state, role: 'taken back' });
  }

  async said(name: string) {
    return (await this.writer.events(this.tenantId)).filter((event) => event.name === name);
  }

  async isParked(): Promise<boolean> {
    return (
      (
        await this.writer.dataSource.query<unknown[]>('SELECT FROM parked_streams WHERE tenant_id = $1', [
          this.tenantId,
        ])
      ).length > 0
    );
  }

  /** The gateway asks for everything that it was told nothing of. */
  async settle(): Promise<void> {
    for (const { syncId } of this.syncs) {
      await this.writer.settling.settleSync(Object.assign(new SettleSyncDto(), { tenantId: this.tenantId, syncId }));
    }
  }
}

function itemOf(id: Id, role: string | null, known: Known): Item | undefined {
  if (role === null) return known.state === 'here' ? { leaves: employee(id, { jobRole: known.role }) } : undefined;
  const record = employee(id, { jobRole: role });
  if (known.state === 'unknown') return { joins: record };
  if (known.state === 'gone') return { rejoins: record };
  return known.role === role ? undefined : { changes: record };
}

type Step =
  | { readonly kind: 'becomes'; readonly id: Id; readonly role: string | null }
  | { readonly kind: 'sync'; readonly damage: number; readonly how: 'torn' | 'newer' }
  | { readonly kind: 'skip' | 'mend' | 'hear' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('becomes' as const),
      id: fc.constantFrom(...IDS),
      role: fc.constantFrom('Potter', 'Glazer', null),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('sync' as const),
      damage: fc.nat({ max: 9 }),
      how: fc.constantFrom('torn' as const, 'newer' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('skip' as const, 'mend' as const, 'hear' as const) }) },
);

describeReal('postgres')('a company whose events are damaged, left out and tried again in any order', () => {
  let database: TestDatabase;
  let writer: WriterUnderTest;
  let parked: ParkedTenants;
  beforeAll(async () => {
    database = await provideTestDatabase();
    writer = await WriterUnderTest.open(database.url);
    parked = new ParkedTenants(writer.dataSource);
  });
  afterAll(async () => {
    await writer.close();
    await database.drop();
  });

  it('equals PeopleHR after the syncs that follow, and each of its syncs was either applied or dropped', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
        await writer.dataSource.query('DELETE FROM consumer_progress');
        const company = new Company(writer, parked);
        await writer.seats(company.tenantId, null);
        for (const one of steps) {
          if (one.kind === 'becomes') company.peopleHr.set(one.id, one.role);
          else if (one.kind === 'sync') await company.sync(one.damage, one.how);
          else await company[one.kind]();
        }
        // Whatever happened: the operator ends it, those who ask are told, and two more nights pass.
        for (let left = 200; (await company.isParked()) && left > 0; left--) await company.skip();
        await company.settle();
        await company.hear();
        await company.sync(99, 'torn');
        await company.hear();
        await company.sync(99, 'torn');
        expect(await company.isParked()).toBe(false);
        const table = await writer.table(company.tenantId);
        const here = [...table.values()].filter(({ status }) => status !== 'inactive');
        expect(new Map(here.map((person) => [person.orgEmployeeId, person.team]))).toEqual(
          new Map([...company.peopleHr].filter(([, role]) => role !== null)),
        );
        const applied = (await company.said('sync.applied')).map(({ syncId }) => syncId);
        const dropped = (await company.said('changes.dropped')).map(({ syncId }) => syncId);
        const answered = new Set([...applied, ...dropped]);
        const asked = company.syncs.filter(({ said }) => said.length > 0).map(({ syncId }) => syncId);
        expect(asked.filter((syncId) => !answered.has(syncId))).toEqual([]);
        expect(applied).toEqual(expect.arrayContaining(company.syncs.slice(-2).map(({ syncId }) => syncId)));
        expect([...applied, ...dropped]).toHaveLength(answered.size);
      }),
      { numRuns: propertyRuns(40) },
    );
  });
});
