import { GrpcError, refusal } from '@people-sync/platform';
import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { started } from '../rig/events.testkit';
import { GatewayRig } from '../rig/gateway.testkit';

describeReal('postgres')('a call that names itself', () => {
  let rig: GatewayRig;
  let tenant: string;
  let token: string;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase());
  });
  afterAll(() => rig.stop());
  beforeEach(async () => {
    tenant = aTenantId();
    token = await rig.tenant(tenant);
  });

  const start = (key: string, mode = 'apply', as = token) =>
    rig.http('POST', `/v1/tenants/${tenant}/syncs`, { token: as, body: { mode }, headers: { 'idempotency-key': key } });
  const begins = async (id: string) => {
    await rig.neighbours.publish([started({ tenantId: tenant, syncId: id, number: 1 })]);
    await eventually(async () => {
      const sync = await rig.http('GET', `/v1/tenants/${tenant}/syncs/${id}`, { token });
      expect(sync.body.status).toBe('fetching');
    });
  };
  const count = async () => (await rig.http('GET', `/v1/tenants/${tenant}/syncs`, { token })).body.items.length;

  it('is answered the same again, also when the world has moved on', async () => {
    const first = await start('k1');
    await begins(first.body.syncId);
    const again = await start('k1');
    expect(again.status).toBe(202);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(await count()).toBe(1);
    expect((await start('k2')).body.status).toBe('queued');
  });

  it('is made once, however often it is sent at the same moment', async () => {
    const other = await rig.another();
    const calls = Array.from({ length: 12 }, (_, index) =>
      rig.http('PUT', `/v1/tenants/${tenant}/integrations/peoplehr`, {
        token,
        body: { apiKey: 'key-7777' },
        headers: { 'idempotency-key': 'connect-1' },
        gateway: index % 2 === 0 ? rig.gateway : other,
      }),
    );
    const answers = await Promise.all(calls);
    await other.close();
    expect(new Set(answers.map(({ status: code, text }) => `${code} ${text}`)).size).toBe(1);
    const made = rig.neighbours.requestsOf('connect').filter((request) => JSON.stringify(request).includes('key-7777'));
    expect(made).toHaveLength(1);
  });

  it('is refused if it is another request', async () => {
    await start('k1');
    const other = await start('k1', 'preview');
    expect(other.status).toBe(422);
    expect(other.body.type).toMatch(/\/idempotency-key-reused$/);
  });

  it('is the same call over the other door, and refused there if it is another request', async () => {
    const platform = await rig.token('peoplesync.platform');
    const door = await rig.grpc(platform);
    const metadata = { 'idempotency-key': 'k1' };
    const first = await start('k1', 'apply', platform);
    await begins(first.body.syncId);
    await expect(door.startSync({ tenant, mode: 'SYNC_MODE_APPLY' }, { metadata })).resolves.toMatchObject({
      syncId: first.body.syncId,
      status: `SYNC_STATUS_${String(first.body.status).toUpperCase()}`,
    });
    const other = door.startSync({ tenant, mode: 'SYNC_MODE_REPAIR' }, { metadata });
    await expect(other).rejects.toMatchObject({ reason: 'idempotency-key-reused' });

    const change = { metadata: { 'idempotency-key': 'k2' } };
    const set = await door.setLicences({ tenant, seats: 7 }, change);
    rig.neighbours.asked.length = 0;
    const again = await rig.http('PUT', `/v1/tenants/${tenant}/licences`, {
      token: platform,
      body: { seats: 7 },
      headers: { 'idempotency-key': 'k2' },
    });
    expect([again.status, again.body]).toMatchObject([200, { active: set.active }]);
    expect(rig.neighbours.requestsOf('setLicences')).toEqual([]);
    door.close();
  });

  it('is no call yet while its input cannot be used: its key is free for what was meant', async () => {
    expect((await start('k1', 'destroy')).status).toBe(400);
    expect((await start('k1', 'preview')).status).toBe(202);
  });

  it('waits for the first one’s answer together with 31 others at most', async () => {
    const door = await rig.grpc(token);
    const metadata = { 'idempotency-key': 'k1' };
    const connect = () => door.connectPeopleHr({ tenant, apiKey: 'key-1' }, { metadata });
    const answer = await connect();
    const { rows } = await rig.sql.query('SELECT answer FROM gateway.idempotency_keys WHERE tenant_id = $1', [tenant]);
    await age('answer = NULL, claimed_at = now()');
    const reasons: unknown[] = [];
    const all = Array.from({ length: 40 }, () =>
      connect().catch((error: unknown) => reasons.push(error instanceof GrpcError ? error.reason : error)),
    );
    await eventually(() => expect(reasons).toEqual(Array.from({ length: 8 }, () => 'too-many-requests')));
    await rig.sql.query('UPDATE gateway.idempotency_keys SET answer = $2 WHERE tenant_id = $1', [
      tenant,
      rows[0].answer,
    ]);
    const answers = (await Promise.all(all)).filter((one) => typeof one === 'object');
    expect(answers).toEqual(Array.from({ length: 32 }, () => answer));
    expect(reasons).toHaveLength(8);
    door.close();
  });

  it('is its own for each caller and each tenant', async () => {
    const first = await start('k1');
    const admin = await rig.token('peoplesync.admin', tenant);
    expect((await start('k1', 'preview', admin)).status).toBe(202);
    expect(first.status).toBe(202);
    const elsewhere = aTenantId();
    await rig.tenant(elsewhere);
    const there = await rig.http('POST', `/v1/tenants/${elsewhere}/syncs`, {
      token,
      body: { mode: 'repair' },
      headers: { 'idempotency-key': 'k1' },
    });
    expect(there.status).toBe(202);
  });

  it('is free for the same call after the step that a refusal asked for, and after an outage', async () => {
    await rig.http('DELETE', `/v1/tenants/${tenant}/integrations/peoplehr`, { token });
    const refused = await start('k1');
    expect(refused.status).toBe(409);
    expect(refused.body.type).toMatch(/\/not-connected$/);
    await rig.http('PUT', `/v1/tenants/${tenant}/integrations/peoplehr`, { token, body: { apiKey: 'key-1' } });
    expect((await start('k1')).status).toBe(202);
    const connect = () =>
      rig.http('PUT', `/v1/tenants/${tenant}/integrations/peoplehr`, {
        token,
        body: { apiKey: 'key-2' },
        headers: { 'idempotency-key': 'k2' },
      });
    rig.neighbours.refusals.set('connect', refusal('peoplehr-unavailable', 'away'));
    expect((await connect()).status).toBe(503);
    expect((await connect()).status).toBe(200);
  });

  it('is refused again where the same call can never be taken, whatever has changed', async () => {
    const connect = () =>
      rig.http('PUT', `/v1/tenants/${tenant}/integrations/peoplehr`, {
        token,
        body: { apiKey: 'key-3' },
        headers: { 'idempotency-key': 'k3' },
      });
    rig.neighbours.refusals.set('connect', refusal('invalid-api-key', 'no'));
    expect((await connect()).status).toBe(422);
    rig.neighbours.refusals.clear();
    expect((await connect()).status).toBe(422);
  });

  it('is refused with a key that is not printable or too long', async () => {
    for (const key of ['two words', 'x'.repeat(256)]) {
      const refused = await start(key);
      expect(refused.status).toBe(400);
      expect(refused.body.fields[0]?.field).toBe('Idempotency-Key');
    }
  });

  const age = (sql: string) =>
    rig.sql.query(`UPDATE gateway.idempotency_keys SET ${sql} WHERE tenant_id = $1`, [tenant]);

  it('finds the sync that it had made, when the gateway died before it could answer', async () => {
    const first = await start('k1');
    await begins(first.body.syncId);
    await age(`answer = NULL, claimed_at = now() - interval '2 minutes'`);
    expect((await start('k1', 'preview')).status).toBe(422);
    const again = await start('k1');
    expect(again.status).toBe(202);
    expect(again.body).toMatchObject({ syncId: first.body.syncId, status: 'fetching' });
    expect(await count()).toBe(1);
  });

  it('made one sync, though its answer could not be stored', async () => {
    await rig.sql.query(
      `CREATE FUNCTION gateway.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN RAISE EXCEPTION 'terminating connection'; END $$`,
    );
    await rig.sql.query(
      `CREATE TRIGGER refuse BEFORE UPDATE OF answer ON gateway.idempotency_keys FOR EACH ROW
         WHEN (NEW.answer IS NOT NULL) EXECUTE FUNCTION gateway.refuse()`,
    );
    const first = await start('k1');
    await rig.sql.query('DROP FUNCTION gateway.refuse CASCADE');
    expect(first.status).toBe(202);
    await begins(first.body.syncId);
    await age(`claimed_at = now() - interval '2 minutes'`);
    expect((await start('k1')).body.syncId).toBe(first.body.syncId);
    expect(await count()).toBe(1);
  });

  it('is forgotten after a day', async () => {
    const first = await start('k1');
    await begins(first.body.syncId);
    await age(`first_at = now() - interval '25 hours'`);
    const anew = await start('k1', 'preview');
    expect(anew.status).toBe(202);
    expect(anew.body.syncId).not.toBe(first.body.syncId);
  });

  it('keeps no key of PeopleHR', async () => {
    await rig.http('PUT', `/v1/tenants/${tenant}/integrations/peoplehr`, {
      token,
      body: { apiKey: 'key-c4n4ry' },
      headers: { 'idempotency-key': 'connect-2' },
    });
    const { rows } = await rig.sql.query('SELECT * FROM gateway.idempotency_keys');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain('c4n4ry');
  });
});
