import { status } from '@grpc/grpc-js';
import type { peoplesyncV1 } from '@people-sync/platform';
import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { aDecision } from '../rig/answers.testkit';
import { GatewayRig, type PlatformClient } from '../rig/gateway.testkit';

const PERSON = '11111111-1111-4111-8111-111111111111';
const ada = { email: 'ada@northwind.example', name: 'Ada Moss' };
const nobody = { weThriveId: '', orgEmployeeId: '', team: '', location: '', department: '', manager: '', unit: '' };

/** Texts that are none, by what is wrong with them. */
const unfit = [
  ['NUL', 'a\0b'],
  ['a control character', 'a\u0007b'],
  ['C1', 'a\u0085b'],
] as const;

describeReal('postgres')('text that could not be kept or shown', () => {
  let rig: GatewayRig;
  let tenant: string;
  let token: string;
  let platform: PlatformClient;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase());
    tenant = aTenantId();
    token = await rig.tenant(tenant);
    platform = await rig.grpc(token);
  });
  afterAll(async () => {
    platform.close();
    await rig.stop();
  });
  beforeEach(() => {
    rig.neighbours.asked.length = 0;
  });

  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    rig.http(method, `/v1/tenants/${tenant}${path}`, { token, headers, ...(body === undefined ? {} : { body }) });
  const parkedId = (topic: string, of: string) => Buffer.from(`gateway ${topic} ${of}`).toString('base64url');

  it.each(unfit)('(%s) in a query is refused by name, and nobody is asked', async (_what, text) => {
    const odd = encodeURIComponent(text);
    for (const [path, field] of [
      [`/people?search=${odd}`, 'search'],
      [`/people?team=${odd}`, 'team'],
      [`/people?manager=${odd}`, 'manager'],
      [`/people?cursor=${odd}`, 'cursor'],
      [`/decisions?cursor=${odd}`, 'cursor'],
      [`/syncs?cursor=${odd}`, 'cursor'],
      [`/why?employeeId=${odd}`, 'employeeId'],
      [`/why?email=${odd}`, 'email'],
    ] as const) {
      const answer = await call('GET', path);
      expect([path, answer.status]).toEqual([path, 400]);
      expect(answer.body.fields.map((wrong) => wrong.field)).toEqual([field]);
      expect(answer.text).not.toContain('a\\u0');
    }
    expect(rig.neighbours.asked).toEqual([]);
  });

  it.each(unfit)('(%s) in a path is the name of nothing', async (_what, text) => {
    const odd = encodeURIComponent(text);
    const nothing = await rig.http('GET', '/v1/nothing-at-all', { token });
    for (const path of [`/people/${odd}`, `/syncs/${odd}/plan`, `/people/${PERSON}${odd}/why`]) {
      expect((await call('GET', path)).text).toBe(nothing.text);
    }
    expect((await rig.http('GET', `/v1/tenants/${odd}`, { token })).text).toBe(nothing.text);
    expect((await rig.http('PUT', `/v1/tenants/${odd}`, { token, body: {} })).text).toBe(nothing.text);
    for (const id of [odd, parkedId('peoplesync.changes', text), parkedId(text, 'acme')]) {
      expect((await rig.http('POST', `/v1/parked/${id}/skip`, { token })).status).toBe(404);
    }
    expect(rig.neighbours.asked).toEqual([]);
  });

  it('in a path that nobody can decode is the name of nothing too', async () => {
    for (const odd of ['%FF', '%', '%zz', '%ED%A0%80', '%C0%80']) {
      expect([odd, (await call('GET', `/people/${odd}`)).status]).toEqual([odd, 404]);
    }
  });

  it.each(unfit)('(%s) in a body is refused by place, and nobody is asked', async (_what, text) => {
    for (const [method, path, body, field] of [
      ['POST', '/decisions', { employeeId: text, newPerson: true }, 'employeeId'],
      ['POST', '/decisions', { personId: PERSON, leaveOut: true, reason: text }, 'reason'],
      ['PUT', '/integrations/peoplehr', { apiKey: text }, 'apiKey'],
      ['PUT', '', { name: text, seats: 1 }, 'name'],
      ['PATCH', '/policy', { scope: { location: { include: [text], exclude: [] } } }, 'scope.location.include.0'],
      ['PATCH', '/policy', { leaveOut: [{ personId: PERSON, reason: text }] }, 'leaveOut.0.reason'],
      ['PATCH', '/policy', { [text]: 1 }, ''],
      ['POST', '/people/import?mode=all', { people: [ada, { ...ada, team: text }] }, 'people.1.team'],
    ] as const) {
      const answer = await call(method, path, body);
      expect([path, answer.status]).toEqual([path, 400]);
      expect(answer.body.fields.map((wrong) => wrong.field)).toEqual([field]);
    }
    expect(rig.neighbours.asked).toEqual([]);
  });

  it('is a line end in a name, but not in a reason', async () => {
    const lines = 'Left out:\nshe is a\ttrustee';
    const decided = await call('POST', '/decisions', { personId: PERSON, leaveOut: true, reason: lines });
    expect(decided.status).toBe(201);
    expect(decided.body['reason']).toBe(lines);
    for (const end of ['\n', '\t', '\r', '\u2028']) {
      expect((await call('PUT', '', { name: `Northwind${end}Tiles`, seats: 1 })).status).toBe(400);
    }
  });

  it('is not what people are called in other scripts and directions', async () => {
    for (const name of ['Zoë 日本 🏺', '\u202bאדה\u202c', 'a\u200db', '\ufeffAda']) {
      const answer = await call('POST', '/people/import?mode=all', { people: [{ ...ada, name }] });
      expect([name, answer.status]).toEqual([name, 200]);
      expect(rig.neighbours.requestsOf('importPeople').at(-1)).toMatchObject({ people: [{ name }] });
    }
  });

  it('in a file of people is refused by line and column', async () => {
    const csv = 'email,name,team\nada@northwind.example,Ada,Tilers\nben@northwind.example,Ben,Til\0ers\n';
    const answer = await call('POST', '/people/import?mode=all', csv, { 'content-type': 'text/csv' });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ errors: [{ line: 3, column: 3, field: 'team', code: 'unfit-text' }] });
    expect(answer.body.detail).toContain('Line 3, column 3: ');
    // Of the other lines it is asked what is wrong with them; nobody is imported.
    expect(rig.neighbours.asked).toMatchObject([{ method: 'importPeople', request: { mode: 'preview' } }]);
  });

  it('is half a character in a body', async () => {
    const answer = await call(
      'POST',
      '/people/import?mode=all',
      `{"people":[{"email":"a@n.example","name":"Ada \\ud83c"}]}`,
    );
    expect(answer.status).toBe(400);
    expect(answer.body.fields).toEqual([{ field: 'people.0.name', message: expect.any(String) }]);
  });

  it.each([
    '2016-12-31T23:59:60Z',
    '2026-02-31T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T00:00:00Z',
    '2026-03-02',
  ])('is a time that is none, too: %s', async (asOf) => {
    const answer = await call('GET', `/people?asOf=${asOf}`);
    expect(answer.status).toBe(400);
    expect(answer.body.fields.map((wrong) => wrong.field)).toEqual(['asOf']);
    await expect(platform.listPeople({ tenant, asOf })).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
    });
    expect(rig.neighbours.asked).toEqual([]);
  });

  it.each(['', '-1', '0', '501', '1.5', '0x10', '1e2', ' 5', '1e309', 'NaN', '9223372036854775808', '5&limit=5'])(
    'is a number that is none, too: limit=%s',
    async (limit) => {
      for (const path of ['/people', '/people/changes', '/syncs', '/decisions', '/problems']) {
        const answer = await call('GET', `${path}?limit=${limit}`);
        expect([path, answer.status]).toEqual([path, 400]);
        expect(answer.body.fields.map((wrong) => wrong.field)).toEqual(expect.arrayContaining(['limit']));
      }
    },
  );

  it('is a place in another list, too', async () => {
    const decisions = Array.from({ length: 3 }, (_, n) => aDecision({ decisionId: PERSON.replace(/^./, String(n)) }));
    rig.neighbours.decisions.set(tenant, decisions);
    const { nextCursor } = (await call('GET', '/decisions?limit=1')).body;
    expect((await call('GET', `/decisions?limit=1&cursor=${nextCursor ?? ''}`)).status).toBe(200);
    const syncId = (await call('POST', '/syncs', { mode: 'apply' })).body.syncId;
    for (const path of [
      '/syncs?',
      '/problems?',
      `/syncs/${syncId}/plan?`,
      `/people/${PERSON}/history?`,
      `/decisions?personId=${PERSON}&`,
    ]) {
      const answer = await call('GET', `${path}cursor=${nextCursor ?? ''}`);
      expect([path, answer.status]).toEqual([path, 400]);
      expect(answer.body.fields.map((wrong) => wrong.field)).toEqual(['cursor']);
    }
  });

  it('in a token lets nobody in', async () => {
    for (const subject of ['ada\0', 'ada\nmoss', '\u0085']) {
      const odd = await rig.authority.userToken({ subject, roles: ['peoplesync.platform'] });
      expect(
        (await rig.http('POST', `/v1/tenants/${tenant}/syncs`, { token: odd, body: { mode: 'apply' } })).status,
      ).toBe(401);
    }
  });

  it('over gRPC is refused by place, before anything is looked up', async () => {
    const import_ = (people: peoplesyncV1.ImportedPerson[]) =>
      platform.importPeople({ tenant, people: { items: people }, mode: 'IMPORT_MODE_ALL' });
    const person = { ...nobody, ...ada, status: 'IMPORTED_STATUS_ACTIVE' as const };
    await expect(import_([person, { ...person, team: 'Til\0ers' }])).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      reason: 'invalid-request',
    });
    await expect(platform.getTenant({ tenant: 'a\0b' })).rejects.toMatchObject({ code: status.NOT_FOUND });
    const page = { cursor: 'a\0' };
    await expect(platform.listSyncs({ tenant, ...page })).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    expect(rig.neighbours.asked).toEqual([]);
  });

  it.each([1e300, -1e300, 2 ** 53])('is a number that nobody can tell exactly, too: %d', async (number) => {
    const limit = { people: 1, fraction: number };
    const answer = await call('PATCH', '/policy', { safeguards: { leavers: limit } });
    expect(answer.status).toBe(400);
    expect(answer.body.fields).toContainEqual({ field: 'safeguards.leavers.fraction', message: expect.any(String) });
    const beyond = await call('PATCH', '/policy', '{"safeguards":{"leavers":{"people":1,"fraction":1e309}}}');
    expect(beyond.status).toBe(400);
  });
});
