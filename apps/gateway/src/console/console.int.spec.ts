import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeReal, provideTestDatabase } from '@people-sync/testing';
import { GatewayRig } from '../rig/gateway.testkit';

describeReal('postgres')('the console', () => {
  let rig: GatewayRig;

  beforeAll(async () => {
    const directory = await mkdtemp(join(tmpdir(), 'console-'));
    await mkdir(join(directory, 'assets'));
    await writeFile(join(directory, 'index.html'), '<!doctype html><title>PeopleSync</title>');
    await writeFile(join(directory, 'icon.svg'), '<svg/>');
    await writeFile(join(directory, 'assets', 'app-1a2b3c.js'), 'export {};');
    rig = await GatewayRig.start(await provideTestDatabase(), { CONSOLE_DIR: directory });
  });
  afterAll(() => rig.stop());

  it.each(['/', '/people', '/people/11111111-1111-4111-8111-111111111111?tab=history', '/profile'])(
    'is shown at %s, and asked for again each time',
    async (path) => {
      const page = await rig.http('GET', path);
      expect(page.status).toBe(200);
      expect(page.text).toContain('<title>PeopleSync</title>');
      expect(page.headers.get('cache-control')).toBe('no-cache');
      expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    },
  );

  it('has files that are kept for good, and others that are not', async () => {
    const asset = await rig.http('GET', '/assets/app-1a2b3c.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-type')).toContain('javascript');
    expect((await rig.http('GET', '/icon.svg')).headers.get('cache-control')).toBe('no-cache');
  });

  it('never stands in for the interface, and never for a file that is missing', async () => {
    expect((await rig.http('GET', '/v1/tenants/acme')).text).not.toContain('<title>');
    const unknown = [
      '/v1/nothing',
      '/v1',
      '/v1/',
      '/v2',
      '/v2/tenants/acme',
      '/v1.1/tenants',
      '/V1/nothing',
      '//v1/nothing',
    ];
    for (const path of [...unknown, '/v1/tenants/acme/nothing', '/health/nothing', '/metrics/nothing']) {
      for (const accept of ['*/*', 'text/html']) {
        const answer = await rig.http('GET', path, { headers: { accept } });
        expect([path, answer.status]).toEqual([path, 404]);
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
        expect(answer.body).toMatchObject({ type: expect.stringMatching(/\/not-found$/), status: 404 });
      }
    }
    expect((await rig.http('GET', '/assets/gone.js')).text).not.toContain('<title>');
    expect((await rig.http('GET', '/openapi.json')).body['openapi']).toBe('3.1.0');
    expect((await rig.http('POST', '/people')).status).toBe(404);
    expect((await rig.http('GET', '/assets/../../../etc/passwd')).text).not.toContain('root:');
  });

  it('must be there if it is configured', async () => {
    await expect(rig.another({ CONSOLE_DIR: '/nowhere' })).rejects.toThrow('CONSOLE_DIR holds no index.html');
  });
});
