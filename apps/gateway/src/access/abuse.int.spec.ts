import { request } from 'node:http';
import { status } from '@grpc/grpc-js';
import { type RunningService } from '@people-sync/platform';
import { aTenantId, describeReal, frame, provideTestDatabase, rawCall } from '@people-sync/testing';
import { GatewayRig } from '../rig/gateway.testkit';

const LIMIT = 5;

describeReal('postgres')('a caller who asks without end', () => {
  let rig: GatewayRig;
  let gateway: RunningService;
  let tenant: string;
  let admin: string;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase());
  });
  afterAll(() => rig.stop());
  beforeEach(async () => {
    tenant = aTenantId();
    await rig.tenant(tenant);
    admin = await rig.token('peoplesync.admin', tenant);
    // Each test has the whole budgets of a new process.
    gateway = await rig.another({ RATE_LIMIT_PER_MINUTE: String(LIMIT) });
  });
  afterEach(() => gateway.close());

  /** Calls over HTTP with these headers as they are, several of one name too. */
  const byHttp = (...authorizations: string[]): Promise<{ status: number; retryAfter: string; text: string }> =>
    new Promise((resolve, reject) => {
      const call = request(`${gateway.http ?? ''}/v1/tenants/${tenant}`, {
        headers: ['Host', 'gateway', ...authorizations.flatMap((value) => ['Authorization', value])],
      });
      call.on('error', reject);
      call.on('response', (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] ?? '', text }),
        );
      });
      call.end();
    });
  const byGrpc = (authorization: string, of = tenant) =>
    rawCall(gateway.grpc ?? '', {
      path: '/wethrive.peoplesync.v1.PeopleSync/GetTenant',
      headers: { authorization },
      body: frame(Buffer.concat([Buffer.from([10, of.length]), Buffer.from(of)])),
    });

  it('has one budget, however their token is written and at whichever door they ask', async () => {
    const again = await rig.token('peoplesync.admin', tenant);
    expect((await byHttp(`Bearer ${admin}`)).status).toBe(200);
    expect((await byHttp(`bEARER    ${admin}`)).status).toBe(200);
    expect((await byHttp(`Bearer ${again}`)).status).toBe(200);
    expect((await byGrpc(`Bearer ${admin}`)).code).toBe(status.OK);
    expect((await byGrpc(`bearer  ${again}`)).code).toBe(status.OK);
    const refused = await byHttp(`BEARER ${admin}`);
    expect(refused).toMatchObject({ status: 429, retryAfter: expect.stringMatching(/^[1-9]\d?$/) });
    expect(JSON.parse(refused.text)).toMatchObject({ type: expect.stringMatching(/too-many-requests$/) });
    const byOther = await byGrpc(`Bearer   ${admin}`);
    expect(byOther).toMatchObject({ code: status.RESOURCE_EXHAUSTED, reason: 'too-many-requests' });
    expect(byOther.headers['retry-after']).toMatch(/^[1-9]\d?$/);
    expect(byOther.headers['grpc-retry-pushback-ms']).toMatch(/^[1-9]\d?000$/);
  });

  it('takes nothing from another caller, nor from another tenant', async () => {
    const platform = await rig.token('peoplesync.platform');
    const other = aTenantId();
    await rig.tenant(other);
    for (let count = 0; count < LIMIT + 3; count += 1) {
      await byGrpc(`Bearer ${admin}`);
      await byGrpc(`Bearer ${platform}`);
    }
    expect((await byGrpc(`Bearer ${admin}`)).code).toBe(status.RESOURCE_EXHAUSTED);
    expect((await byGrpc(`Bearer ${platform}`)).code).toBe(status.RESOURCE_EXHAUSTED);
    expect((await byGrpc(`Bearer ${platform}`, other)).code).toBe(status.OK);
    expect((await byHttp(`Bearer ${await rig.token('peoplesync.auditor', tenant)}`)).status).toBe(200);
  });

  it('is a stranger with two tokens in one call, good as they may be', async () => {
    const stranger = await byHttp();
    expect(stranger.status).toBe(401);
    for (const tokens of [
      [`Bearer ${admin}`, `Bearer ${admin}`],
      [`Bearer ${admin}`, 'Bearer no.token'],
      ['Bearer no.token', `Bearer ${admin}`],
    ]) {
      expect(await byHttp(...tokens)).toEqual(stranger);
    }
    expect((await byHttp(`Bearer ${admin}`)).status).toBe(200);
  });
});
