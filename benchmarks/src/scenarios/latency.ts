import { Kafka, logLevel } from 'kafkajs';
import type { Measured } from '../measured-system';

/** Click to done, and the bare broker's round trip, in milliseconds. */
export interface Latency {
  readonly clickP50: number;
  readonly clickP95: number;
  readonly roundTripP50: number;
  readonly roundTripP95: number;
}

const WARM_UP = 10;
const EMPLOYEES = 50;

const percentile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0;

/** One company of 50, one change before each click, warm services; beside a plain kafkajs round trip of 1 KB. */
export async function compareLatency(system: Measured, clicks: number): Promise<Latency> {
  const tenantId = 'latency';
  const { companyId, key } = await system.peoplehr.company(EMPLOYEES, 1);
  await system.door.createTenant(tenantId);
  await system.door.connect(tenantId, key);
  const taken: number[] = [];
  for (let n = 0; n < WARM_UP + clicks; n++) {
    await system.peoplehr.change(companyId, 1 / EMPLOYEES, n + 1);
    const started = performance.now();
    const status = await system.door.watch(tenantId, await system.door.sync(tenantId));
    if (!status.startsWith('completed')) throw new Error(`the sync ended as ${status}`);
    if (n >= WARM_UP) taken.push(performance.now() - started);
  }
  const trips = await roundTrips(system.brokers, clicks);
  return {
    clickP50: percentile(taken, 0.5),
    clickP95: percentile(taken, 0.95),
    roundTripP50: percentile(trips, 0.5),
    roundTripP95: percentile(trips, 0.95),
  };
}

async function roundTrips(brokers: readonly string[], count: number): Promise<number[]> {
  const kafka = new Kafka({ brokers: [...brokers], clientId: 'bench', logLevel: logLevel.NOTHING });
  const topic = `bench-round-trip-${process.pid}`;
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 1 }] });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 500, minBytes: 1 });
  await producer.connect();
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let arrived: () => void = () => undefined;
  await consumer.run({
    eachMessage: () => {
      arrived();
      return Promise.resolve();
    },
  });
  const value = 'x'.repeat(1000);
  const taken: number[] = [];
  for (let n = 0; n < WARM_UP + count; n++) {
    const done = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const started = performance.now();
    await producer.send({ topic, acks: -1, messages: [{ value }] });
    await done;
    if (n >= WARM_UP) taken.push(performance.now() - started);
  }
  await consumer.disconnect();
  await producer.disconnect();
  await admin.deleteTopics({ topics: [topic] });
  await admin.disconnect();
  return taken;
}
