import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { status } from '@grpc/grpc-js';
import { GatewayRig, type PlatformClient } from '../rig/gateway.testkit';

const MB = 1_000_000;
const repeated = (text: string, times: number) => Array<string>(times).fill(text).join(',');
const keys = (count: number) => Array.from({ length: count }, (_, index) => `"c4n4ry${index}":1`).join(',');

const importing = (client: PlatformClient, tenant: string) =>
  client.importPeople({ tenant, people: { items: [] }, mode: 'IMPORT_MODE_ALL' });
const setting = (client: PlatformClient, tenant: string) =>
  client.updatePolicy({
    tenant,
    daysBeforeStart: 1,
    scope: undefined,
    leaveOut: undefined,
    protectedPeople: undefined,
    safeguards: undefined,
  });
const previewing = (client: PlatformClient, tenant: string) => client.previewScope({ tenant, scope: everywhere });
const everywhere = { employmentType: undefined, company: undefined, location: undefined, department: undefined };

describeReal('postgres')('input that is made to be dear', () => {
  let rig: GatewayRig;
  let tenant: string;
  let token: string;
  let auditor: string;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase());
    tenant = aTenantId();
    token = await rig.tenant(tenant);
    auditor = await rig.token('peoplesync.auditor', tenant);
  });
  afterAll(() => rig.stop());

  const send = (path: string, body: string, { type = 'application/json', as = token, method = 'POST' } = {}) =>
    rig.http(method, `/v1/tenants/${tenant}${path}`, { token: as, body, headers: { 'content-type': type } });

  it.each<[string, string, string]>([
    ['half a million unknown keys', `{"people":[{${keys(400_000)}}]}`, 'people.0'],
    ['half a million unknown keys beside the people', `{${keys(400_000)},"people":[]}`, 'body'],
    ['400,000 empty people', `{"people":[${repeated('{}', 400_000)}]}`, 'people'],
    ['400,000 people who are none', `{"people":[${repeated('0', 400_000)}]}`, 'people'],
    ['lists 30,000 deep', `{"people":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, 'people.0.0.0'],
    ['objects 30,000 deep', `{"people":[${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}]}`, 'people.0.a'],
    ['a name of eight megabytes', `{"people":[{"name":"${'x'.repeat(8 * MB)}"}]}`, 'people.0.name'],
    ['a number of eight megabytes', `{"people":[{"name":${'9'.repeat(8 * MB)}}]}`, 'people.0.name'],
    ['a key of eight megabytes', `{"people":[{"${'k'.repeat(8 * MB)}":1}]}`, 'people.0'],
    ['people of many keys', `{"people":[${repeated(`{${keys(49)}}`, 9_000)}]}`, 'people'],
    ['a prototype', '{"people":[{"__proto__":{"status":"active"}}]}', 'people.0.__proto__'],
    [
      'an import without end',
      `{"people":[${repeated('{"email":"a@northwind.example","name":"A"}', 10_001)}]}`,
      'people',
    ],
  ])('as a list of people is refused for its size before anything is made of it: %s', async (_what, body, field) => {
    const refused = await send('/people/import?mode=all', body);
    expect([refused.status, refused.body.fields.length]).toEqual([400, 1]);
    expect(refused.body.fields[0]?.field).toMatch(field === 'people' ? /^people(\.|$)/ : field);
    expect(refused.text.length).toBeLessThan(1_000);
  });

  it.each<[string, string, number, string]>([
    ['a header of nothing but commas', ','.repeat(8 * MB), 422, 'line-too-long'],
    ['a header of ten thousand columns', `name,email${',a'.repeat(7_000)}\n`, 422, 'too-many-columns'],
    ['names of the language as columns', 'name,email,__proto__,constructor\nA,a@northwind.example,x,y', 200, ''],
    ['a line of eight megabytes', `name,email\n${'x'.repeat(8 * MB)}`, 422, 'line-too-long'],
    ['quotes that never end', `name,email\n"${'x\n'.repeat(4 * MB - 20)}`, 422, 'line-too-long'],
    ['quotes in every value', `name,email\n${'a"b,c\n'.repeat(MB)}`, 422, 'quotes-broken'],
    ['two million lines without values', `name,email\n${',\n'.repeat(2 * MB)}A,a@northwind.example`, 200, ''],
    ['errors in every line', `name,email,status\n${'a,b,perhaps\n'.repeat(9_000)}`, 422, 'unknown-status'],
  ])('as a file is read in turns, or refused with the line: %s', async (_what, file, status, code) => {
    const answer = await send('/people/import?mode=all', file, { type: 'text/csv' });
    expect(answer.status).toBe(status);
    if (status === 200) return;
    expect(answer.body['errors']).toEqual(expect.arrayContaining([expect.objectContaining({ code })]));
    expect((answer.body['errors'] as unknown[]).length).toBeLessThanOrEqual(100);
    expect(answer.text.length).toBeLessThan(20_000);
  });

  it('is told the first hundred wrong lines, and how many there are beside', async () => {
    const people = repeated('{"name":7}', 5_000);
    const refused = await send('/people/import?mode=all', `{"people":[${people}]}`);
    expect(refused.body['errors']).toHaveLength(100);
    expect(refused.body['moreErrors']).toBe(4_900);
    expect(refused.body.detail).toContain('And 4997 more.');
  });

  it.each([
    ['/policy/scope-effect', 'POST', `{"scope":{${keys(40)}}}`],
    ['/policy/scope-effect', 'POST', `{"scope":{"location":{"include":[${repeated('7', 1_000)}],"exclude":[]}}}`],
    ['/policy/scope-effect', 'POST', `{"scope":{${keys(100_000)}}}`],
    ['/policy', 'PATCH', `{"leaveOut":[${repeated('{}', 10_000)}]}`],
    ['/policy', 'PATCH', `{"leaveOut":[${repeated('0', 600_000)}]}`],
    ['/policy', 'PATCH', `{"protectedPeople":[${repeated('"a"', 10_000)}]}`],
    ['/decisions', 'POST', `{${keys(50)}}`],
  ])('is answered shortly at %s, by auditors too', async (path, method, body) => {
    const refused = await send(path, body, {
      method,
      ...(method === 'POST' && path !== '/decisions' ? { as: auditor } : {}),
    });
    expect(refused.status).toBe(400);
    expect(refused.body.fields.length).toBeLessThanOrEqual(100);
    expect(refused.text.length).toBeLessThan(20_000);
  });

  it('at every route that takes a body is read no further than the route says: 413', async () => {
    const document = await rig.http('GET', '/openapi.json');
    const paths = document.body['paths'] as Record<
      string,
      Record<string, { requestBody?: unknown; responses: object }>
    >;
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { requestBody, responses }]) =>
        requestBody === undefined ? [] : [{ method: method.toUpperCase(), path, responses }],
      ),
    );
    expect(routes.length).toBeGreaterThan(8);
    const nobody = '99999999-9999-4999-8999-999999999999';
    for (const { method, path, responses } of routes) {
      expect(responses).toHaveProperty('413');
      const address = path.replace('{tenant}', tenant).replace(/\{\w+\}/, nobody);
      // As the console would send it: of anybody else, some routes read nothing at all.
      const headers = { origin: rig.gateway.http ?? '', 'x-peoplesync-console': '1' };
      const refused = await rig.http(method, address, { token, headers, body: `{"x":"${'x'.repeat(9 * MB)}"}` });
      expect([method, path, refused.status, refused.headers.get('connection')]).toEqual([method, path, 413, 'close']);
    }
  });

  it.each([
    ['lists of people', 'importPeople', () => send('/people/import?mode=all', '{"people":[]}'), importing],
    ['changes of settings', 'setPolicy', () => send('/policy', '{"daysBeforeStart":1}', { method: 'PATCH' }), setting],
    ['looks at a scope', 'previewScope', () => send('/policy/scope-effect', '{"scope":{}}'), previewing],
  ])('of one company two %s are at work at once, over both doors together', async (_what, method, http, grpc) => {
    const client = await rig.grpc(token);
    const elsewhere = aTenantId();
    const other = await rig.grpc(await rig.tenant(elsewhere));
    let finish = () => {};
    rig.neighbours.delays.set(method, new Promise((resolve) => (finish = resolve)));
    const asked = rig.neighbours.requestsOf(method).length;
    const begun = (count: number) =>
      eventually(() => expect(rig.neighbours.requestsOf(method)).toHaveLength(asked + count));

    const held: Promise<unknown>[] = [http(), grpc(client, tenant)];
    await begun(2);
    await expect(http()).resolves.toMatchObject({ status: 429, text: expect.stringContaining('too-many-requests') });
    await expect(grpc(client, tenant)).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
      reason: 'too-many-requests',
    });
    held.push(grpc(other, elsewhere));
    await begun(3);

    finish();
    await Promise.all(held);
    await expect(grpc(client, tenant)).resolves.toBeDefined();
    client.close();
    other.close();
    rig.neighbours.delays.delete(method);
  });
});
