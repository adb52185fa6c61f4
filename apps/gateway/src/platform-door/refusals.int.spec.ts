import { status } from '@grpc/grpc-js';
import { messageOf, peopleSyncRpcs, type Rpc } from '@people-sync/contracts/api';
import { GrpcError } from '@people-sync/platform';
import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { GatewayRig, type PlatformClient } from '../rig/gateway.testkit';
import { type AnsweredRpc, calls, type Input, SYNC } from './calls.testkit';

const ID = '11111111-1111-4111-8111-111111111111';
type Call = (client: PlatformClient, tenant: string) => Promise<unknown>;

/** One call of every rpc with one answer: the first that is good, else one that only its state refuses. */
const named = (Object.keys(calls) as AnsweredRpc[]).map((rpc): [AnsweredRpc, Call] => {
  const { request }: Rpc = peopleSyncRpcs[rpc];
  const { good, bad = [] } = calls[rpc];
  const input = JSON.parse(JSON.stringify(good[0] ?? bad[0] ?? {}).replaceAll(SYNC, ID)) as Input;
  return [
    rpc,
    (client, tenant) => {
      const call = client[rpc] as (message: object) => Promise<unknown>;
      return call(messageOf(request, { ...input, tenant }));
    },
  ];
});

const ofAllTenants: ReadonlySet<string> = new Set(['listTenants', 'listFeed', 'listAuditKeys']);
const platformOnly: ReadonlySet<string> = new Set([
  ...['createTenant', 'createSessionCode', 'setLicences'],
  ...['listTenants', 'listFeed'],
]);
const reads = (rpc: string): boolean => /^(get|list|preview|summarize|explain|export|startReplay$)/.test(rpc);
/** But for those about all tenants. */
const ofOneTenant = named.filter(([rpc]) => !ofAllTenants.has(rpc));

describeReal('postgres')('every rpc', () => {
  let rig: GatewayRig;
  let tenant: string;
  let clients: Record<'stranger' | 'elsewhere' | 'auditor' | 'admin' | 'platform' | 'nowhere', PlatformClient>;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase());
    tenant = aTenantId();
    await rig.tenant(tenant);
    clients = {
      stranger: await rig.grpc('no.token'),
      elsewhere: await rig.grpc(await rig.token('peoplesync.admin', 'elsewhere')),
      auditor: await rig.grpc(await rig.token('peoplesync.auditor', tenant)),
      admin: await rig.grpc(await rig.token('peoplesync.admin', tenant)),
      platform: await rig.grpc(await rig.token('peoplesync.platform')),
      nowhere: await rig.grpc(await rig.token('peoplesync.admin', 'no-such-tenant')),
    };
  });
  afterAll(async () => {
    for (const client of Object.values(clients)) client.close();
    await rig.stop();
  });

  /** How a call ended. */
  const ending = async (call: Promise<unknown>): Promise<{ code: status; reason: string }> => {
    try {
      await call;
      return { code: status.OK, reason: '' };
    } catch (error) {
      if (!(error instanceof GrpcError)) throw error;
      return { code: error.code, reason: error.reason };
    }
  };

  it('is called here', () => {
    const answered = Object.keys(clients.platform).filter((name) => name !== 'close' && name !== 'watchSync');
    expect(Object.keys(calls).sort()).toEqual(answered.sort());
  });

  it.each(named)('%s gives strangers no answer', async (_rpc, call) => {
    expect(await ending(call(clients.stranger, tenant))).toMatchObject({ code: status.UNAUTHENTICATED });
  });

  it.each(ofOneTenant)("%s answers another company's administrator as if there were nothing", async (rpc, call) => {
    // What is the platform's alone is told by the role, of every company and of none.
    const nothing = platformOnly.has(rpc)
      ? { code: status.PERMISSION_DENIED, reason: 'forbidden' }
      : { code: status.NOT_FOUND, reason: 'not-found' };
    expect(await ending(call(clients.elsewhere, tenant))).toEqual(nothing);
    expect(await ending(call(clients.elsewhere, 'no-such-tenant'))).toEqual(nothing);
  });

  it.each(ofOneTenant.filter(([rpc]) => rpc !== 'createTenant'))(
    '%s knows no company that does not exist',
    async (rpc, call) => {
      expect(await ending(call(clients.platform, 'no-such-tenant'))).toMatchObject({ code: status.NOT_FOUND });
      const code = platformOnly.has(rpc) ? status.PERMISSION_DENIED : status.NOT_FOUND;
      expect(await ending(call(clients.nowhere, 'no-such-tenant'))).toMatchObject({ code });
    },
  );

  it.each(named)('%s lets an auditor read, and change nothing', async (rpc, call) => {
    rig.neighbours.asked.length = 0;
    const ended = await ending(call(clients.auditor, tenant));
    if (reads(rpc) && !platformOnly.has(rpc)) expect(ended.code).not.toBe(status.PERMISSION_DENIED);
    else {
      expect(ended).toEqual({ code: status.PERMISSION_DENIED, reason: 'forbidden' });
      expect(rig.neighbours.asked).toEqual([]);
    }
  });

  it.each(named)('%s is there, for the administrator unless the platform decides', async (rpc, call) => {
    const admin = await ending(call(clients.admin, tenant));
    if (platformOnly.has(rpc)) expect(admin).toMatchObject({ code: status.PERMISSION_DENIED });
    else expect(admin.code).not.toBe(status.PERMISSION_DENIED);
    const { code } = await ending(call(clients.platform, tenant));
    expect([status.OK, status.NOT_FOUND, status.FAILED_PRECONDITION, status.ABORTED]).toContain(code);
  });

  it('watchSync keeps strangers, other companies and unknown syncs out too', async () => {
    const watched = (client: PlatformClient, of: string, syncId: string) =>
      new Promise((resolve) =>
        client.watchSync({ tenant: of, syncId }).subscribe({ error: resolve, complete: () => resolve(undefined) }),
      );
    expect(await watched(clients.stranger, tenant, ID)).toMatchObject({ code: status.UNAUTHENTICATED });
    expect(await watched(clients.elsewhere, tenant, ID)).toMatchObject({ code: status.NOT_FOUND });
    expect(await watched(clients.platform, 'no-such-tenant', ID)).toMatchObject({ code: status.NOT_FOUND });
    for (const id of [ID, 'no-id']) {
      expect(await watched(clients.platform, tenant, id)).toMatchObject({ code: status.NOT_FOUND });
    }
  });
});
