import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { aTenantId, eventually, freePorts, startSystem } from '@people-sync/testing';
import { Customer } from './doors/customer.client';

const program = join(__dirname, '..', '..', 'all-in-one', 'dist', 'main.js');
const linkProgram = join(__dirname, '..', '..', 'all-in-one', 'dist', 'link.main.js');

/** Ends a test that would wait for ever; a busy machine may take its time to start everything. */
const UP_WITHIN_MS = 240_000;

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** What a test that failed has left running. */
const started = new Set<ChildProcess>();

/** `npm start`, as a process whose end is awaited. */
function start(env: Readonly<Record<string, string>>, cwd?: string) {
  const child = spawn(process.execPath, [program], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', GRPC_PORT: '0', ...env },
  });
  started.add(child);
  child.once('close', () => started.delete(child));
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, output })));
  return { child, ended, output: () => output };
}

describe('npm start', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'peoplesync-start-'));
    await chmod(folder, 0o711);
  });
  afterEach(async () => {
    for (const child of started) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps everything over a restart, also after it was killed', async () => {
    const system = await startSystem({ form: 'embedded' });
    try {
      const customer = await Customer.create(system, aTenantId(), { employees: 5, seed: 1 });
      await customer.mustConnect();
      await customer.sync();
      const before = await customer.people();
      await system.restart('all-in-one');
      expect(await customer.people()).toEqual(before);
      expect(await customer.call('GET', '/integrations/peoplehr')).toMatchObject({ body: { status: 'connected' } });
    } finally {
      await system.stop();
    }
  });

  it('prints where to click, writes ready.json for its owner only, and Ctrl-C stops it cleanly', async () => {
    const { child, ended, output } = start({ PEOPLESYNC_DATA_DIR: folder });
    const ready = join(folder, 'ready.json');
    await eventually(() => expect(output()).toContain('PeopleSync is ready.'), UP_WITHIN_MS);
    expect(output()).toMatch(/Open +http:\/\/127\.0\.0\.1:\d+\/#code=[\w-]{43}\s/);
    const facts = JSON.parse(await readFile(ready, 'utf8')) as Record<string, string>;
    expect(Object.keys(facts).sort()).toEqual(['grpc', 'http', 'peoplehr', 'tenant', 'token']);
    expect(
      (
        await fetch(`${facts['http'] ?? ''}/v1/tenants/demo`, {
          headers: { authorization: `Bearer ${facts['token'] ?? ''}` },
        })
      ).status,
    ).toBe(200);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0 });
    expect(existsSync(ready)).toBe(false);
  });

  it('keeps keys, logs and data for its owner, also in a folder that others could read before', async () => {
    await writeFile(join(folder, 'peoplesync.log'), '', { mode: 0o644 });
    await mkdir(join(folder, 'authority'), { mode: 0o755 });
    const first = start({ PEOPLESYNC_DATA_DIR: folder });
    await eventually(() => expect(first.output()).toContain('PeopleSync is ready.'), UP_WITHIN_MS);
    first.child.kill('SIGTERM');
    await first.ended;
    for (const wide of ['secrets.json', 'authority/signing-key.json', 'postgres/postgres.log']) {
      await chmod(join(folder, wide), 0o666);
    }
    await chmod(folder, 0o755);
    const { child, ended, output } = start({ PEOPLESYNC_DATA_DIR: folder });
    await eventually(() => expect(output()).toContain('PeopleSync is ready.'), UP_WITHIN_MS);
    const open: string[] = [];
    for (const name of await readdir(folder, { recursive: true })) {
      // PostgreSQL keeps its own; it refuses to start if others may read it.
      if (name.startsWith(join('postgres', 'data', '/'))) continue;
      const { mode } = await stat(join(folder, name));
      if ((mode & 0o077) !== 0) open.push(`${name} ${(mode & 0o777).toString(8)}`);
    }
    expect(open).toEqual([]);
    // As root, PostgreSQL runs as a user of its own, who may pass through and not look around.
    expect((await stat(folder)).mode & 0o777).toBe(process.getuid?.() === 0 ? 0o710 : 0o700);
    child.kill('SIGTERM');
    await ended;
  });

  it('gives a fresh link as often as it is asked for, each of which opens once', async () => {
    const { child, ended, output } = start({ PEOPLESYNC_DATA_DIR: folder });
    await eventually(() => expect(output()).toContain('PeopleSync is ready.'), UP_WITHIN_MS);
    const printed = /http\S+#code=\S+/.exec(output())?.[0] ?? '';
    const links = [printed, await freshLink(folder), await freshLink(folder)];
    expect(new Set(links).size).toBe(3);
    for (const link of links) {
      const { origin, hash } = new URL(link);
      const open = () =>
        fetch(`${origin}/v1/session`, {
          method: 'POST',
          headers: { origin, 'x-peoplesync-console': '1', 'content-type': 'application/json' },
          body: JSON.stringify({ code: hash.replace('#code=', '') }),
        });
      expect(await (await open()).json()).toMatchObject({ tenant: 'demo', company: 'Northwind Tiles' });
      expect((await open()).status).toBe(401);
    }
    child.kill('SIGTERM');
    await ended;
    await expect(freshLink(folder)).rejects.toThrow('No PeopleSync runs with');
  });

  it.each([
    [
      'a taken port',
      async (): Promise<Record<string, string>> => ({ PORT: String(await takenPort()) }),
      /cannot be used: another program has this port\. Set PORT/,
    ],
    ['a broken data directory', brokenData, /holds no PostgreSQL database\. Restore it from a backup, or delete it/],
    ['a damaged file of secrets', damagedSecrets, /secrets\.json is damaged\. Restore it from a backup/],
    [
      'a variable that makes no sense',
      (): Promise<Record<string, string>> => Promise.resolve({ PORT: 'high' }),
      /PORT must/,
    ],
    [
      'a PostgreSQL that does not answer',
      async (): Promise<Record<string, string>> => ({
        DATABASE_URL: `postgres://u:p@127.0.0.1:${(await freePorts(1))[0] ?? 0}/x`,
      }),
      /PostgreSQL in DATABASE_URL does not answer/,
    ],
  ])('ends with one clear sentence on %s', async (_name, prepare, sentence) => {
    const { ended } = start({ PEOPLESYNC_DATA_DIR: folder, ...(await prepare(folder)) });
    const { code, output } = await ended;
    expect(code).toBe(1);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toMatch(sentence);
  });

  it('starts in a folder that only its owner may enter, says where the data are, and finds them again', async () => {
    const project = join(folder, 'a new comer');
    await mkdir(project, { mode: 0o700 });
    const told: string[] = [];
    try {
      for (let times = 0; times < 2; times += 1) {
        const { child, ended, output } = start({}, project);
        await eventually(() => expect(output()).toContain('PeopleSync is ready.'), 60_000);
        const data = /The data stay in (.*)/.exec(output())?.[1] ?? '';
        told.push(data);
        const { ino } = await stat(join(data, 'postgres', 'data', 'PG_VERSION'));
        told.push(String(ino));
        // PostgreSQL's own, and nobody else's.
        expect((await stat(join(data, 'postgres', 'data'))).mode & 0o777).toBe(0o700);
        child.kill('SIGINT');
        expect(await ended).toMatchObject({ code: 0 });
      }
      expect(told.slice(2)).toEqual(told.slice(0, 2));
    } finally {
      if (told[0]?.includes('a-new-comer-') === true) await rm(told[0], { recursive: true, force: true });
    }
  });

  it('does not share its data directory with a second one', async () => {
    const first = start({ PEOPLESYNC_DATA_DIR: folder });
    await eventually(() => expect(first.output()).toContain('PeopleSync is ready.'), UP_WITHIN_MS);
    const second = await start({ PEOPLESYNC_DATA_DIR: folder }).ended;
    expect(second).toMatchObject({ code: 1, output: expect.stringMatching(/running already .* Stop it first/) });
    first.child.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0 });
  });
});

/** `npm run link`. */
async function freshLink(folder: string): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', PEOPLESYNC_DATA_DIR: folder };
  return (await promisify(execFile)(process.execPath, [linkProgram], { env })).stdout.trim();
}

/** A port that somebody listens on until the tests end. */
async function takenPort(): Promise<number> {
  const server = createServer().unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function brokenData(folder: string): Promise<Record<string, string>> {
  await mkdir(join(folder, 'postgres', 'data'), { recursive: true });
  await writeFile(join(folder, 'postgres', 'data', 'junk'), 'x');
  return {};
}

async function damagedSecrets(folder: string): Promise<Record<string, string>> {
  await writeFile(join(folder, 'secrets.json'), '{"keyring":');
  return {};
}
