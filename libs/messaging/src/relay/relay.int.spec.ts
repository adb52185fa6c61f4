import { readHead } from '@people-sync/contracts';
import { aTenantId, describeReal, eventually, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import type { DataSource } from 'typeorm';
import { EventLog } from '../event-log/event-log';
import { openDatabase, request, storedStand } from '../messaging.testkit';
import { MessagingHealth } from '../messaging-health';
import { partitionOf } from '../stream/partition';
import type { EventTransport, LogEnds, OutBatch, Published } from '../transport/event-transport';
import { Relay } from './relay';

/** A broker that keeps what it acknowledged, and can be away. */
class Broker implements EventTransport {
  readonly kind = 'embedded';
  readonly positions: number[] = [];
  readonly taken: [partition: number, position: number][] = [];
  away = false;
  /** Partitions without a leader: as with Kafka, what the others take is kept, and the request as a whole fails. */
  readonly leaderless = new Set<number>();
  /** The largest request that a partition takes, in records. */
  most = Infinity;
  /** Set: what was published is kept, but the answer gets lost. */
  loseAnswers = false;
  inFlight = 0;
  mostInFlight = 0;

  async publish(batches: readonly OutBatch[]): Promise<Published> {
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    await new Promise((resolve) => setImmediate(resolve));
    this.inFlight -= 1;
    if (this.away) throw new Error('the broker is away');
    const refused = batches.filter(
      ({ partition, records }) => this.leaderless.has(partition) || records.length > this.most,
    );
    for (const { partition, records } of batches.filter((batch) => !refused.includes(batch))) {
      for (const { value } of records) {
        const position = readHead(Buffer.from(value))?.position ?? NaN;
        this.positions.push(position);
        this.taken.push([partition, position]);
      }
    }
    if (refused.length > 0) throw new Error('a partition refuses');
    if (this.loseAnswers) throw new Error('the answer was lost');
    return new Map();
  }

  ends(): Promise<LogEnds> {
    return Promise.resolve(new Map());
  }

  newest(): Promise<undefined> {
    return Promise.reject(new Error('nobody asks'));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

describeReal('postgres')('the relay', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let broker: Broker;
  let relays: Relay[];
  const log = new EventLog();
  const tenant = aTenantId();
  const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

  const start = (transport: EventTransport = broker): MessagingHealth => {
    const health = new MessagingHealth();
    const relay = new Relay(
      { service: 't', groupId: 't', emits: true, consumes: false },
      transport,
      dataSource,
      health,
    );
    relay.onApplicationBootstrap();
    relays.push(relay);
    return health;
  };
  const stop = () => Promise.all(relays.splice(0).map((relay) => relay.onApplicationShutdown()));
  const append = (count: number) =>
    dataSource.transaction((tx) =>
      log.append(
        tx,
        Array.from({ length: count }, (_, i) => request(tenant, i + 1)),
      ),
    );

  const unpublished = async () => (await storedStand(dataSource, 't')).unpublished;

  beforeEach(async () => {
    database = await provideTestDatabase();
    dataSource = await openDatabase(database.url);
    broker = new Broker();
    relays = [];
  });

  afterEach(async () => {
    await stop();
    await dataSource.destroy();
    await database.drop();
  });

  it('publishes a long backlog in order, one request at a time', async () => {
    await append(9000);
    const health = start();
    await eventually(() => expect(health.published).toBe(9000));
    expect(broker.positions).toEqual(upTo(9000));
    expect(broker.mostInFlight).toBe(1);
    expect(await unpublished()).toBe(0);
  });

  it('keeps what the broker does not take, says so without leaving readiness, and goes on where it stopped', async () => {
    broker.away = true;
    const health = start();
    await append(3);
    await eventually(() => expect(health.relayProblem).toBe('events are not published: the broker is away'));
    expect(await unpublished()).toBe(3);
    expect(health.problem).toBeUndefined();
    broker.away = false;
    await eventually(() => expect(broker.positions).toEqual(upTo(3)));
    await eventually(() => expect(health.relayProblem).toBeUndefined());
  });

  it('publishes again, in order and without a gap, what it had no answer for', async () => {
    broker.loseAnswers = true;
    start();
    await append(3);
    await eventually(() => expect(broker.positions.length).toBeGreaterThanOrEqual(3));
    broker.loseAnswers = false;
    await append(1);
    await eventually(() => expect(broker.positions.slice(-4)).toEqual(upTo(4)));
  });

  it('publishes on its way out what was committed last', async () => {
    start();
    await append(5);
    await stop();
    // On a busy machine its last rounds may outlast the patience of the stop.
    await eventually(() => expect(broker.positions).toEqual(upTo(5)));
  });

  it('lets one of several processes lead, and another take over from its place', async () => {
    const first = start();
    await append(1);
    await eventually(() => expect(first.published).toBe(1));
    const second = start();
    await append(1);
    await eventually(() => expect(first.published).toBe(2));
    expect(second.published).toBe(0);
    expect([first.relayLeads, second.relayLeads]).toEqual([true, false]);
    await relays.shift()?.onApplicationShutdown();
    await append(1);
    await eventually(() => expect(second.published).toBe(1));
    expect(broker.positions).toEqual([1, 2, 3]);
    expect([first.relayLeads, second.relayLeads]).toEqual([false, true]);
  });

  it('gives up its lead with its connection and comes back', async () => {
    const health = start();
    await append(1);
    await eventually(() => expect(health.published).toBe(1));
    await dataSource.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    await append(1);
    await eventually(() => expect(broker.positions).toEqual([1, 2]));
  });

  it('publishes what other partitions take, once, while one has no leader, and that one when it has one again', async () => {
    let other = aTenantId();
    while (partitionOf(other) === partitionOf(tenant)) other = aTenantId();
    const appendOther = (count: number) =>
      dataSource.transaction((tx) =>
        log.append(
          tx,
          Array.from({ length: count }, (_, i) => request(other, i + 1)),
        ),
      );
    const positionsOf = (one: string) =>
      broker.taken.filter(([partition]) => partition === partitionOf(one)).map(([, position]) => position);
    broker.leaderless.add(partitionOf(tenant));
    await append(3);
    await appendOther(2500);
    const health = start();
    await eventually(() => expect(health.published).toBe(2500));
    expect(health.relayProblem).toBe('events are not published: a partition refuses');
    expect(health.relayStreamsHeld).toBe(1);
    expect(await unpublished()).toBe(3);
    // From here on the healthy partition is never sent again what it has.
    const before = positionsOf(other).length;
    await appendOther(10);
    await eventually(() => expect(health.published).toBe(2510));
    expect(positionsOf(other).slice(before)).toEqual(Array.from({ length: 10 }, (_, i) => 2501 + i));
    broker.leaderless.clear();
    await eventually(() => expect(health.published).toBe(2513));
    expect(positionsOf(tenant)).toEqual([1, 2, 3]);
    await eventually(() => expect(health.relayProblem).toBeUndefined());
    expect(await unpublished()).toBe(0);
  });

  it('makes requests smaller until the topic takes them', async () => {
    broker.most = 100;
    await append(1200);
    const health = start();
    await eventually(() => expect(health.published).toBe(1200));
    expect(broker.positions).toEqual(upTo(1200));
  });

  it('does not let a busy stream hold up another one', async () => {
    let other = aTenantId();
    while (partitionOf(other) === partitionOf(tenant)) other = aTenantId();
    await append(20_000);
    await dataSource.transaction((tx) => log.append(tx, [request(other, 1)]));
    const rounds: string[][] = [];
    const noting: EventTransport = {
      kind: 'embedded',
      publish: async (batches) => {
        rounds.push(batches.flatMap((batch) => batch.records.map((record) => record.key)));
        return broker.publish(batches);
      },
      ends: () => broker.ends(),
      newest: () => broker.newest(),
      close: () => Promise.resolve(),
    };
    start(noting);
    await eventually(() => expect(rounds.length).toBeGreaterThan(0));
    expect(rounds[0]).toContain(other);
  });
});
