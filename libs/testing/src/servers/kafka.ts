import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { againIfPortsAreTaken, freePorts } from './free-ports';
import { hasBroker } from './kafka.probe';
import { mortal } from './mortal';
import { hasEnded, StartedServers } from './started-servers';
import { type SecuredListener, securedListener } from './kafka.secured';
import { serverFolder, sweep } from './sweep';
import type { TestServer } from './test-server';
import { waitFor } from './wait-for';

const run = promisify(execFile);
const POM = join(__dirname, '..', '..', 'kafka', 'pom.xml');
const PROPERTIES = 'server.properties';
/** One that ends by itself is not waited for: the machine may be busy. */
const START_MS = 300_000;

/** A broker that a test may also kill and start again. */
export interface EmbeddedKafka extends TestServer {
  /** Another way to the same broker, if it was asked for. */
  readonly secured: SecuredListener | undefined;
  kill(): Promise<void>;
  /** On the same port, with the same data. */
  start(): Promise<void>;
}

/**
 * Kafka's own jars on the machine's Java: one node, broker and controller in one small JVM.
 * @param isSecured adds a listener that takes TLS and a login only; its certificate takes some seconds.
 */
export async function embeddedKafka({ isSecured = false } = {}): Promise<EmbeddedKafka> {
  const jars = await kafkaJars();
  await sweep('kafka');
  const folder = await serverFolder('kafka');
  const started = new StartedServers(() => rm(folder, { recursive: true, force: true }));
  return started.orStop(async () => {
    await format(join(folder, 'data'));
    const { port, secured } = await againIfPortsAreTaken(async () => {
      const [broker = 0, controller = 0, third = 0] = await freePorts(3);
      const added = isSecured ? await securedListener(folder, third) : undefined;
      await writeFile(join(folder, PROPERTIES), settings(folder, broker, controller, added));
      await launch(jars, folder, broker, started);
      return { port: broker, secured: added?.listener };
    });
    return {
      how: 'embedded',
      secured,
      address: `127.0.0.1:${port}`,
      kill: () => started.end('SIGKILL'),
      start: () => launch(jars, folder, port, started),
      stop: () => started.stop(),
    };
  });
}

/** The jars, fetched once per version into the user's cache; parallel runs and kills in between do no harm. */
export async function kafkaJars(): Promise<string> {
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

function settings(
  folder: string,
  port: number,
  controller: number,
  secured?: Awaited<ReturnType<typeof securedListener>>,
): string {
  const more = secured ? `,SECURED://${secured.listener.address}` : '';
  const values: Record<string, string | number | boolean> = {
    ...secured?.settings,
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}${more}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}${more}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURED:SASL_SSL',
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

async function launch(jars: string, folder: string, port: number, started: StartedServers): Promise<void> {
  const log = join(folder, 'broker.log');
  const out = openSync(log, 'w');
  const java = [
    '-Xmx192m',
    '-Xms32m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Xshare:auto',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  ];
  const broker = spawn(...mortal('java', [...java, '-cp', join(jars, '*'), 'kafka.Kafka', join(folder, PROPERTIES)]), {
    stdio: ['ignore', out, out],
    cwd: folder,
  });
  closeSync(out);
  started.add(broker, 'SIGKILL');
  await writeFile(join(folder, 'kafka.pid'), String(broker.pid));
  const ready = async (): Promise<void> => {
    if (!(await hasBroker(`127.0.0.1:${port}`))) throw new Error('no broker answers yet');
  };
  await waitFor('Kafka', START_MS, ready, { ended: () => hasEnded(broker), log: () => readFile(log, 'utf8') });
}
