import { status } from '@grpc/grpc-js';
import type { RunningService } from '@people-sync/platform';
import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { PERSON, routes } from '../access/routes.testkit';
import { aPerson } from '../rig/answers.testkit';
import { GatewayRig, type PlatformClient } from '../rig/gateway.testkit';

const AT_ONCE = 3;
const WAITING = 40;

/** What a reader of a company may ask, and which neighbour is asked for it. */
const reads: readonly (readonly [path: string, method: string])[] = [
  ['/people?limit=1', 'listPeople'],
  ['/people?search=zzzz', 'listPeople'],
  ['/people?asOf=2026-01-01T00:00:00Z', 'listPeople'],
  ['/people/filters', 'listFilterValues'],
  ['/people/changes?limit=500', 'listPeopleChanges'],
  ['/policy', 'getPolicy'],
  ['/problems?state=open', 'listProblems'],
  ['/problems/summary', 'summarizeProblems'],
  ['/decisions', 'listDecisions'],
  ['/licences', 'getLicences'],
  ['/integrations/peoplehr', 'getConnection'],
];

describeReal('postgres')('what one company asks', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  let tenant: string;
  let auditor: string;
  let other: string;
  let others: string;
  let client: PlatformClient;

  beforeAll(async () => {
    const bounds = { CALLS_AT_ONCE_PER_TENANT: String(AT_ONCE), CALLS_WAITING_PER_TENANT: String(WAITING) };
    rig = await GatewayRig.start(await provideTestDatabase(), bounds);
    gateway = rig.gateway;
  });
  afterAll(() => rig.stop());
  beforeEach(async () => {
    [tenant, other] = [aTenantId(), aTenantId()];
    await rig.tenant(tenant);
    await rig.tenant(other);
    auditor = await rig.token('peoplesync.auditor', tenant);
    others = await rig.token('peoplesync.auditor', other);
    client = await rig.grpc(auditor);
    rig.neighbours.asked.length = 0;
  });
  afterEach(() => client.close());

  const get = (
    path: string,
    { of = tenant, token = auditor, accept = '*/*', signal = new AbortController().signal } = {},
  ) =>
    fetch(`${gateway.http ?? ''}/v1/tenants/${of}${path}`, {
      headers: { authorization: `Bearer ${token}`, accept },
      signal,
    });
  const waiting = async (count: number) =>
    eventually(async () => {
      const metrics = await (await fetch(`${gateway.management ?? ''}/metrics`)).text();
      expect(/^peoplesync_calls_waiting(?:\{.*\})? (\d+)$/m.exec(metrics)?.[1]).toBe(String(count));
    });
  const asked = (method: string, of = tenant) =>
    rig.neighbours.requestsOf(method).filter((request) => JSON.stringify(request).includes(of)).length;
  /** Until it is called nobody gets an answer to this. */
  const heldUp = (method: string): (() => void) => {
    let goOn = () => {};
    rig.neighbours.delays.set(method, new Promise((resolve) => (goOn = resolve)));
    return () => {
      rig.neighbours.delays.delete(method);
      goOn();
    };
  };

  it.each(reads)('at %s waits for a turn without stopping another company, and is answered', async (path, method) => {
    const goOn = heldUp(method);
    const many = Array.from({ length: AT_ONCE + WAITING }, () => get(path));
    await eventually(() => expect(asked(method)).toBe(AT_ONCE));
    // Whatever else another company asks is answered, and nothing more of the first was begun meanwhile.
    for (const [theirs] of reads.filter(([, neighbour]) => neighbour !== method)) {
      expect([theirs, (await get(theirs, { of: other, token: others })).status]).toEqual([theirs, 200]);
    }
    const same = get(path, { of: other, token: others });
    await eventually(() => expect(asked(method, other)).toBeGreaterThan(0));
    expect(asked(method)).toBe(AT_ONCE);
    goOn();
    expect((await Promise.all(many)).map((answer) => answer.status)).toEqual(many.map(() => 200));
    expect((await same).status).toBe(200);
  });

  it('is counted over both doors together; beyond the queue it is told to come again', async () => {
    const goOn = heldUp('listFilterValues');
    const byHttp = Array.from({ length: AT_ONCE }, () => get('/people/filters'));
    await eventually(() => expect(asked('listFilterValues')).toBe(AT_ONCE));
    const byGrpc = Array.from({ length: WAITING }, () => client.listFilterValues({ tenant }, { deadlineMs: 60_000 }));
    await waiting(WAITING);
    const refused = await get('/people/filters');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2']);
    expect(await refused.json()).toMatchObject({ type: expect.stringMatching(/too-many-requests$/) });
    await expect(client.getPolicy({ tenant })).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
      reason: 'too-many-requests',
    });
    const neighbour = await rig.grpc(others);
    await expect(neighbour.getPolicy({ tenant: other })).resolves.toBeDefined();
    neighbour.close();
    expect(asked('listFilterValues')).toBe(AT_ONCE);
    goOn();
    await Promise.all([...byHttp, ...byGrpc]);
    expect(asked('listFilterValues')).toBe(AT_ONCE + WAITING);
  });

  it('is not asked for once whoever waited for it has gone, at either door', async () => {
    const goOn = heldUp('listFilterValues');
    const held = Array.from({ length: AT_ONCE }, () => get('/people/filters'));
    await eventually(() => expect(asked('listFilterValues')).toBe(AT_ONCE));
    const gone = new AbortController();
    const left = [
      ...Array.from({ length: WAITING / 2 }, () => get('/policy', { signal: gone.signal })),
      ...Array.from({ length: WAITING / 2 }, () => client.getPolicy({ tenant }, { signal: gone.signal })),
    ].map((call) => call.catch(() => undefined));
    await waiting(WAITING);
    gone.abort();
    await Promise.all(left);
    await waiting(0);
    goOn();
    await Promise.all(held);
    expect((await get('/problems/summary')).status).toBe(200);
    expect(asked('getPolicy')).toBe(0);
  });

  it('holds its place until the work is over, also when the caller has gone', async () => {
    const goOn = heldUp('listFilterValues');
    const gone = new AbortController();
    const begun = [
      ...Array.from({ length: AT_ONCE - 1 }, () => get('/people/filters', { signal: gone.signal })),
      client.listFilterValues({ tenant }, { signal: gone.signal }),
    ].map((call) => call.catch(() => undefined));
    await eventually(() => expect(asked('listFilterValues')).toBe(AT_ONCE));
    gone.abort();
    await Promise.all(begun);
    const next = get('/policy');
    await waiting(1);
    expect((await get('/policy', { of: other, token: others })).status).toBe(200);
    expect(asked('getPolicy')).toBe(0);
    goOn();
    expect((await next).status).toBe(200);
  });

  it('takes a place at every route and every call, whatever it is, but for what waits', async () => {
    const one = await rig.another({ CALLS_AT_ONCE_PER_TENANT: '1', CALLS_WAITING_PER_TENANT: '0' });
    const platform = await rig.token('peoplesync.platform', tenant);
    const goOn = heldUp('listFilterValues');
    const held = rig.http('GET', `/v1/tenants/${tenant}/people/filters`, { token: platform, gateway: one });
    await eventually(() => expect(asked('listFilterValues')).toBe(1));
    const waits = ['PUT /integrations/peoplehr', 'GET /syncs/:syncId/events'];
    for (const { method, path, body } of routes.filter((route) => !waits.includes(`${route.method} ${route.path}`))) {
      const address = `/v1/tenants/${tenant}${path.replace(/:\w+/, PERSON)}`;
      const { status: answered } = await rig.http(method, address, { token: platform, body, gateway: one });
      expect([method, path, answered]).toEqual([method, path, 429]);
    }
    const door = await rig.grpc(platform, one);
    const {
      close,
      watchSync: _watches,
      connectPeopleHr: _asksPeopleHr,
      listTenants: _ofAll,
      listFeed: _too,
      listAuditKeys: _alike,
      ...calls
    } = door;
    for (const [name, call] of Object.entries(calls)) {
      const answer: unknown = Reflect.apply(call, door, [{ tenant }]);
      expect([name, answer]).toEqual([name, expect.any(Promise)]);
      await expect(answer).rejects.toMatchObject({ code: status.RESOURCE_EXHAUSTED, reason: 'too-many-requests' });
    }
    goOn();
    expect((await held).status).toBe(200);
    close();
    await one.close();
  });

  it('holds no place while a long file is read slowly', async () => {
    const line = 'x'.repeat(400);
    const people = Array.from({ length: 20_000 }, () => aPerson({ name: line, team: line }));
    rig.neighbours.people.set(tenant, people);
    // More than lies on the way between the two ends, of more files than there are places.
    const files = await Promise.all(Array.from({ length: AT_ONCE + 1 }, () => get('/people', { accept: 'text/csv' })));
    expect((await get('/policy')).status).toBe(200);
    for (const file of files) expect((await file.text()).split('\r\n')).toHaveLength(20_002);
  });
});
