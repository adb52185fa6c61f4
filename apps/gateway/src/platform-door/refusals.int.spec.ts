import { status } from '@grpc/grpc-js';
import { GrpcError } from '@people-sync/platform';
import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { HASH } from '../rig/answers.testkit';
import { GatewayRig, type PlatformClient } from '../rig/gateway.testkit';

const ID = '11111111-1111-4111-8111-111111111111';
const nothing = { scope: undefined, leaveOut: undefined, protectedPeople: undefined, safeguards: undefined };
const decision = { personId: ID, leaveOut: true, reason: 'Trustee' };
const everywhere = { employmentType: undefined, company: undefined, location: undefined, department: undefined };

type Rpc = Exclude<keyof PlatformClient, 'close' | 'watchSync'>;
type Call = (client: PlatformClient, tenant: string) => Promise<unknown>;

/** One call of every rpc with one answer. */
const calls: Readonly<Record<Rpc, Call>> = {
  createTenant: (client, tenant) => client.createTenant({ tenant, name: 'Northwind Tiles', seats: 50 }),
  updateTenant: (client, tenant) => client.updateTenant({ tenant, timeZone: 'Europe/Dublin' }),
  getTenant: (client, tenant) => client.getTenant({ tenant }),
  createSessionCode: (client, tenant) =>
    client.createSessionCode({ tenant, subject: 'ada', roles: { items: ['peoplesync.admin'] } }),
  listTenants: (client) => client.listTenants({ state: 'held' }),
  connectPeopleHr: (client, tenant) => client.connectPeopleHr({ tenant, apiKey: 'key-1', replaceCompany: false }),
  getIntegration: (client, tenant) => client.getIntegration({ tenant }),
  disconnectPeopleHr: (client, tenant) => client.disconnectPeopleHr({ tenant }),
  startSync: (client, tenant) => client.startSync({ tenant, mode: 'apply' }),
  getSync: (client, tenant) => client.getSync({ tenant, syncId: ID }),
  listSyncs: (client, tenant) => client.listSyncs({ tenant }),
  cancelSync: (client, tenant) => client.cancelSync({ tenant, syncId: ID }),
  getPlan: (client, tenant) => client.getPlan({ tenant, syncId: ID }),
  approvePlan: (client, tenant) =>
    client.approvePlan({ tenant, syncId: ID, planHash: HASH, exclude: [], leaversOnly: false }),
  rejectPlan: (client, tenant) => client.rejectPlan({ tenant, syncId: ID, planHash: HASH, also: [], notNow: false }),
  leaveOutOfPlan: (client, tenant) =>
    client.leaveOutOfPlan({ tenant, syncId: ID, planHash: HASH, people: { items: [] } }),
  undoRejection: (client, tenant) => client.undoRejection({ tenant, syncId: ID }),
  decide: (client, tenant) => client.decide({ tenant, ...decision }),
  undoDecision: (client, tenant) => client.undoDecision({ tenant, decisionId: ID }),
  listDecisions: (client, tenant) => client.listDecisions({ tenant }),
  getPolicy: (client, tenant) => client.getPolicy({ tenant }),
  setPolicy: (client, tenant) => client.setPolicy({ tenant, daysBeforeStart: 1, ...nothing }),
  previewScope: (client, tenant) => client.previewScope({ tenant, scope: everywhere }),
  listProblems: (client, tenant) => client.listProblems({ tenant }),
  summarizeProblems: (client, tenant) => client.summarizeProblems({ tenant }),
  setAsideProblem: (client, tenant) => client.setAsideProblem({ tenant, problemId: ID }),
  listPeople: (client, tenant) => client.listPeople({ tenant }),
  getPerson: (client, tenant) => client.getPerson({ tenant, personId: ID }),
  getPersonHistory: (client, tenant) => client.getPersonHistory({ tenant, personId: ID }),
  listFilterValues: (client, tenant) => client.listFilterValues({ tenant }),
  importPeople: (client, tenant) => client.importPeople({ tenant, people: { items: [] }, mode: 'all' }),
  explainPerson: (client, tenant) => client.explainPerson({ tenant, personId: ID }),
  exportPerson: (client, tenant) => client.exportPerson({ tenant, personId: ID }),
  listPeopleChanges: (client, tenant) => client.listPeopleChanges({ tenant }),
  setLicences: (client, tenant) => client.setLicences({ tenant, seats: 7 }),
  getLicences: (client, tenant) => client.getLicences({ tenant }),
};

const platformOnly: ReadonlySet<string> = new Set(['createTenant', 'createSessionCode', 'setLicences', 'listTenants']);
const reads = (rpc: string): boolean => /^(get|list|preview|summarize|explain|export)/.test(rpc);
const named = Object.entries(calls);
/** But for the one about all tenants. */
const ofOneTenant = named.filter(([rpc]) => rpc !== 'listTenants');

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
    expect([status.OK, status.NOT_FOUND, status.FAILED_PRECONDITION]).toContain(code);
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
