import { createHash } from 'node:crypto';
import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { GatewayRig } from '../rig/gateway.testkit';
import { aCode, Browser } from './browser.testkit';

const grace = 'grace@northwind.example';

describeReal('postgres')('somebody who signs in with a browser', () => {
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
  });

  const own = (path = '') => `/v1/tenants/${tenant}${path}`;
  const rows = async (table: 'sessions' | 'session_codes', subject = grace): Promise<number> => {
    const { rows: found } = await rig.sql.query(
      `SELECT 1 FROM gateway.${table} WHERE tenant_id = $1 AND subject = $2`,
      [tenant, subject],
    );
    return found.length;
  };
  /** As if all sessions of the company had begun and been used so much earlier. */
  const age = (interval: string) =>
    rig.sql.query(
      `UPDATE gateway.sessions SET created_at = created_at - $2::interval, used_at = used_at - $2::interval,
              ends_at = ends_at - $2::interval WHERE tenant_id = $1`,
      [tenant, interval],
    );

  it('comes in by a one-time code, as the person and for the company that it was made for', async () => {
    const answer = await browser.signIn({ code: await aCode(rig, tenant) });
    const session = { subject: grace, roles: ['peoplesync.admin'], tenant, company: 'Northwind Tiles' };
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual(session);
    expect((await browser.call('GET', '/v1/session')).body).toEqual(session);
    const started = await browser.call('POST', own('/syncs'), { mode: 'apply' });
    expect(started.status).toBe(202);
    expect(started.body['requestedBy']).toBe(grace);
  });

  it('comes in by a pasted token, with what the token gives and no longer than it', async () => {
    const token = await rig.authority.userToken({ subject: 'vera', roles: ['peoplesync.auditor'], tenant }, 90);
    expect((await browser.signIn({ token })).status).toBe(201);
    const seconds = Number(/Max-Age=(\d+)/.exec(browser.set ?? '')?.[1]);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(90);
    expect((await browser.call('GET', own('/people'))).status).toBe(200);
    expect((await browser.call('POST', own('/syncs'), { mode: 'apply' })).status).toBe(403);
    await age('91 seconds');
    expect((await browser.call('GET', own('/people'))).status).toBe(401);
  });

  it('is the platform with a token of the platform, and sees each company', async () => {
    await browser.signIn({ token: await rig.token('peoplesync.platform') });
    expect((await browser.call('GET', '/v1/session')).body).toMatchObject({ tenant: null, company: null });
    expect((await browser.call('GET', own())).status).toBe(200);
  });

  it('has a cookie that no script sees and no other site sends', async () => {
    await browser.signIn({ code: await aCode(rig, tenant) });
    const port = new URL(rig.gateway.http ?? '').port;
    expect(browser.set).toMatch(
      new RegExp(`^peoplesync-${port}=[\\w-]{43}; Path=/; Max-Age=(43199|43200); HttpOnly; SameSite=Strict$`),
    );
  });

  it('has a cookie for HTTPS only, which nobody else can set, where a proxy ends TLS', async () => {
    const behind = await rig.another({ PUBLIC_ORIGIN: 'https://peoplesync.example' });
    const proxied = new Browser(rig, behind);
    const code = await aCode(rig, tenant);
    const from = { origin: 'https://peoplesync.example' };
    expect((await proxied.call('POST', '/v1/session', { code }, from)).status).toBe(201);
    expect(proxied.set).toMatch(/^__Host-peoplesync=.*; Secure$/);
    expect((await proxied.call('GET', own())).status).toBe(200);
    expect((await proxied.call('POST', own('/syncs'), { mode: 'apply' }, from)).status).toBe(202);
    expect((await proxied.call('POST', own('/syncs'), { mode: 'apply' })).status).toBe(403);
    await behind.close();
  });

  it('gets a link in which there is no token, where the address of the console is known', async () => {
    const token = await rig.token('peoplesync.platform');
    const { status, body } = await rig.http('POST', own('/session-codes'), {
      token,
      body: { subject: grace, roles: ['peoplesync.admin'] },
    });
    expect(status).toBe(201);
    expect(body['link']).toBe(`${rig.gateway.http ?? ''}/#code=${String(body['code'])}`);
    expect(Date.parse(String(body['expiresAt']))).toBeGreaterThan(Date.now());
    const client = await rig.grpc(token);
    const made = await client.createSessionCode({
      tenant,
      subject: grace,
      roles: { items: ['OFFERED_ROLE_PEOPLESYNC_AUDITOR'] },
    });
    client.close();
    expect(made).not.toHaveProperty('link');
    expect((await browser.signIn({ code: made.code })).body['roles']).toEqual(['peoplesync.auditor']);
  });

  it('stays signed in over a restart, and at whichever gateway answers', async () => {
    await browser.signIn({ code: await aCode(rig, tenant) });
    const other = await rig.another({ HTTP_PORT: '0' });
    const there = new Browser(rig, other);
    // The port is in the cookie's name on one machine only; behind one address it is the same.
    there.cookie = browser.cookie?.replace(/^peoplesync-\d+/, `peoplesync-${new URL(other.http ?? '').port}`);
    expect((await there.call('GET', own())).status).toBe(200);
    expect((await there.call('DELETE', '/v1/session')).status).toBe(204);
    expect((await browser.call('GET', own())).status).toBe(401);
    await other.close();
  });

  it('is signed out in every tab, and the cookie is taken away', async () => {
    await browser.signIn({ code: await aCode(rig, tenant) });
    const cookie = browser.cookie;
    expect((await browser.call('DELETE', '/v1/session')).status).toBe(204);
    expect(browser.set).toContain('Max-Age=0');
    browser.cookie = cookie;
    expect((await browser.call('GET', own())).status).toBe(401);
    expect((await browser.call('DELETE', '/v1/session')).status).toBe(204);
    expect(await rows('sessions')).toBe(0);
  });

  it('is signed out after two hours without a request, and stays in as long as there are some', async () => {
    await browser.signIn({ code: await aCode(rig, tenant) });
    for (let hours = 0; hours < 3; hours++) {
      await rig.sql.query(
        `UPDATE gateway.sessions SET used_at = used_at - interval '119 minutes' WHERE tenant_id = $1`,
        [tenant],
      );
      expect((await browser.call('GET', own())).status).toBe(200);
    }
    await rig.sql.query(`UPDATE gateway.sessions SET used_at = used_at - interval '121 minutes' WHERE tenant_id = $1`, [
      tenant,
    ]);
    expect((await browser.call('GET', own())).status).toBe(401);
  });

  it('is signed out after twelve hours in any case', async () => {
    await browser.signIn({ code: await aCode(rig, tenant) });
    await rig.sql.query(`UPDATE gateway.sessions SET ends_at = ends_at - interval '12 hours' WHERE tenant_id = $1`, [
      tenant,
    ]);
    expect((await browser.call('GET', own())).status).toBe(401);
  });

  it('is signed out when the company is gone', async () => {
    const short = aTenantId();
    await rig.http('PUT', `/v1/tenants/${short}`, {
      token: await rig.token('peoplesync.platform'),
      body: { name: 'Short-lived Ltd', unlimited: true },
    });
    await browser.signIn({ code: await aCode(rig, short) });
    const unspent = await aCode(rig, short);
    await rig.sql.query('DELETE FROM gateway.tenants WHERE tenant_id = $1', [short]);
    expect((await browser.call('GET', '/v1/session')).status).toBe(401);
    expect((await new Browser(rig).signIn({ code: unspent })).status).toBe(401);
  });

  it('is not signed in for a company that does not exist, nor by a token of nobody', async () => {
    const odd = [
      await rig.token('peoplesync.admin', 'no-such-tenant'),
      await rig.token('peoplesync.admin', 'Not A Name'),
      await rig.authority.userToken({ subject: 'x'.repeat(201), roles: ['peoplesync.admin'], tenant }),
      await rig.authority.userToken({ subject: 'a\u0000b', roles: ['peoplesync.admin'], tenant }),
      await rig.authority.userToken({ subject: 'nobody', roles: [], tenant }),
      'no.token',
    ];
    for (const token of odd) {
      const refused = await browser.signIn({ token });
      expect(refused.status).toBe(401);
      expect(refused.body.type).toMatch(/\/sign-in-refused$/);
    }
    expect(browser.cookie).toBeUndefined();
  });

  it('sees whom a link would sign in before it is used up', async () => {
    const code = await aCode(rig, tenant);
    const offered = await browser.call('POST', '/v1/session/preview', { code });
    expect(offered.status).toBe(200);
    expect(offered.body).toMatchObject({ subject: grace, company: 'Northwind Tiles' });
    expect(browser.cookie).toBeUndefined();
    expect((await browser.signIn({ code })).status).toBe(201);
    expect((await browser.call('POST', '/v1/session/preview', { code })).status).toBe(401);
  });

  it.each([
    [{}, 'code'],
    [{ code: 'x', token: 'y' }, 'code'],
    [{ code: '' }, 'code'],
    [{ code: 7 }, 'code'],
    [{ token: 'x'.repeat(8193) }, 'token'],
    [{ code: 'x', replace: 'yes' }, 'replace'],
    [{ code: 'x', subject: 'ada' }, 'subject'],
  ])('gets told what is wrong with %j', async (body, field) => {
    const answer = await browser.signIn(body);
    expect(answer.status).toBe(400);
    expect(answer.body.fields.map((wrong) => wrong.field)).toContain(field);
  });

  it('is in with twenty browsers at most, and has twenty codes waiting at most: the oldest give way', async () => {
    const first = new Browser(rig);
    await first.signIn({ code: await aCode(rig, tenant) });
    for (let more = 0; more < 20; more++) await new Browser(rig).signIn({ code: await aCode(rig, tenant) });
    expect(await rows('sessions')).toBe(20);
    expect((await first.call('GET', own())).status).toBe(401);
    const oldest = await aCode(rig, tenant);
    for (let more = 0; more < 20; more++) await aCode(rig, tenant);
    expect(await rows('session_codes')).toBe(20);
    expect((await browser.signIn({ code: oldest })).status).toBe(401);
  });

  it('leaves nothing in the database that would sign anybody in', async () => {
    const code = await aCode(rig, tenant);
    await browser.signIn({ code: await aCode(rig, tenant) });
    const [, secret = ''] = (browser.cookie ?? '').split('=');
    const { rows: stored } = await rig.sql.query<{ digest: Buffer; line: string }>(
      `SELECT digest, s::text AS line FROM gateway.sessions s WHERE tenant_id = $1
        UNION ALL SELECT digest, c::text FROM gateway.session_codes c WHERE tenant_id = $1`,
      [tenant],
    );
    expect(stored).toHaveLength(2);
    for (const { line } of stored) {
      expect(line).not.toContain(secret);
      expect(line).not.toContain(code);
    }
    expect(stored.map(({ digest }) => digest)).toContainEqual(createHash('sha256').update(secret).digest());
    const keys = await rig.sql.query(
      `SELECT 1 FROM gateway.idempotency_keys WHERE answer::text LIKE '%' || $1 || '%'`,
      [code],
    );
    expect(keys.rows).toEqual([]);
  });

  it('is forgotten once the session or the code has ended', async () => {
    await browser.signIn({ code: await aCode(rig, tenant) });
    await aCode(rig, tenant);
    await rig.sql.query(`UPDATE gateway.sessions SET ends_at = now() WHERE tenant_id = $1`, [tenant]);
    await rig.sql.query(`UPDATE gateway.session_codes SET ends_at = now() WHERE tenant_id = $1`, [tenant]);
    const sweeping = await rig.another({ WATCHDOG_EVERY_MS: '20' });
    await eventually(async () => expect([await rows('sessions'), await rows('session_codes')]).toEqual([0, 0]));
    await sweeping.close();
  });
});
