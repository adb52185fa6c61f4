import { type AnyEvent, newId } from '@people-sync/contracts';
import { aTenantId, describeReal, eventually, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import type { DataSource, EntityManager } from 'typeorm';
import {
  contextOf,
  foreign,
  note,
  numberOf,
  openDatabase,
  placed,
  request,
  seenBy,
  somebodyWaits,
  storedStand,
  TOPIC,
} from '../messaging.testkit';
import { MessagingHealth } from '../messaging-health';
import type { RawRecord } from '../stream/batch';
import { type Consumption, EventConsumer } from './event-consumer';
import { ParkedTenants } from './parked-tenants';
import { PositionGapError, StillParkedError } from './stream-errors';

describeReal('postgres')('consuming a batch', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let consumer: EventConsumer;
  let parked: ParkedTenants;
  let health: MessagingHealth;
  const [a, b] = ['tenant-a', 'tenant-b'];
  const noting: Consumption = { handle: note };
  const batch = (...events: [tenant: string, number: number][]): RawRecord[] =>
    events.map(([tenant, number], i) => placed(request(tenant, number), i + 1));
  const placeOf = (partition = 0) =>
    dataSource.query<unknown[]>('SELECT epoch, position, next_offset FROM consumer_progress WHERE partition = $1', [
      partition,
    ]);
  const waiting = (tenant: string) =>
    dataSource.query<unknown[]>('SELECT 1 FROM parked_events WHERE tenant_id = $1', [tenant]).then((r) => r.length);

  const stand = async () => (await storedStand(dataSource, 'g')).parked;

  beforeEach(async () => {
    database = await provideTestDatabase();
    dataSource = await openDatabase(database.url);
    health = new MessagingHealth();
    consumer = new EventConsumer(dataSource, { service: 't', groupId: 'g', emits: false, consumes: true }, health);
    parked = new ParkedTenants(dataSource);
  });

  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('twice changes nothing', async () => {
    const records = batch([a, 1], [b, 1], [a, 2]);
    await consumer.consume(records, contextOf(), noting);
    await consumer.consume(records, contextOf(), noting);
    expect(await seenBy(dataSource, a)).toEqual([1, 2]);
    expect(await seenBy(dataSource, b)).toEqual([1]);
    expect(await placeOf()).toEqual([{ epoch: 1, position: '3', next_offset: '3' }]);
  });

  it('by several members at once has its effect once', async () => {
    const records = batch([a, 1], [a, 2], [a, 3]);
    await Promise.all(Array.from({ length: 6 }, () => consumer.consume(records, contextOf(), noting)));
    expect(await seenBy(dataSource, a)).toEqual([1, 2, 3]);
  });

  it('by two members that overlap in time and in records has each effect once, in order', async () => {
    const records = Array.from({ length: 40 }, (_, i) => placed(request(a, i + 1), i + 1));
    await consumer.consume(records.slice(0, 10), contextOf(), noting);
    let second: Promise<void> | undefined;
    let secondDone = false;
    const slow: Consumption = {
      handle: async (tx, events) => {
        second = consumer.consume(records.slice(0, 30), contextOf(), noting).then(() => void (secondDone = true));
        // The second member may not get past the place before this one has committed.
        await eventually(async () => expect(secondDone || (await somebodyWaits(dataSource))).toBe(true));
        await note(tx, events);
      },
    };
    await consumer.consume(records.slice(5, 25), contextOf(), slow);
    await second;
    expect(await seenBy(dataSource, a)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  });

  it('leaves nothing behind when the handler fails, and is taken whole when it comes again', async () => {
    const records = batch([a, 1], [a, 2]);
    const failing: Consumption = {
      handle: async (tx, events) => {
        await note(tx, events);
        throw new TypeError('not today');
      },
    };
    await expect(consumer.consume(records, contextOf(), failing)).rejects.toThrow('not today');
    expect(await seenBy(dataSource, a)).toEqual([]);
    await consumer.consume(records, contextOf(), noting);
    expect(await seenBy(dataSource, a)).toEqual([1, 2]);
  });

  it('stops at a gap with nothing done', async () => {
    await consumer.consume(batch([a, 1]), contextOf(), noting);
    const gap = [placed(request(a, 2), 2), placed(request(a, 4), 4)];
    await expect(consumer.consume(gap, contextOf(), noting)).rejects.toThrow(PositionGapError);
    expect(await seenBy(dataSource, a)).toEqual([1]);
    expect(await placeOf()).toEqual([{ epoch: 1, position: '1', next_offset: '1' }]);
  });

  it('moves past skipped types without parsing them', async () => {
    const skipped = { ...noting, skip: (type: string) => type.endsWith('sync.requested.v1') };
    const broken = placed(request(a, 2), 2);
    const torn = { ...broken, value: Buffer.from(String(broken.value).slice(0, 150)) };
    await consumer.consume([placed(request(a, 1), 1), torn], contextOf(), skipped);
    expect(await placeOf()).toEqual([{ epoch: 1, position: '2', next_offset: '2' }]);
    expect(await waiting(a)).toBe(0);
  });

  it('takes of types of which the newest is enough the last one of each tenant, and moves past the others', async () => {
    const records = batch([a, 1], [b, 1], [a, 2], [b, 2], [a, 3]);
    await consumer.consume(records, contextOf(), { ...noting, lastOnly: (type) => type.endsWith('sync.requested.v1') });
    expect([await seenBy(dataSource, a), await seenBy(dataSource, b)]).toEqual([[3], [2]]);
    expect(await placeOf()).toEqual([{ epoch: 1, position: '5', next_offset: '5' }]);
    const further = [placed(request(a, 4), 6), placed(request(a, 5), 7)];
    await consumer.consume(further, contextOf(), { ...noting, lastOnly: (type) => type.endsWith('other.v1') });
    expect(await seenBy(dataSource, a)).toEqual([3, 4, 5]);
  });

  it('takes as many statements for a hundred tenants as for one', async () => {
    const statements = async (records: RawRecord[], partition: number): Promise<number> => {
      let count = 0;
      const counting = await openDatabase(database.url);
      const runner = counting.createQueryRunner.bind(counting);
      counting.createQueryRunner = (mode) => {
        const made = runner(mode);
        const query = made.query.bind(made) as (...args: unknown[]) => Promise<never>;
        made.query = (...args: unknown[]) => {
          count += 1;
          return query(...args);
        };
        return made;
      };
      const options = { service: 't', groupId: 'g', emits: false, consumes: true };
      await new EventConsumer(counting, options, health).consume(records, contextOf(partition), noting);
      await counting.destroy();
      return count;
    };
    const hundred = batch(...Array.from({ length: 100 }, (_, i): [string, number] => [aTenantId(), i + 1]));
    const forOne = await statements(batch([a, 1]), 1);
    expect(forOne).toBeGreaterThan(3);
    expect(await statements(hundred, 2)).toBe(forOne);
  });

  describe('in which Postgres refuses a row of one tenant', () => {
    /** Refuses the event with this number; what kind of refusal it is depends on the test. */
    const refusing = (number: number, refuse: (tx: EntityManager) => Promise<unknown>): Consumption => ({
      handle: async (tx, events) => {
        for (const event of events) {
          if (numberOf(event) === number) await refuse(tx);
          await note(tx, [event]);
        }
      },
    });
    const notANumber = (tx: EntityManager) => tx.query(`SELECT 'x'::int`);

    it('lets the others flow, and the tenant from there on wait', async () => {
      const refusal = refusing(2, notANumber);
      await consumer.consume(batch([b, 1], [a, 1], [a, 2], [b, 3]), contextOf(), refusal);
      await consumer.consume([placed(request(a, 5), 5), placed(request(b, 5), 6)], contextOf(), refusal);
      expect(await seenBy(dataSource, b)).toEqual([1, 3, 5]);
      expect(await seenBy(dataSource, a)).toEqual([]);
      expect(await waiting(a)).toBe(3);
      const stopped = { topic: TOPIC, tenantId: a, code: 'sqlstate-22P02', waiting: 3, parkedAt: expect.any(Date) };
      expect(await parked.list({ topic: '', tenantId: '' }, 10)).toMatchObject([stopped]);
      expect(await parked.list({ topic: TOPIC, tenantId: a }, 10)).toEqual([]);
      expect(await dataSource.query('SELECT tenant_id, code FROM parked_streams')).toEqual([
        { tenant_id: a, code: 'sqlstate-22P02' },
      ]);
      expect(await stand()).toMatchObject({ tenants: 1, streams: 1, records: 3 });
    });

    it('does so too when only the commit would refuse it (a deferred constraint)', async () => {
      await dataSource.query('CREATE TABLE held (n int, UNIQUE (n) DEFERRABLE INITIALLY DEFERRED)');
      const twice = (tx: EntityManager) => tx.query('INSERT INTO held VALUES (1), (1)');
      await consumer.consume(batch([a, 2], [b, 1]), contextOf(), refusing(2, twice));
      expect(await seenBy(dataSource, b)).toEqual([1]);
      expect(await dataSource.query('SELECT code FROM parked_streams')).toEqual([{ code: 'sqlstate-23505' }]);
    });

    it('leaves deferred constraints deferred for the tenants after it, so that they may still swap values', async () => {
      await dataSource.query('CREATE TABLE held (n int, UNIQUE (n) DEFERRABLE INITIALLY DEFERRED)');
      await dataSource.query('INSERT INTO held VALUES (1), (2)');
      const swap: Consumption = {
        handle: async (tx, events) => {
          if (events.some((event) => event.tenantId === a)) await notANumber(tx);
          for (const event of events) {
            await tx.query('UPDATE held SET n = 2 WHERE n = 1');
            await tx.query('UPDATE held SET n = 1 WHERE ctid = (SELECT min(ctid) FROM held WHERE n = 2)');
            await note(tx, [event]);
          }
        },
      };
      await consumer.consume(batch([b, 1], [a, 2], ['tenant-c', 3]), contextOf(), swap);
      expect(await seenBy(dataSource, 'tenant-c')).toEqual([3]);
    });

    it('holds the whole batch instead when the error is another one', async () => {
      const missing = (tx: EntityManager) => tx.query('SELECT * FROM no_such_table');
      await expect(consumer.consume(batch([a, 2], [b, 1]), contextOf(), refusing(2, missing))).rejects.toThrow();
      expect(await seenBy(dataSource, b)).toEqual([]);
    });

    it('goes on in order when it is tried again after the cause was mended', async () => {
      await consumer.consume(batch([a, 1], [a, 2], [a, 3]), contextOf(), refusing(2, notANumber));
      await expect(parked.retry(TOPIC, a, refusing(2, notANumber), 'grace')).rejects.toThrow(StillParkedError);
      expect(await waiting(a)).toBe(2);
      expect(await parked.retry(TOPIC, a, noting, 'grace')).toBe(true);
      await consumer.consume([placed(request(a, 4), 4)], contextOf(), noting);
      expect(await seenBy(dataSource, a)).toEqual([1, 2, 3, 4]);
      expect(await parked.retry(TOPIC, a, noting, 'grace')).toBe(false);
    });

    it('leaves out just the event that cannot be taken, wherever it stands, when it is given up', async () => {
      const refusal = refusing(2, notANumber);
      await consumer.consume(batch([a, 1], [a, 2], [a, 3]), contextOf(), refusal);
      expect(await parked.skip(TOPIC, a, refusal, 'grace')).toEqual({ skipped: 1, flows: true });
      await consumer.consume([placed(request(a, 4), 4)], contextOf(), noting);
      expect(await seenBy(dataSource, a)).toEqual([1, 3, 4]);
    });

    it('gives up one event at a time', async () => {
      const refusal: Consumption = {
        handle: async (tx, events) => {
          if (events.some((event) => numberOf(event) % 2 === 0)) await notANumber(tx);
          await note(tx, events);
        },
      };
      await consumer.consume(batch([a, 1], [a, 2], [a, 3], [a, 4], [a, 5]), contextOf(), refusal);
      expect(await parked.skip(TOPIC, a, refusal, 'grace')).toEqual({ skipped: 1, flows: false });
      expect(await seenBy(dataSource, a)).toEqual([1, 3]);
      expect(await parked.skip(TOPIC, a, refusal, 'grace')).toEqual({ skipped: 1, flows: true });
      expect(await seenBy(dataSource, a)).toEqual([1, 3, 5]);
    });
  });

  describe('that makes the handler throw', () => {
    const LAST_TRY = 4;
    const throwing = (error: Error, ...tenants: string[]): Consumption => ({
      handle: async (tx, events) => {
        await note(tx, events);
        if (events.some((event) => tenants.includes(event.tenantId))) throw error;
      },
    });
    const attempt = (number: number, consumption: Consumption) =>
      consumer.consume(batch([b, 1], [a, 2], [b, 3]), contextOf(0, number), consumption);
    const parkedTenants = () => dataSource.query('SELECT tenant_id, code, reason FROM parked_streams');

    it('comes again a few times, then parks only the tenant that does it, with the reason and without a value', async () => {
      const poison = throwing(new RangeError('c4n4ry'), a);
      for (const number of [1, 2, 3]) await expect(attempt(number, poison)).rejects.toThrow('c4n4ry');
      expect(await seenBy(dataSource, b)).toEqual([]);
      await attempt(LAST_TRY, poison);
      expect(await seenBy(dataSource, b)).toEqual([1, 3]);
      expect(await seenBy(dataSource, a)).toEqual([]);
      expect(await parkedTenants()).toEqual([
        { tenant_id: a, code: 'handler-failed', reason: 'this service fails on these events (RangeError)' },
      ]);
      expect(await parked.retry(TOPIC, a, noting, 'grace')).toBe(true);
      expect(await seenBy(dataSource, a)).toEqual([2]);
    });

    it('stays parked while it still does, whoever tries it again, and can be left out', async () => {
      const poison = throwing(new RangeError('c4n4ry'), a);
      await attempt(LAST_TRY, poison);
      await expect(parked.retry(TOPIC, a, poison, 'grace')).rejects.toThrow(StillParkedError);
      expect(await parked.skip(TOPIC, a, poison, 'grace')).toEqual({ skipped: 1, flows: true });
    });

    it('parks nobody when every one of several tenants does it: then it is this service that has to be mended', async () => {
      await expect(attempt(LAST_TRY, throwing(new TypeError('a bug'), a, b))).rejects.toThrow('a bug');
      expect(await parkedTenants()).toEqual([]);
    });

    it.each([
      ['a lost connection', Object.assign(new Error('read'), { code: 'ECONNRESET' })],
      ['a deadlock', Object.assign(new Error('deadlock detected'), { code: '40P01' })],
      ['a database that stops', Object.assign(new Error('terminating'), { code: '57P01' })],
      ['a full disk', Object.assign(new Error('no space'), { code: '53100' })],
      ['an answer that never came', new Error('Query read timeout')],
    ])('parks nobody for %s, however often it comes', async (_what, error) => {
      await expect(attempt(100, throwing(error, a))).rejects.toThrow(error.message);
      expect(await parkedTenants()).toEqual([]);
    });

    it('waits for no neighbour while it holds a stream: a command of theirs and the batch both come through', async () => {
      await dataSource.query('CREATE TABLE tenants (id text PRIMARY KEY)');
      await dataSource.query(`INSERT INTO tenants VALUES ('${a}'), ('${b}')`);
      await dataSource.query('CREATE TABLE streams (id int PRIMARY KEY)');
      await dataSource.query('INSERT INTO streams VALUES (1)');
      const lock = (tx: EntityManager, tenants: readonly string[]) =>
        tx.query('SELECT FROM tenants WHERE id = ANY ($1) ORDER BY id FOR UPDATE', [tenants]);
      const append = (tx: EntityManager) => tx.query('SELECT FROM streams FOR UPDATE');
      let command: Promise<unknown> | undefined;
      const consumption: Consumption = {
        lock,
        handle: async (tx, events) => {
          const own = [...new Set(events.map((event) => event.tenantId))].sort();
          // The neighbour's command comes between the first tenant and the second one.
          if (own[0] === b && own.length === 1) {
            command = dataSource.transaction(async (other) => {
              await lock(other, [b]);
              await append(other);
            });
            await eventually(async () => expect(await somebodyWaits(dataSource)).toBe(true));
          }
          await lock(tx, own);
          if (own.includes('tenant-c')) throw new RangeError('poison');
          await append(tx);
          await note(tx, events);
        },
      };
      await consumer.consume(batch([a, 1], [b, 2], ['tenant-c', 3]), contextOf(0, LAST_TRY), consumption);
      await command;
      expect([await seenBy(dataSource, a), await seenBy(dataSource, b)]).toEqual([[1], [2]]);
    });
  });

  it('parks an unreadable record and replays it once a newer program can read it', async () => {
    const later = request(a, 2);
    await consumer.consume(
      [placed(request(a, 1), 1), foreign(a, '{"torn', 1), placed(later, 2, 2)],
      contextOf(),
      noting,
    );
    expect(await seenBy(dataSource, a)).toEqual([1]);
    await expect(parked.retry(TOPIC, a, noting, 'grace')).rejects.toThrow('is not JSON');
    await dataSource.query(`UPDATE parked_events SET value = $1 WHERE seq = (SELECT min(seq) FROM parked_events)`, [
      Buffer.from(request(a, 7).json),
    ]);
    expect(await parked.retry(TOPIC, a, noting, 'grace')).toBe(true);
    expect(await seenBy(dataSource, a)).toEqual([1, 7, 2]);
  });

  it('loses nothing that arrives while a parked tenant is tried again', async () => {
    await consumer.consume([foreign(a, '{', 0)], contextOf(), noting);
    await dataSource.query('UPDATE parked_events SET value = $1', [Buffer.from(request(a, 1).json)]);
    let arrive: Promise<void> | undefined;
    let arrived = false;
    const meanwhile: Consumption = {
      handle: async (tx: EntityManager, events: AnyEvent[]) => {
        // The next batch comes while the retry's transaction is open: it must wait for its outcome.
        arrive = consumer.consume([placed(request(a, 2), 1, 1)], contextOf(), noting).then(() => void (arrived = true));
        await eventually(async () => expect(arrived || (await somebodyWaits(dataSource))).toBe(true));
        await note(tx, events);
      },
    };
    expect(await parked.retry(TOPIC, a, meanwhile, 'grace')).toBe(true);
    await arrive;
    expect(await seenBy(dataSource, a)).toEqual([1, 2]);
    expect(await waiting(a)).toBe(0);
  });

  describe('of which more comes for a parked tenant than is kept', () => {
    const [kept, lost] = [newId(), newId()];
    const ofSync = (syncId: string | undefined, number: number) => request(a, number, syncId);
    let bounded: EventConsumer;
    beforeEach(() => {
      const options = { service: 't', groupId: 'g', emits: false, consumes: true };
      bounded = new EventConsumer(dataSource, { ...options, parkedLimit: { records: 4, bytes: 1e6 } }, health);
    });

    it('keeps what is of no sync, and names the syncs that are not whole when the tenant flows again', async () => {
      const events = [
        ofSync(kept, 2),
        ofSync(kept, 3),
        ofSync(kept, 4),
        ofSync(lost, 5),
        ofSync(undefined, 6),
        ofSync(lost, 7),
      ];
      const records = events.map((event, i) => placed(event, i + 2));
      await bounded.consume([foreign(a, '{torn', 0), ...records.slice(0, 4)], contextOf(), noting);
      await bounded.consume(records.slice(4), contextOf(), noting);
      await bounded.consume([placed(request(b, 1), 8, 7)], contextOf(), noting);
      expect(await seenBy(dataSource, b)).toEqual([1]);
      expect(await parked.list({ topic: '', tenantId: '' }, 10)).toMatchObject([{ waiting: 5, shed: 2 }]);
      expect(await stand()).toMatchObject({ tenants: 1, streams: 1, records: 5, shed: 2 });
      const left: unknown[] = [];
      const consumption: Consumption = {
        ...noting,
        leaveOut: (_, { syncId, event, actor }) => Promise.resolve(void left.push([syncId, event, actor])),
      };
      expect(await parked.skip(TOPIC, a, consumption, 'grace')).toEqual({ skipped: 1, flows: true });
      expect(await seenBy(dataSource, a)).toEqual([2, 3, 4, 6]);
      expect(left).toEqual([
        [undefined, undefined, 'grace'],
        [lost, undefined, 'grace'],
      ]);
      expect(await stand()).toEqual({ tenants: 0, streams: 0, records: 0, bytes: 0, shed: 0, seconds: 0 });
      expect(await dataSource.query('SELECT FROM parked_shed')).toEqual([]);
    });
  });

  it('is taken again in several transactions, however much waits; what is taken stays taken when one is refused', async () => {
    const count = 1_250;
    const rest = Array.from({ length: count }, (_, i) => placed(request(a, i + 1), i + 1, i + 1));
    await consumer.consume([foreign(a, '{torn', 0), ...rest], contextOf(), noting);
    await dataSource.query(`UPDATE parked_events SET value = $1 WHERE seq = (SELECT min(seq) FROM parked_events)`, [
      Buffer.from(request(a, 2_000).json),
    ]);
    const transactions = new Set<string>();
    const refusing: Consumption = {
      handle: async (tx, events) => {
        const [row] = await tx.query<{ id: string }[]>('SELECT pg_current_xact_id()::text AS id');
        transactions.add(row!.id);
        if (events.some((event) => numberOf(event) === 700)) await tx.query(`SELECT 'x'::int`);
        await note(tx, events);
      },
    };
    await expect(parked.retry(TOPIC, a, refusing, 'grace')).rejects.toThrow(StillParkedError);
    expect(await seenBy(dataSource, a)).toEqual([2_000, ...Array.from({ length: 699 }, (_, i) => i + 1)]);
    expect(await parked.list({ topic: '', tenantId: '' }, 10)).toMatchObject([
      { waiting: count - 699, code: 'sqlstate-22P02' },
    ]);
    expect(await parked.skip(TOPIC, a, refusing, 'grace')).toEqual({ skipped: 1, flows: true });
    expect(await seenBy(dataSource, a)).toHaveLength(count);
    expect(transactions.size).toBeGreaterThan(3);
  });
});
