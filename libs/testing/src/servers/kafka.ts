import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePorts } from './free-ports';
import { serverFolder, sweep } from './sweep';
import type { TestServer } from './test-server';

const run = promisify(execFile);
const POM = join(__dirname, '..', '..', 'kafka', 'pom.xml');
const START_MS = 60_000;

/** A broker that a test may also kill and start again. */
export interface EmbeddedKafka extends TestServer {
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Kafka's own jars on the machine's Java: one node, broker and controller in one small JVM. */
export async function embeddedKafka(): Promise<EmbeddedKafka> {
  const jars = await kafkaJars();
  await sweep('kafka');
  const folder = await serverFolder('kafka');
  const [port = 0, controller = 0] = await freePorts(2);
  const properties = join(folder, 'server.properties');
  await writeFile(properties, settings(folder, port, controller));
  await format(join(folder, 'data'));
  let broker = await launch(jars, folder, properties, port);
  const onExit = (): void => void broker.kill('SIGKILL');
  process.once('exit', onExit);
  const kill = async (): Promise<void> => {
    if (broker.exitCode !== null || broker.signalCode !== null) return;
    const ended = new Promise((resolve) => broker.once('exit', resolve));
    broker.kill('SIGKILL');
    await ended;
  };
  return {
    how: 'embedded',
    address: `127.0.0.1:${port}`,
    kill,
    start: async () => {
      broker = await launch(jars, folder, properties, port);
    },
    stop: async () => {
      process.removeListener('exit', onExit);
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The jars, fetched once per version into the user's cache; parallel runs and kills in between do no harm. */
async function kafkaJars(): Promise<string> {
  const cache = process.env['PEOPLESYNC_CACHE_DIR'] ?? join(homedir(), '.cache', 'people-sync');
  const version = createHash('sha256')
    .update(await readFile(POM))
    .digest('hex')
    .slice(0, 12);
  const folder = join(cache, `kafka-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const next = await mkdtemp(join(cache, '.next-'));
  await run(
    'mvn',
    ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${next}`],
    { timeout: 300_000 },
  );
  await rename(next, folder).catch(async (error: unknown) => {
    await rm(next, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  });
  return folder;
}

function settings(folder: string, port: number, controller: number): string {
  const values: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': join(folder, 'data'),
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': false,
    // A killed broker is let in again after two seconds instead of nine.
    'broker.session.timeout.ms': 2000,
    'broker.heartbeat.interval.ms': 300,
    'num.network.threads': 2,
    'num.io.threads': 2,
    'background.threads': 2,
    // The cleaner's default buffer alone is larger than the heap.
    'log.cleaner.dedupe.buffer.size': 8 << 20,
    'log.index.size.max.bytes': 1 << 20,
  };
  return `${Object.entries(values)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join('\n')}\n`;
}

/** What the storage tool writes; a directory id may not begin with a dash. */
async function format(data: string): Promise<void> {
  const id = (): string => randomBytes(16).toString('base64url').replace(/^[-_]/, 'A');
  await mkdir(data, { recursive: true });
  await writeFile(join(data, 'meta.properties'), `version=1\nnode.id=1\ncluster.id=${id()}\ndirectory.id=${id()}\n`);
}

async function launch(jars: string, folder: string, properties: string, port: number): Promise<ChildProcess> {
  const log = openSync(join(folder, 'broker.log'), 'a');
  const java = [
    '-Xmx192m',
    '-Xms32m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Xshare:auto',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  ];
  const broker = spawn('java', [...java, '-cp', join(jars, '*'), 'kafka.Kafka', properties], {
    stdio: ['ignore', log, log],
    cwd: folder,
  });
  await writeFile(join(folder, 'pid'), String(broker.pid));
  const deadline = Date.now() + START_MS;
  while (!(await hasBroker(port))) {
    if (broker.exitCode !== null)
      throw new Error(`Kafka ended: ${(await readFile(join(folder, 'broker.log'), 'utf8')).slice(-1500)}`);
    if (Date.now() > deadline) throw new Error('Kafka is not ready in time');
    await wait(50);
  }
  return broker;
}

/** Asks for metadata (version 1, no topics): ready means that at least one broker is named. */
async function hasBroker(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const client = Buffer.from('probe');
    const request = Buffer.alloc(18 + client.length);
    let at = request.writeInt32BE(request.length - 4, 0);
    at = request.writeInt16BE(3, at);
    at = request.writeInt16BE(1, at);
    at = request.writeInt32BE(7, at);
    at = request.writeInt16BE(client.length, at);
    at += client.copy(request, at);
    request.writeInt32BE(0, at);
    let answer = Buffer.alloc(0);
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    const done = (ready: boolean): void => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(1500, () => done(false));
    socket.on('error', () => done(false));
    socket.on('close', () => done(false));
    socket.on('data', (part) => {
      answer = Buffer.concat([answer, part]);
      if (answer.length >= 12) done(answer.readInt32BE(8) > 0);
    });
  });
}
