import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { refusal } from '@people-sync/platform';
import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { applied, planned } from '../rig/events.testkit';
import { aPerson, aPlan, aPlanItem, aProblem, aVersion, HASH } from '../rig/answers.testkit';
import { GatewayRig, type PlatformClient } from '../rig/gateway.testkit';

const PERSON = '11111111-1111-4111-8111-111111111111';

describeReal('postgres')('the gRPC door', () => {
  let rig: GatewayRig;
  let platform: PlatformClient;
  let tenant: string;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase());
    platform = await rig.grpc(await rig.token('peoplesync.platform'));
  });
  afterAll(async () => {
    platform.close();
    await rig.stop();
  });
  beforeEach(async () => {
    tenant = aTenantId();
    await platform.createTenant({ tenant, name: 'Northwind Tiles', seats: 50 });
  });

  it('makes a tenant, connects, syncs and reads the People table', async () => {
    await expect(platform.getTenant({ tenant })).resolves.toMatchObject({ timeZone: 'Europe/London', seats: 50 });
    await expect(platform.getIntegration({ tenant })).resolves.toMatchObject({
      status: 'INTEGRATION_STATUS_NOT_CONNECTED',
    });
    const refused = platform.startSync({ tenant, mode: 'SYNC_MODE_APPLY' });
    await expect(refused).rejects.toMatchObject({ code: status.FAILED_PRECONDITION, reason: 'not-connected' });
    const connected = await platform.connectPeopleHr({ tenant, apiKey: 'key-1234', replaceCompany: false });
    expect(connected).toMatchObject({ status: 'INTEGRATION_STATUS_CONNECTED', keyHint: '1234' });

    const metadata = { 'acting-user': 'grace', 'idempotency-key': 'k1' };
    const sync = await platform.startSync({ tenant, mode: 'SYNC_MODE_APPLY' }, { metadata });
    expect(sync).toMatchObject({
      syncNumber: 1,
      mode: 'SYNC_MODE_APPLY',
      status: 'SYNC_STATUS_REQUESTED',
      requestedBy: 'grace',
    });
    expect(sync).not.toHaveProperty('startedAt');
    expect((await platform.startSync({ tenant, mode: 'SYNC_MODE_APPLY' }, { metadata })).syncId).toBe(sync.syncId);
    const reused = platform.startSync({ tenant, mode: 'SYNC_MODE_PREVIEW' }, { metadata });
    await expect(reused).rejects.toMatchObject({ reason: 'idempotency-key-reused' });

    const about = { tenantId: tenant, syncId: sync.syncId, number: 1 };
    await rig.neighbours.emit([planned(about), applied(about)]);
    await eventually(async () => {
      const now = await platform.getSync({ tenant, syncId: sync.syncId });
      expect(now).toMatchObject({ status: 'SYNC_STATUS_COMPLETED', seen: 3, applied: { joined: 3 }, planHash: HASH });
    });
    const list = await platform.listSyncs({ tenant });
    expect(list).toMatchObject({ items: [{ syncId: sync.syncId }] });
    expect(list).not.toHaveProperty('nextCursor');
    const late = platform.cancelSync({ tenant, syncId: sync.syncId });
    await expect(late).rejects.toMatchObject({ code: status.FAILED_PRECONDITION, reason: 'too-late' });

    const person = aPerson();
    const version = aVersion({ syncId: sync.syncId });
    rig.neighbours.people.set(tenant, [person]);
    rig.neighbours.versions.set(tenant, [version]);
    const people = await platform.listPeople({ tenant });
    expect(people).toMatchObject({ items: [{ name: 'Zoë Moss' }], total: 1 });
    expect(people.items[0]).not.toHaveProperty('email');
    await expect(platform.getPerson({ tenant, personId: PERSON })).resolves.toMatchObject({
      personId: PERSON,
      status: 'PERSON_STATUS_ACTIVE',
    });
    const history = await platform.getPersonHistory({ tenant, personId: PERSON, limit: 5 });
    expect(history.items).toMatchObject([
      { kind: 'VERSION_KIND_ADDED', syncId: sync.syncId, person: { name: 'Zoë Moss' } },
    ]);
    const changes = await platform.listPeopleChanges({ tenant });
    expect(changes.items).toMatchObject([{ changeNumber: 1 }]);

    const item = aPlanItem({ changes: [{ field: 'jobRole', newValue: 'Tilers' }] });
    rig.neighbours.plans.set(sync.syncId, aPlan({ syncId: sync.syncId, itemCount: 1, items: [item] }));
    const plan = await platform.getPlan({ tenant, syncId: sync.syncId });
    expect(plan).toMatchObject({ planHash: HASH, itemCount: 1, items: [{ changes: [{ newValue: 'Tilers' }] }] });
    rig.neighbours.problems.set(tenant, [aProblem()]);
    const problems = await platform.listProblems({ tenant, state: 'PROBLEM_STATE_OPEN' });
    expect(problems.items[0]?.message).toContain('Ada Moss has no email address');

    await expect(platform.setLicences({ tenant, unlimited: true })).resolves.toMatchObject({ active: 3, waiting: 1 });
    expect(await platform.getLicences({ tenant })).toMatchObject({ unlimited: true });
    expect(await platform.getLicences({ tenant })).not.toHaveProperty('seats');
    await platform.disconnectPeopleHr({ tenant });
    await expect(platform.disconnectPeopleHr({ tenant })).resolves.toEqual({});
  });

  it('cancels a sync', async () => {
    await platform.connectPeopleHr({ tenant, apiKey: 'key-1234', replaceCompany: false });
    const sync = await platform.startSync({ tenant, mode: 'SYNC_MODE_PREVIEW' });
    await expect(platform.cancelSync({ tenant, syncId: sync.syncId })).resolves.toMatchObject({
      status: 'SYNC_STATUS_CANCELLED',
    });
  });

  it('refuses the same input as the HTTP door, with the field and without the value', async () => {
    const wrong = [
      platform.startSync({ tenant, mode: 'SYNC_MODE_UNSPECIFIED' }),
      platform.createTenant({ tenant: 'Upper', name: 'c4n4ry', seats: 1 }),
      platform.createTenant({ tenant, name: 'c4n4ry', timeZone: 'Europe/Atlantis', seats: 1 }),
      platform.setLicences({ tenant, seats: -1 }),
      platform.connectPeopleHr({ tenant, apiKey: 'c4n4ry with spaces', replaceCompany: false }),
      platform.listSyncs({ tenant, limit: 501 }),
      platform.listPeopleChanges({ tenant, after: -1, limit: 1 }),
    ];
    for (const answer of await Promise.allSettled(wrong)) {
      const refused: unknown = answer.status === 'rejected' ? answer.reason : undefined;
      expect(refused).toMatchObject({ code: status.INVALID_ARGUMENT, reason: 'invalid-request' });
      expect(JSON.stringify(refused)).not.toContain('c4n4ry');
    }
  });

  it('keeps strangers, other tenants and auditors where the HTTP door keeps them', async () => {
    const stranger = await rig.grpc('no.token');
    await expect(stranger.getTenant({ tenant })).rejects.toMatchObject({ code: status.UNAUTHENTICATED });
    const elsewhere = await rig.grpc(await rig.token('peoplesync.admin', 'elsewhere'));
    await expect(elsewhere.getTenant({ tenant })).rejects.toMatchObject({ code: status.NOT_FOUND });
    await expect(elsewhere.getTenant({ tenant: 'elsewhere' })).rejects.toMatchObject({ code: status.NOT_FOUND });
    await expect(platform.getTenant({ tenant: '' })).rejects.toMatchObject({ code: status.NOT_FOUND });
    const auditor = await rig.grpc(await rig.token('peoplesync.auditor', tenant));
    await expect(auditor.getTenant({ tenant })).resolves.toMatchObject({ tenant });
    const forbidden = auditor.startSync({ tenant, mode: 'SYNC_MODE_APPLY' });
    await expect(forbidden).rejects.toMatchObject({ code: status.PERMISSION_DENIED, reason: 'forbidden' });
    const admin = await rig.grpc(await rig.token('peoplesync.admin', tenant));
    await expect(admin.setLicences({ tenant, seats: 9 })).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
    for (const client of [stranger, elsewhere, auditor, admin]) client.close();
  });

  it('passes on why a key was refused', async () => {
    rig.neighbours.refusals.set('connect', refusal('wrong-company', 'A sentence.'));
    const refused = platform.connectPeopleHr({ tenant, apiKey: 'key-1234', replaceCompany: false });
    await expect(refused).rejects.toMatchObject({ reason: 'wrong-company', message: 'A sentence.' });
  });

  it('says that it is healthy', async () => {
    const health = new Client(rig.gateway.grpc ?? '', credentials.createInsecure());
    const answer = await new Promise<Buffer | undefined>((resolve, reject) => {
      health.makeUnaryRequest(
        '/grpc.health.v1.Health/Check',
        (empty: Buffer) => empty,
        (bytes: Buffer) => bytes,
        Buffer.alloc(0),
        new Metadata(),
        (error, value) => (error ? reject(error) : resolve(value)),
      );
    });
    health.close();
    // Field 1, varint 1: SERVING.
    expect([...(answer ?? [])]).toEqual([8, 1]);
  });
});
