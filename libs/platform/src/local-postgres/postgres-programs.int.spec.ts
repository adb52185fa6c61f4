import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mayEnter, postgresPrograms, postgresUser, ROOTS_PLACE } from './postgres-programs';

/** Only root has to do without what only root may enter; anybody else sees the plain case. */
const asRoot = process.getuid?.() === 0;

describe('the PostgreSQL that comes with npm', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'only owner-'));
    chmodSync(home, 0o700);
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it('runs as the database’s user also out of a project that only its owner may enter', async () => {
    const user = await postgresUser();
    const { initdb } = await postgresPrograms({});
    const project = join(home, 'node_modules', 'postgres');
    cpSync(dirname(dirname(dirname(initdb))), project, { recursive: true, verbatimSymlinks: true });
    const program = (name: string): string => join(project, 'native', 'bin', name);
    const installed = { initdb: program('initdb'), pg_ctl: program('pg_ctl'), postgres: program('postgres') };
    expect(await mayEnter(installed.initdb, user)).toBe(!asRoot);
    const usable = await postgresPrograms(user, installed);
    const version = execFileSync(usable.postgres, ['--version'], { ...user, cwd: '/', encoding: 'utf8' });
    expect(version).toMatch(/^postgres \(PostgreSQL\) 18\./);
    expect(usable.initdb.startsWith(asRoot ? ROOTS_PLACE : project)).toBe(true);
  });

  it('lies, if it had to be copied, where nobody but root can change it', async () => {
    const user = await postgresUser();
    const { postgres } = await postgresPrograms(user);
    for (const path of asRoot ? [postgres, dirname(postgres)] : []) {
      const { uid, mode } = lstatSync(path);
      expect([uid, mode & 0o022]).toEqual([0, 0]);
    }
  });
});
