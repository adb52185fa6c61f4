import { request as httpRequest } from 'node:http';
import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { GatewayRig } from '../rig/gateway.testkit';
import { aCode, Browser } from './browser.testkit';

const grace = 'grace@northwind.example';

describeReal('postgres')('nobody who is not the administrator comes in by their browser:', () => {
  let rig: GatewayRig;
  let tenant: string;
  let browser: Browser;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase());
  });
  afterAll(() => rig.stop());
  beforeEach(async () => {
    tenant = aTenantId();
    await rig.tenant(tenant);
    browser = new Browser(rig);
    await browser.signIn({ code: await aCode(rig, tenant) });
  });

  const own = (path = '') => `/v1/tenants/${tenant}${path}`;
  const syncs = async () => (await browser.call('GET', own('/syncs'))).body.items.length;

  const foreign: readonly (readonly [string, Record<string, string | undefined>])[] = [
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another site in an old browser', { origin: 'https://evil.example', 'sec-fetch-site': undefined }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
    ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['a form', { 'x-peoplesync-console': undefined }],
    ['whoever says nothing of where they are', { origin: undefined, 'sec-fetch-site': undefined }],
  ];
  const changing: readonly (readonly [string, string, unknown])[] = [
    ['POST', '/syncs', { mode: 'apply' }],
    ['PATCH', '/policy', { daysBeforeStart: 3 }],
    ['PUT', '/integrations/peoplehr', { apiKey: 'key-of-the-attacker' }],
    ['DELETE', '/integrations/peoplehr', undefined],
  ];

  it.each(foreign.flatMap(([from, headers]) => changing.map((call) => [from, ...call, headers] as const)))(
    'what %s makes the browser send changes nothing: %s %s',
    async (_from, method, path, body, headers) => {
      rig.neighbours.asked.length = 0;
      const answer = await browser.call(method, own(path), body, headers);
      expect(answer.status).toBe(403);
      expect(answer.body.type).toMatch(/\/not-from-console$/);
      expect(rig.neighbours.asked).toEqual([]);
      expect(await syncs()).toBe(0);
    },
  );

  it('a form of another site, with the types a form can send, is refused whatever is in it', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const headers = { 'content-type': type, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
      for (const [path, body] of [
        [own('/syncs'), '{"mode":"apply"}'],
        ['/v1/session', `{"code":"${await aCode(rig, tenant)}"}`],
      ] as const) {
        const answer = await browser.call('POST', path, body, { ...headers, 'x-peoplesync-console': undefined });
        expect([400, 403, 415]).toContain(answer.status);
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
    }
    expect(await syncs()).toBe(0);
  });

  it('another site learns nothing by a request that reads either, and no answer allows it to look', async () => {
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      expect((await browser.call('GET', own('/people'), undefined, headers)).status).toBe(403);
    }
    const asked = await browser.call('OPTIONS', own('/people'), undefined, { origin: 'https://evil.example' });
    const read = await browser.call('GET', own('/people'));
    for (const answer of [asked, read]) expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('nobody is signed in or out by another site', async () => {
    const attackers = await aCode(rig, tenant, 'eve@elsewhere.example');
    for (const [, headers] of foreign) {
      const victim = new Browser(rig);
      expect((await victim.call('POST', '/v1/session', { code: attackers }, headers)).status).toBe(403);
      expect((await victim.call('POST', '/v1/session/preview', { code: attackers }, headers)).status).toBe(403);
      expect(victim.cookie).toBeUndefined();
      expect((await browser.call('DELETE', '/v1/session', undefined, headers)).status).toBe(403);
    }
    expect((await browser.call('GET', own())).status).toBe(200);
    expect((await new Browser(rig).signIn({ code: attackers })).status).toBe(201);
  });

  it('a link of somebody else does not replace the session unless that is said', async () => {
    const elsewhere = aTenantId();
    const token = await rig.token('peoplesync.platform');
    await rig.http('PUT', `/v1/tenants/${elsewhere}`, { token, body: { name: 'Evil Ltd', unlimited: true } });
    for (const offered of [
      { code: await aCode(rig, elsewhere) },
      { code: await aCode(rig, tenant, 'eve@northwind.example') },
      { code: await aCode(rig, tenant, grace, ['peoplesync.auditor']) },
      { token: await rig.token('peoplesync.admin', elsewhere) },
    ]) {
      const cookie = browser.cookie;
      const answer = await browser.signIn(offered);
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({
        type: expect.stringMatching(/\/other-session$/),
        current: { subject: grace, company: 'Northwind Tiles' },
      });
      expect(browser.cookie).toBe(cookie);
      expect((await browser.call('GET', '/v1/session')).body).toMatchObject({ subject: grace, tenant });
    }
    const code = await aCode(rig, elsewhere);
    expect((await browser.signIn({ code })).body).toMatchObject({ offered: { company: 'Evil Ltd' } });
    expect((await browser.signIn({ code, replace: true })).body).toMatchObject({ tenant: elsewhere });
  });

  it('a code opens once, also when it is sent many times at the same moment to several gateways', async () => {
    const code = await aCode(rig, tenant);
    const other = await rig.another();
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) => new Browser(rig, index % 2 ? other : rig.gateway).signIn({ code })),
    );
    await other.close();
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(15).fill(401)]);
    const { rows } = await rig.sql.query('SELECT 1 FROM gateway.sessions WHERE tenant_id = $1', [tenant]);
    expect(rows).toHaveLength(2);
  });

  it('a code that is used, too old, another one or none at all gets one answer', async () => {
    const used = await aCode(rig, tenant);
    await new Browser(rig).signIn({ code: used });
    const old = await aCode(rig, tenant);
    await rig.sql.query(
      `UPDATE gateway.session_codes SET ends_at = ends_at - interval '10 minutes' WHERE tenant_id = $1`,
      [tenant],
    );
    const texts = new Set<string>();
    for (const code of [used, old, 'x'.repeat(43), 'x', "' OR 1=1 --", browser.cookie?.split('=')[1] ?? '']) {
      const answer = await new Browser(rig).signIn({ code });
      expect(answer.status).toBe(401);
      texts.add(answer.text);
    }
    texts.add((await new Browser(rig).signIn({ token: 'forged.to.ken' })).text);
    expect(texts.size).toBe(1);
  });

  it('a session that somebody else planted is not the one that the sign-in opens', async () => {
    const attacker = new Browser(rig);
    await attacker.signIn({ code: await aCode(rig, tenant, grace) });
    const planted = attacker.cookie;
    const victim = new Browser(rig);
    victim.cookie = planted;
    await victim.signIn({ code: await aCode(rig, tenant, grace) });
    expect(victim.cookie).not.toBe(planted);
    expect((await attacker.call('GET', own())).status).toBe(401);
    const made = new Browser(rig);
    made.cookie = `${planted?.split('=')[0] ?? ''}=${'A'.repeat(43)}`;
    await made.signIn({ code: await aCode(rig, tenant) });
    expect(made.cookie).not.toContain('A'.repeat(43));
  });

  it('a session of another company finds nothing here, and a second cookie makes it nobody', async () => {
    const elsewhere = aTenantId();
    await rig.tenant(elsewhere);
    const other = new Browser(rig);
    await other.signIn({ code: await aCode(rig, elsewhere) });
    const nothing = await rig.http('GET', '/v1/nothing', { token: await rig.token('peoplesync.platform') });
    for (const path of ['', '/people', '/integrations/peoplehr', '/syncs']) {
      const answer = await other.call('GET', own(path));
      expect(answer.status).toBe(404);
      expect(answer.text).toBe(nothing.text);
    }
    other.cookie = `${other.cookie ?? ''}; ${browser.cookie ?? ''}`;
    expect((await other.call('GET', own())).status).toBe(401);
  });

  it('a stolen cookie is worth nothing after the sign-out, also to an answer that is still being read', async () => {
    const started = await browser.call('POST', own('/syncs'), { mode: 'apply' });
    const stream = await fetch(`${browser.origin}${own(`/syncs/${started.body.syncId}/events`)}`, {
      headers: { cookie: browser.cookie ?? '' },
    });
    const reader = stream.body?.getReader();
    /** Reads on until it says this, or ends. */
    const read = async (word: string): Promise<string> => {
      let text = '';
      while (!text.includes(word)) {
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done) break;
        text += Buffer.from(value ?? []).toString();
      }
      return text;
    };
    expect(await read('"status"')).toContain('requested');
    const stolen = browser.cookie;
    await browser.call('DELETE', '/v1/session');
    browser.cookie = stolen;
    expect((await browser.call('GET', own())).status).toBe(401);
    expect((await browser.call('POST', own('/syncs'), { mode: 'apply' })).status).toBe(401);
    // What happens now is not told to whoever reads on.
    const token = await rig.token('peoplesync.platform');
    await rig.http('POST', own(`/syncs/${started.body.syncId}/cancel`), { token, body: {} });
    expect(await read('cancelled')).not.toContain('cancelled');
  });

  it('a bearer token is looked at alone: a good session beside a bad one is nobody', async () => {
    const elsewhere = await rig.token('peoplesync.admin', 'elsewhere');
    const both = (authorization: string) => browser.call('GET', own(), undefined, { authorization });
    expect((await both('Bearer no.token')).status).toBe(401);
    expect((await both('Basic YTpi')).status).toBe(401);
    expect((await both(`Bearer ${elsewhere}`)).status).toBe(404);
    expect((await both(`Bearer ${await rig.token('peoplesync.platform')}`)).status).toBe(200);
    const auditor = `Bearer ${await rig.token('peoplesync.auditor', tenant)}`;
    expect((await browser.call('POST', own('/syncs'), { mode: 'apply' }, { authorization: auditor })).status).toBe(403);
  });

  it('a person who signed in names nobody else as the one who pressed the button', async () => {
    const started = await browser.call('POST', own('/syncs'), { mode: 'apply' }, { 'acting-user': 'somebody-else' });
    expect(started.body['requestedBy']).toBe(grace);
  });

  it('no cookie travels in clear: over HTTP browsers sign in on this machine only', async () => {
    const { hostname, port } = new URL(browser.origin);
    const ask = (host: string) =>
      new Promise<{ status: number | undefined; text: string; cookies: number }>((resolve, reject) => {
        const body = JSON.stringify({ code: 'x'.repeat(43) });
        const headers = {
          host,
          origin: `http://${host}`,
          'x-peoplesync-console': '1',
          'content-type': 'application/json',
          'content-length': body.length,
        };
        const asked = httpRequest({ hostname, port, path: '/v1/session', method: 'POST', headers }, (response) => {
          let text = '';
          response.on('data', (chunk) => (text += String(chunk)));
          response.on('end', () =>
            resolve({ status: response.statusCode, text, cookies: response.headers['set-cookie']?.length ?? 0 }),
          );
        });
        asked.on('error', reject).end(body);
      });
    for (const host of ['peoplesync.example', `10.0.0.5:${port}`, 'localhost.evil.example']) {
      const answer = await ask(host);
      expect(answer).toMatchObject({ status: 403, cookies: 0 });
      expect(answer.text).toContain('https-needed');
    }
    expect((await ask(`localhost:${port}`)).status).toBe(401);
  });
});
