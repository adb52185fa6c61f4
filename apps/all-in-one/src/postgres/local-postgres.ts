import { execFile, spawnSync } from 'node:child_process';
import { appendFile, chmod, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type PostgresPrograms, postgresPrograms, type PostgresUser, StartError } from '@people-sync/platform';

const run = promisify(execFile);

/**
 * A PostgreSQL of this installation's own, in a folder, on a free loopback port.
 * It is started through pg_ctl, which gives it a session of its own: Ctrl-C reaches PeopleSync first, and the
 * database is stopped last. One that outlived a killed PeopleSync is stopped before the next start.
 */
export class LocalPostgres {
  /** A process that ends without stop() (Ctrl-C while starting) leaves no database behind. */
  private readonly onExit = () => {
    spawnSync(this.binaries.pg_ctl, ['stop', '-D', this.data, '-m', 'fast', '-w'], { ...this.owner, cwd: '/' });
  };

  private constructor(
    private readonly binaries: PostgresPrograms,
    private readonly data: string,
    private readonly owner: PostgresUser,
    /** Connection URL of the owner. */
    readonly url: string,
  ) {
    process.once('exit', this.onExit);
  }

  /** @throws StartError with what to do, when this machine cannot run it or the folder is damaged. */
  static async start(folder: string, password: string, owner: PostgresUser): Promise<LocalPostgres> {
    const binaries = await postgresPrograms(owner);
    const data = join(folder, 'data');
    await ownFolder(folder, owner);
    await initialise(binaries, folder, data, password, owner);
    await pgCtl(binaries, owner, ['stop', '-D', data, '-m', 'fast', '-w']).catch(() => undefined);
    const port = await freePort();
    const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 -c timezone=UTC`;
    try {
      await pgCtl(binaries, owner, [
        'start',
        '-D',
        data,
        '-w',
        '-t',
        '60',
        '-l',
        await ownLog(folder, owner),
        '-o',
        options,
      ]);
    } catch (cause) {
      const log = await readFile(join(folder, 'postgres.log'), 'utf8').catch(() => '');
      throw new StartError(
        `PostgreSQL does not start with the data in ${data}: ${lastReason(log)}. Restore the folder from a backup, or delete it to begin again.`,
        { cause },
      );
    }
    return new LocalPostgres(binaries, data, owner, `postgres://postgres:${password}@127.0.0.1:${port}/postgres`);
  }

  /** Stops it; everything committed is on disk. */
  async stop(): Promise<void> {
    process.removeListener('exit', this.onExit);
    await pgCtl(this.binaries, this.owner, ['stop', '-D', this.data, '-m', 'fast', '-w', '-t', '60']);
  }
}

/** The folder is the database's user's own; being another one than ours, it may pass through ours, and nobody else may. */
async function ownFolder(folder: string, { uid, gid }: PostgresUser): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  if (uid === undefined || gid === undefined) return;
  await chown(folder, uid, gid);
  const above = dirname(folder);
  await chown(above, (await stat(above)).uid, gid);
  await chmod(above, 0o710);
}

/** PostgreSQL's log, which quotes statements: for its owner only, also one that was there with wider rights. */
async function ownLog(folder: string, { uid, gid }: PostgresUser): Promise<string> {
  const path = join(folder, 'postgres.log');
  await appendFile(path, '', { mode: 0o600 });
  await chmod(path, 0o600);
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
  return path;
}

async function initialise(
  binaries: PostgresPrograms,
  folder: string,
  data: string,
  password: string,
  owner: PostgresUser,
): Promise<void> {
  if (await exists(join(data, 'PG_VERSION'))) return;
  if (await exists(data)) {
    throw new StartError(
      `${data} is there, but holds no PostgreSQL database. Restore it from a backup, or delete it to begin again.`,
    );
  }
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(passwordFile, owner.uid, owner.gid);
  try {
    await run(
      binaries.initdb,
      ['-D', data, '-U', 'postgres', `--pwfile=${passwordFile}`, '-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C'],
      { ...owner, cwd: '/' },
    );
  } catch (cause) {
    await rm(data, { recursive: true, force: true });
    throw new StartError(
      `PostgreSQL cannot make its database in ${data}. If it lies under a home directory that only root may enter, set PEOPLESYNC_DATA_DIR to another folder or start as an ordinary user.`,
      { cause },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function pgCtl(binaries: PostgresPrograms, owner: PostgresUser, args: string[]): Promise<void> {
  // Its output goes to a log file (-l); a pipe would be held open by the server and never end.
  await run(binaries.pg_ctl, args, { ...owner, cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } });
}

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const lastReason = (log: string): string =>
  log
    .split('\n')
    .filter((line) => /FATAL|PANIC|could not/.test(line))
    .at(-1)
    ?.replace(/^.*?(FATAL|PANIC|LOG):\s*/, '') ?? 'it gives no reason';

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
