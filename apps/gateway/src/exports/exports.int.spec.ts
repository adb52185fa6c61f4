import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { aDecision, aManagerProblem, aPerson, aProblem, aStep, aVersion } from '../rig/answers.testkit';
import { GatewayRig, type PlatformClient } from '../rig/gateway.testkit';

const ZOE = '11111111-1111-4111-8111-111111111111';
const BEN = '22222222-2222-4222-8222-222222222222';
const record = { kind: 'taken-over', fields: [{ name: 'employeeId', value: 'E1' }] };

describeReal('postgres')('all that is held about one person', () => {
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
    await rig.tenant(tenant);
    const { neighbours } = rig;
    const explanation = { personId: ZOE, employeeId: 'E1', name: 'Zoë Moss', steps: [aStep({ code: 'unchanged' })] };
    neighbours.explanations.set(ZOE, explanation);
    neighbours.records.set(ZOE, [record]);
    neighbours.people.set(tenant, [aPerson({ personId: ZOE }), aPerson({ personId: BEN })]);
    neighbours.problems.set(tenant, [
      aProblem({ personId: ZOE, closedAt: '2026-03-02T06:00:00.000Z' }),
      aProblem({ personId: BEN }),
    ]);
    neighbours.managerProblems.set(tenant, [aManagerProblem({ personId: BEN }), aManagerProblem({ personId: ZOE })]);
    neighbours.decisions.set(tenant, [aDecision({ personId: ZOE }), aDecision({ personId: BEN })]);
    versions(2);
  });

  const versions = (count: number) =>
    rig.neighbours.versions.set(
      tenant,
      Array.from({ length: count }, (_, index) =>
        aVersion({ person: aPerson({ personId: ZOE }), changeNumber: count - index }),
      ),
    );
  const get = async (id: string) =>
    rig.http('GET', `/v1/tenants/${tenant}/people/${id}/export`, {
      token: await rig.token('peoplesync.auditor', tenant),
    });

  it('comes as a file, with nothing of anybody else', async () => {
    const { status, headers, body, text } = await get(ZOE);
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="person-${ZOE}.json"`);
    expect(body).toMatchObject({
      person: { personId: ZOE },
      records: [{ kind: 'taken-over', fields: { employeeId: 'E1' } }],
      versions: [{ changeNumber: 2 }, { changeNumber: 1 }],
      explanation: { personId: ZOE, standing: 'unchanged' },
      problems: [{ code: 'email-blank', personId: ZOE }, { code: 'manager-left' }],
      decisions: [{ personId: ZOE }],
      complete: true,
    });
    expect(text).not.toContain(BEN);
    expect(await platform.exportPerson({ tenant, personId: ZOE })).toMatchObject({
      person: { personId: ZOE },
      records: [{ kind: 'RECORD_KIND_TAKEN_OVER', fields: { employeeId: 'E1' } }],
      versions: [{ changeNumber: 2 }, { changeNumber: 1 }],
      problems: [{ personId: ZOE }, { personId: ZOE }],
      decisions: [{ personId: ZOE }],
      complete: true,
    });
  });

  it('has a history of many pages whole, and says so of one that is too long', async () => {
    versions(1001);
    const long = (await get(ZOE)).body;
    expect([long['versions'], long['complete']]).toMatchObject([{ length: 1001 }, true]);
    versions(5001);
    const longer = (await get(ZOE)).body;
    expect([longer['versions'], longer['complete']]).toMatchObject([{ length: 5000 }, false]);
  });

  it('is there for somebody who never came into the People table', async () => {
    rig.neighbours.people.set(tenant, []);
    rig.neighbours.versions.set(tenant, []);
    expect((await get(ZOE)).body).toMatchObject({ person: null, versions: [], records: [{ kind: 'taken-over' }] });
    expect((await platform.exportPerson({ tenant, personId: ZOE })).person ?? null).toBeNull();
  });

  it('is nothing for an id of nobody', async () => {
    expect((await get(BEN)).status).toBe(404);
  });
});
