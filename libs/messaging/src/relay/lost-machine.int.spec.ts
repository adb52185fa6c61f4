import { readHead } from '@people-sync/contracts';
import { aTenantId, describeReal, eventually, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { DataSource } from 'typeorm';
import { EventConsumer } from '../consumer/event-consumer';
import { EventLog } from '../event-log/event-log';
import { contextOf, note, openDatabase, placed, request, seenBy } from '../messaging.testkit';
import { MessagingHealth } from '../messaging-health';
import { livelyConnection, serverNotices } from '../storage/connection-settings';
import type { EventTransport, LogEnds, OutBatch, Published } from '../transport/event-transport';
import { DeadNetwork } from './dead-network.testkit';
import { Relay } from './relay';

/** Notes the positions that it was given. */
class Broker implements EventTransport {
  readonly kind = 'embedded';
  readonly positions: number[] = [];

  publish(batches: readonly OutBatch[]): Promise<Published> {
    for (const { value } of batches.flatMap((batch) => batch.records)) {
      this.positions.push(readHead(Buffer.from(value))?.position ?? NaN);
    }
    return Promise.resolve(new Map());
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

/** Far above the half minute that is promised, which a busy machine may miss: the defaults would take two hours. */
const LONG_MS = 120_000;
jest.setTimeout(2 * LONG_MS);

describeReal('postgres')('a machine that vanishes, or whose network does', () => {
  const options = { service: 't', groupId: 't', emits: true, consumes: true };
  const log = new EventLog();
  const tenant = aTenantId();
  let database: TestDatabase;
  let network: DeadNetwork;
  let near: DataSource;
  let far: DataSource;
  let broker: Broker;
  let relays: Relay[];

  beforeEach(async () => {
    database = await provideTestDatabase();
    near = await openDatabase(database.url);
    network = await DeadNetwork.to(database.url);
    far = new DataSource({
      type: 'postgres',
      url: network.addressOf(database.url),
      poolSize: 4,
      installExtensions: false,
      extra: { ...livelyConnection, options: serverNotices },
    });
    await far.initialize();
    broker = new Broker();
    relays = [];
  });

  afterEach(async () => {
    network.close();
    await Promise.all(relays.map((relay) => relay.onApplicationShutdown()));
    await near.destroy();
    await far.destroy();
    await database.drop();
  });

  const relayOver = (dataSource: DataSource): MessagingHealth => {
    const health = new MessagingHealth();
    const relay = new Relay(options, broker, dataSource, health);
    relay.onApplicationBootstrap();
    relays.push(relay);
    return health;
  };
  const append = (): Promise<void> => near.transaction((tx) => log.append(tx, [request(tenant, 1)]));
  const published = (positions: number[]): Promise<void> =>
    eventually(() => expect([...new Set(broker.positions)]).toEqual(positions), LONG_MS);

  it('loses the lead: another process publishes what waits', async () => {
    relayOver(far);
    await append();
    await published([1]);
    // Nothing of the machine comes back over a new connection either.
    network.die({ forGood: true });
    relayOver(near);
    await append();
    await published([1, 2]);
  });

  it('says so while events wait, and publishes again over a new connection', async () => {
    const health = relayOver(far);
    await append();
    await published([1]);
    network.die();
    await append();
    await eventually(() => expect(health.relayProblem).toMatch(/^events are not published: /), LONG_MS);
    await published([1, 2]);
    await eventually(() => expect([health.relayProblem, health.problem]).toEqual([undefined, undefined]));
  });

  it('loses the partition that it held in the middle of a batch', async () => {
    const consumer = (dataSource: DataSource) => new EventConsumer(dataSource, options, new MessagingHealth());
    const batch = [placed(request(tenant, 1), 1)];
    let vanished = false;
    const lost = consumer(far).consume(batch, contextOf(), {
      handle: async (tx, events) => {
        await note(tx, events);
        network.die();
        vanished = true;
        await new Promise(() => undefined);
      },
    });
    void lost.catch(() => undefined);
    await eventually(() => expect(vanished).toBe(true));
    await consumer(near).consume(batch, contextOf(), { handle: note });
    expect(await seenBy(near, tenant)).toEqual([1]);
  });
});
