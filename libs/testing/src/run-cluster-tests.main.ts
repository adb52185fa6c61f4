import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { missingMeans } from './cluster/means';
import { kafkaJars } from './servers/kafka';

const root = join(__dirname, '..', '..', '..');
const scripts = join(root, 'libs', 'testing', 'kubernetes');
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');

/** What get.sh ends with where the node's programs cannot be had. */
const NOT_HERE = 3;

class SkippedError extends Error {}

let running: ChildProcess | undefined;

/** Runs a program to its end; its standard output is returned, or shown where `show` is set. @throws if it fails */
async function run(
  program: string,
  args: readonly string[],
  { env = {}, show = false }: { env?: Record<string, string>; show?: boolean } = {},
): Promise<string> {
  const child = spawn(program, args, {
    cwd: root,
    stdio: ['ignore', show ? 'inherit' : 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  running = child;
  let out = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  const code = await new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done));
  running = undefined;
  if (code === NOT_HERE) throw new SkippedError(`${program} says why above`);
  if (code !== 0) throw new Error(`${program} ended with ${code ?? 'a signal'}`);
  return out.trim();
}

const began = Date.now();
let stageBegan = began;
/** Tells what begins, and how long the last stage took. */
function stage(name: string): void {
  const seconds = (since: number): string => ((Date.now() - since) / 1000).toFixed(1);
  process.stdout.write(`--- ${seconds(began)} s (+${seconds(stageBegan)} s): ${name}\n`);
  stageBegan = Date.now();
}

/** What is shipped, as the Dockerfile's build makes it. */
const runtime = (to: string, ...more: string[]): Promise<string> =>
  run('npm', ['run', '--silent', 'runtime', '--', to, ...more]);

/** The engine that made the image (`npm run image`); empty without one: then what is in it is made here. */
const engine = process.env['TEST_DOCKER_HOST'] ?? '';

/** The very image that is shipped. @throws if the engine has none of this version */
async function savedImage(to: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return run('docker', ['-H', engine, 'save', '--output', to, `people-sync:${version}`]);
}

/**
 * Starts a Kubernetes node with what stands around PeopleSync, and runs the cluster tests inside of it. CLUSTER_STATE
 * names a folder that keeps the node: it goes on running, and the next run finds it (images are made anew).
 */
async function main(patterns: readonly string[]): Promise<number> {
  const missing = missingMeans();
  if (missing.length > 0) throw new SkippedError(missing.join('; '));
  const kept = process.env['CLUSTER_STATE'];
  const state = kept === undefined ? await mkdtemp(join(tmpdir(), 'peoplesync-node-')) : resolve(kept);
  await mkdir(state, { recursive: true });
  const work = await mkdtemp(join(state, 'work-'));
  const script = (name: string): string => join(scripts, name);
  let KUBE_BIN = '';
  const inNode = (...command: string[]): Promise<string> =>
    run(script('node.sh'), ['exec', state, ...command], { env: { KUBE_BIN }, show: true });
  try {
    stage('the programs of a node (the first time they are built, which takes long)');
    KUBE_BIN = await run(script('get.sh'), []);
    stage('images');
    const [product, simulator] = [join(work, 'product'), join(work, 'simulator')];
    await (engine === '' ? runtime(product) : savedImage(product));
    await runtime(simulator, 'peoplehr-simulator');
    const images = join(state, 'images');
    await run(script('images.sh'), [KUBE_BIN, product, simulator, images], { env: { KAFKA_JARS: await kafkaJars() } });
    if (existsSync(join(state, 'ready'))) {
      stage('images into the node that runs');
      for (const name of ['backing', 'product'])
        await inNode('ctr', '-n', 'k8s.io', 'images', 'import', join(images, `${name}.tar`));
    } else {
      stage('the node');
      const owner: Record<string, string> = kept === undefined ? { KUBE_OWNER: String(process.pid) } : {};
      await run(script('node.sh'), ['up', state], { env: { KUBE_BIN, ...owner } });
    }
    stage('names, PostgreSQL, Kafka, PeopleHR');
    await inNode(script('backing.sh'));
    stage('tests');
    const chosen = patterns.length > 0 ? ['--testPathPatterns', ...patterns] : [];
    // Two suites at a time: each has an installation of its own, and mostly waits. Forced, since a test that gave up on a
    // broker may leave a client that would try for ever.
    const args = ['--selectProjects', 'cluster', '--maxWorkers=2', '--verbose', '--forceExit', ...chosen];
    await run(script('node.sh'), ['exec', state, process.execPath, jest, ...args], {
      env: { KUBE_BIN, CLUSTER_NODE: state },
      show: true,
    });
    stage('end');
    return 0;
  } finally {
    await rm(work, { recursive: true, force: true });
    if (kept === undefined) {
      if (KUBE_BIN !== '') await run(script('node.sh'), ['down', state], { env: { KUBE_BIN } });
      await rm(state, { recursive: true, force: true });
    }
  }
}

// The node goes down when what runs in it has ended.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => running?.kill(signal));

void main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    const said = error instanceof Error ? error.message : String(error);
    if (!(error instanceof SkippedError)) process.stderr.write(`${said}\n`);
    else process.stderr.write(`\n!!! Nothing was tested on a Kubernetes node: ${said}\n`);
    const isAllowed = error instanceof SkippedError && process.env['REQUIRE_REAL_PARTS'] !== '1';
    if (isAllowed) process.stdout.write('\n0 passed, 0 failed, 1 skipped\n');
    process.exit(isAllowed ? 0 : 1);
  },
);
