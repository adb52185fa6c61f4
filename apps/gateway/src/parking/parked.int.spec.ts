import { refusal } from '@people-sync/platform';
import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { AT } from '../rig/answers.testkit';
import { GatewayRig } from '../rig/gateway.testkit';

const TOPIC = 'peoplesync.changes';

describeReal('postgres')('events that a service could not take', () => {
  let rig: GatewayRig;
  let token: string;
  let tenant: string;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase());
    token = await rig.token('peoplesync.platform');
  });
  afterAll(() => rig.stop());
  beforeEach(async () => {
    tenant = aTenantId();
    const stream = {
      topic: TOPIC,
      code: 'not-json',
      reason: 'is not JSON',
      parkedAt: AT,
      waiting: 3,
      bytes: 900,
      shed: 0,
    };
    rig.neighbours.parked = [
      { ...stream, tenantId: 'acme' },
      { ...stream, tenantId: 'northwind' },
    ];
    await rig.sql.query('DELETE FROM gateway.parked_streams');
    await rig.sql.query(
      `INSERT INTO gateway.parked_streams (topic, tenant_id, code, reason, waiting, bytes, shed)
       VALUES ($1, $2, 'not-json', 'is not JSON', 1, 1, 4)`,
      [TOPIC, tenant],
    );
    await rig.sql.query(`INSERT INTO gateway.parked_events (topic, tenant_id, value) VALUES ($1, $2, '{')`, [
      TOPIC,
      tenant,
    ]);
  });

  const list = async (query = '') => (await rig.http('GET', `/v1/parked${query}`, { token })).body;
  const idOf = async (service: string) =>
    (await list()).items.find((one) => one['service'] === service)?.parkedId ?? '';
  const say = async (id: string, word: 'retry' | 'skip', headers = {}) =>
    rig.http('POST', `/v1/parked/${id}/${word}`, { token, headers: { 'acting-user': 'grace', ...headers } });

  it('are told of every service, page by page', async () => {
    const all = (await list()).items;
    expect(all.map(({ service, tenant: of }) => [service, of])).toEqual([
      ['gateway', tenant],
      ['reconciler', 'acme'],
      ['reconciler', 'northwind'],
      ['wethrive-writer', 'acme'],
      ['wethrive-writer', 'northwind'],
      ['peoplehr-fetcher', 'acme'],
      ['peoplehr-fetcher', 'northwind'],
      ['audit', 'acme'],
      ['audit', 'northwind'],
    ]);
    expect(all[0]).toMatchObject({
      topic: TOPIC,
      code: 'not-json',
      reason: 'is not JSON',
      waiting: 1,
      bytes: 1,
      shed: 4,
    });
    expect(all[1]).toMatchObject({ waiting: 3, parkedAt: AT });
    for (const limit of [1, 2, 3]) {
      const seen: unknown[] = [];
      let next = '';
      for (;;) {
        const { items, nextCursor } = await list(`?limit=${limit}${next}`);
        expect(items.length).toBeLessThanOrEqual(limit);
        seen.push(...items.map(({ parkedId }) => parkedId));
        if (nextCursor === null) break;
        next = `&cursor=${nextCursor}`;
      }
      expect(seen).toEqual(all.map(({ parkedId }) => parkedId));
    }
  });

  it('are tried again where they wait, once, by whoever says so', async () => {
    const id = await idOf('reconciler');
    rig.neighbours.asked.length = 0;
    const once = { 'idempotency-key': `retry-${tenant}` };
    for (const answer of [await say(id, 'retry', once), await say(id, 'retry', once)]) {
      expect([answer.status, answer.body]).toMatchObject([200, { skipped: 0, flows: true }]);
    }
    expect(rig.neighbours.requestsOf('retryParked')).toEqual([{ topic: TOPIC, tenantId: 'acme', actor: 'grace' }]);
    rig.neighbours.refusals.set('retryParked', refusal('still-parked', 'acme stays: is not JSON'));
    const refused = await say(id, 'retry');
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      type: expect.stringMatching(/still-parked$/),
      detail: 'acme stays: is not JSON',
    });
  });

  it('are left out where they wait, with the name of whoever said so', async () => {
    const answer = await say(await idOf('wethrive-writer'), 'skip');
    expect([answer.status, answer.body]).toMatchObject([200, { skipped: 1, flows: false }]);
    expect(rig.neighbours.requestsOf('skipParked').at(-1)).toEqual({ topic: TOPIC, tenantId: 'acme', actor: 'grace' });
  });

  it('may be the gateway’s own', async () => {
    const id = await idOf('gateway');
    const refused = await say(id, 'retry');
    expect(refused.status).toBe(409);
    expect(refused.body.type).toMatch(/still-parked$/);
    expect((await say(id, 'skip')).body).toMatchObject({ skipped: 1, flows: true });
    expect(await idOf('gateway')).toBe('');
    for (const word of ['retry', 'skip'] as const) expect((await say(id, word)).status).toBe(404);
  });

  it('have ids; what is none is nothing', async () => {
    for (const id of ['nothing', Buffer.from('nobody a b').toString('base64url')]) {
      expect((await say(id, 'skip')).status).toBe(404);
    }
    expect((await rig.http('GET', '/v1/parked?cursor=bm8', { token })).status).toBe(400);
  });
});
