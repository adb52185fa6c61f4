import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const library = join(__dirname, '../../dist/index.js');

/** A service as its own process; it offers HTTP with health and metrics, and takes what `env` says. */
const program = `
  const p = require(${JSON.stringify(library)});
  class AppModule {}
  const imports = process.env.MIGRATIONS ? [p.databaseModule({ schema: 'sample', entities: [], migrations: [] })] : [];
  require('@nestjs/common').Module({ imports })(AppModule);
  p.runMain('sample', async (env, stop) => {
    if (env.STOP_AT_START) setImmediate(() => process.kill(process.pid, 'SIGTERM'));
    return p.startService({
    name: 'sample', module: AppModule, config: p.loadConfig(p.UserFacingConfig, env), stop,
    http: { port: Number(env.PORT), host: '127.0.0.1' },
  })});`;

const good = {
  DATABASE_URL: 'postgres://nobody@localhost/none',
  AUTH_ISSUER: 'urn:x',
  AUTH_JWKS_FILE: '/nowhere',
  LOG_LEVEL: 'silent',
  PORT: '0',
};

function run(env: Record<string, string>): {
  child: ChildProcessWithoutNullStreams;
  said(): string;
  ended: Promise<unknown>;
} {
  const child = spawn(process.execPath, ['-e', program], { cwd: join(__dirname, '../..'), env });
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)));
  return { child, said: () => text, ended };
}

async function upWith(env: Record<string, string>) {
  const started = run(env);
  await new Promise<void>((resolve, reject) => {
    started.child.stderr.on('data', () => {
      if (started.said().includes('is up')) resolve();
    });
    void started.ended.then(() => reject(new Error(started.said())));
  });
  return started;
}

describe('a service as a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('stops cleanly with code 0 on %s', async (signal) => {
    const { child, ended } = await upWith(good);
    child.kill(signal);
    expect(await ended).toBe(0);
  });

  it('closes what a start had opened when it is told to stop before it is through', async () => {
    const { child, said, ended } = run({ ...good, STOP_AT_START: '1' });
    expect(await ended).toBe(0);
    expect(said()).toContain('sample is up');
    expect(child.signalCode).toBeNull();
  });

  it('ends with code 0, without a complaint, when it is told to stop while it waits for its schema', async () => {
    const { child, said, ended } = run({ ...good, LOG_LEVEL: 'warn', MIGRATIONS: 'wait' });
    // The lines of its log say what it waits for.
    await new Promise<void>((resolve) =>
      child.stdout.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('waits for its schema')) resolve();
      }),
    );
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(said()).toBe('');
  });

  it('names every bad variable in one sentence and ends with code 1', async () => {
    const { said, ended } = run({ ...good, DATABASE_URL: 'c4n4ry', AUTH_ISSUER: '' });
    expect(await ended).toBe(1);
    expect(said()).toMatch(
      /^sample: The configuration cannot be used: AUTH_ISSUER is missing; DATABASE_URL [^;]+\.\n$/,
    );
    expect(said()).not.toContain('c4n4ry');
  });

  it('says which port is taken and ends with code 1', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { said, ended } = run({ ...good, PORT: `${port}` });
    expect(await ended).toBe(1);
    expect(said()).toBe(
      `sample: 127.0.0.1:${port} cannot be used: another program has this port. Set PORT to a free one.\n`,
    );
    await new Promise((resolve) => other.close(resolve));
  });

  describe('whose lines go to a file', () => {
    let folder: string;
    let file: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'peoplesync-run-main-'));
      file = join(folder, 'logs', 'sample.log');
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    it.each([
      ['a variable cannot be used', { DATABASE_URL: 'c4n4ry' }, /^The configuration cannot be used: DATABASE_URL /],
      ['the level of its log is none', { LOG_LEVEL: 'loud' }, /^The configuration cannot be used: LOG_LEVEL /],
      [
        'its database is away',
        { DATABASE_URL: 'postgres://x:c4n4ry@127.0.0.1:1/x', MIGRATIONS: 'run' },
        /^The database x on /,
      ],
      ['its address is none of this machine', { MANAGEMENT_PORT: '0', MANAGEMENT_HOST: '192.0.2.1' }, /192\.0\.2\.1/],
    ])('says in it too why it does not start when %s', async (_what, wrong, sentence) => {
      const { said, ended } = run({ ...good, LOG_LEVEL: 'info', LOG_FILE: file, ...wrong });
      expect(await ended).toBe(1);
      const text = await readFile(file, 'utf8');
      const last = JSON.parse(text.trim().split('\n').at(-1) ?? '') as { err: { message: string } };
      expect(last).toMatchObject({ level: 'fatal', service: 'sample', msg: 'the process ends', context: 'runMain' });
      expect(last.err.message).toMatch(sentence);
      expect(said()).toBe(`sample: ${last.err.message}\n`);
      expect(text + said()).not.toContain('c4n4ry');
    });

    it('ends all the same when the file is what cannot be used, and says so on standard error', async () => {
      const { said, ended } = run({ ...good, LOG_LEVEL: 'info', LOG_FILE: '/dev/null/sample.log' });
      expect(await ended).toBe(1);
      expect(said()).toMatch(/^sample: LOG_FILE \(\/dev\/null\/sample\.log\) cannot be used\. /);
    });
  });
});
