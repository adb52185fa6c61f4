import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readiness } from './readiness';

const servers: Server[] = [];

/** The port of a service whose health says this. */
async function serviceThatSays(status: number, body: unknown): Promise<number> {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/health/ready' ? status : 404).end(JSON.stringify(body));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('asking services for their health', () => {
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  });

  it('is content when every one is ready', async () => {
    const [one, other] = [await serviceThatSays(200, { status: 'ok' }), await serviceThatSays(200, { status: 'ok' })];
    const seen = await readiness({ CHECK_SERVICES: `127.0.0.1:${one},127.0.0.1:${other}` });
    expect(seen).toEqual({
      lines: [one, other].map((port) => `127.0.0.1:${port} (127.0.0.1:${port}) is ready`),
      allReady: true,
    });
  });

  it('says which one is not ready, and what it misses', async () => {
    const well = await serviceThatSays(200, { status: 'ok' });
    const ill = await serviceThatSays(503, { status: 'unavailable', failing: ['database', 'messaging'] });
    const { lines, allReady } = await readiness({ CHECK_SERVICES: `127.0.0.1:${well},127.0.0.1:${ill}` });
    expect(allReady).toBe(false);
    expect(lines[1]).toBe(`127.0.0.1:${ill} (127.0.0.1:${ill}) is not ready: database, messaging`);
  });

  it('is not content with a service of which nothing runs, or that is somebody else', async () => {
    const stranger = await serviceThatSays(502, 'no such thing');
    const { lines, allReady } = await readiness({
      CHECK_SERVICES: `nobody.invalid:9464,127.0.0.1:1,127.0.0.1:${stranger}`,
    });
    expect(allReady).toBe(false);
    expect(lines).toEqual([
      'nobody.invalid has no address: none of its instances is ready',
      '127.0.0.1:1 (127.0.0.1:1) does not answer',
      `127.0.0.1:${stranger} (127.0.0.1:${stranger}) is not ready: it answers 502`,
    ]);
  });

  it('refuses what is no place', async () => {
    await expect(readiness({ CHECK_SERVICES: 'http://gateway/health' })).rejects.toThrow('host:port');
  });
});
