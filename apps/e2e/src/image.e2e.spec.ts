import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { readJson } from '@people-sync/shipping';
import { aTenantId, Containers, describeReal, type RunningSystem, services, startSystem } from '@people-sync/testing';
import { Customer } from './doors/customer.client';
import { row } from './doors/staff';

const root = join(__dirname, '..', '..', '..');
const { version } = readJson(join(root, 'package.json')) as { version: string };

/** What no image may weigh more than, its base aside. */
const LIMIT_BYTES = 250 * 1024 * 1024;

/** Says which files of the image its user may change. */
const WRITABLE = `
  const fs = require('node:fs');
  const found = fs.readdirSync('/app', { recursive: true }).filter((name) => {
    try { fs.accessSync('/app/' + name, fs.constants.W_OK); return true; } catch { return false; }
  });
  console.log(JSON.stringify(found));`;

describeReal('image')('the image', () => {
  const engine = process.env['TEST_DOCKER_HOST'] ?? '';
  const plain = new Containers(`people-sync:${version}`, engine);
  const node = (...args: string[]) =>
    plain.ask('run', '--rm', '--network', 'none', '--entrypoint', 'node', plain.image, ...args);

  it('says what it is, and what is in it', async () => {
    const [found] = JSON.parse(await plain.ask('inspect', plain.image)) as [
      { readonly Config: { readonly Labels: Record<string, string>; readonly User: string } },
    ];
    expect(found.Config.User).toBe('10001:10001');
    expect(found.Config.Labels).toMatchObject({
      'org.opencontainers.image.title': 'PeopleSync',
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.revision': expect.stringMatching(/^([0-9a-f]{40}|unknown)$/),
      'org.opencontainers.image.licenses': expect.any(String),
    });
    const list = found.Config.Labels['net.wethrive.peoplesync.sbom'] ?? '';
    const { bomFormat, components } = JSON.parse(await node('-p', `require('fs').readFileSync('${list}', 'utf8')`)) as {
      bomFormat: string;
      components: { name: string }[];
    };
    expect(bomFormat).toBe('CycloneDX');
    expect(components.map(({ name }) => name)).toEqual(expect.arrayContaining(['pg', 'kafkajs', 'react']));
  });

  it('weighs at most 250 MB more than its base', async () => {
    const sizeOf = async (image: string) => Number(await plain.ask('inspect', '-f', '{{.Size}}', image));
    const layers = JSON.parse(await plain.ask('inspect', '-f', '{{json .RootFS.Layers}}', plain.image)) as string[];
    const base = process.env['TEST_IMAGE_BASE'] ?? '';
    const below = JSON.parse(await plain.ask('inspect', '-f', '{{json .RootFS.Layers}}', base)) as string[];
    expect(layers.slice(0, below.length)).toEqual(below);
    const own = (await sizeOf(plain.image)) - (await sizeOf(base));
    expect(own).toBeGreaterThan(50 * 1024 * 1024);
    expect(own).toBeLessThan(LIMIT_BYTES);
  });

  it('holds the services and provision, no simulator and nothing for a first try, and says so', () => {
    const docker = ['-H', engine, 'run', '--rm', '--network', 'none', plain.image];
    for (const word of [[], ['simulator'], ['trial', 'keys'], ['/bin/sh']]) {
      const going = (): unknown => execFileSync('docker', [...docker, ...word], { stdio: 'pipe' });
      expect(going).toThrow(
        'name what to run: audit, check, credentials, gateway, peoplehr-fetcher, provision, reconciler, single, wethrive-writer\n',
      );
    }
  });

  it('has nothing that its user may change, and needs no shell', async () => {
    expect(JSON.parse(await node('-e', WRITABLE))).toEqual([]);
    // The base that the tests make has none, so whatever runs here runs without.
    await expect(plain.ask('run', '--rm', '--entrypoint', '/bin/sh', plain.image, '-c', 'true')).rejects.toThrow(
      /no such file/,
    );
  });

  describeReal('postgres', 'kafka')("in the chart's security context", () => {
    const containers = new Containers(`people-sync:${version}-trial`, engine);
    let system: RunningSystem;
    let isStopped = false;
    beforeAll(async () => {
      system = await startSystem({ form: 'distributed', containers });
    });
    afterAll(() => (isStopped ? undefined : system.stop()));

    it('connects a customer, syncs their people and shows them over HTTP', async () => {
      const rows = ['PW1', 'PW2', 'PW3'].map((id) => row(id));
      const customer = await Customer.create(system, aTenantId(), { rows });
      await customer.mustConnect();
      expect(await customer.sync()).toMatchObject({ status: 'completed', seen: 3, applied: { joined: 3 } });
      expect([...(await customer.people()).keys()].sort()).toEqual(['PW1', 'PW2', 'PW3']);
      await customer.inPeopleHr('POST', '/employees/PW3/leave', { leavingDate: '2026-01-31' });
      expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { left: 1 } });
      expect((await fetch(`${system.http}/`)).headers.get('content-type')).toContain('text/html');
    });

    it('was prepared by provision, as a container of its own', async () => {
      expect(await containers.endOf('provision')).toEqual({ code: 0, ranOutOfMemory: false });
    });

    it('ends on SIGTERM by itself, each service with code 0', async () => {
      isStopped = true;
      for (const service of services) {
        await system.terminate(service);
        expect([service, await containers.endOf(service)]).toEqual([service, { code: 0, ranOutOfMemory: false }]);
      }
      await system.stop();
    });
  });
});
