import { randomUUID } from 'node:crypto';
import {
  credentialsV1,
  grpcClient,
  type GrpcClient,
  reconcilerV1,
  type ServiceAddress,
  writerV1,
} from '@people-sync/platform';
import {
  aTenantId,
  connectionRules,
  type Connections,
  type Deciding,
  decidingRules,
  describeReal,
  keepsRules,
  missesRules,
  peopleRules,
  type PeopleTable,
  provideTestDatabase,
} from '@people-sync/testing';
import { aPerson, aPlan, aPlanItem, aVersion, HASH } from './answers.testkit';
import { GatewayRig } from './gateway.testkit';

describeReal('postgres')('the neighbours that the gateway’s tests play, as the services are', () => {
  let rig: GatewayRig;
  const clients: { close(): void }[] = [];
  let connections: Connections;
  let people: PeopleTable;
  let deciding: Deciding;

  /** A neighbour as `name` reaches it. */
  async function client<T>(service: ServiceAddress, name: string): Promise<GrpcClient<T>> {
    const token = await rig.authority.serviceTokenFile(name);
    const made = grpcClient<T>(service, rig.environment['CREDENTIALS_GRPC'] ?? '', { SERVICE_TOKEN_FILE: token });
    clients.push(made);
    return made;
  }

  const newTenant = () => aTenantId();

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase());
    const { neighbours } = rig;
    const both = async <T>(service: ServiceAddress) => ({
      gateway: await client<T>(service, 'gateway'),
      stranger: await client<T>(service, 'somebody'),
    });
    const vault: ServiceAddress = {
      package: 'peoplesync.credentials.v1',
      service: credentialsV1.CREDENTIALS_SERVICE_NAME,
    };
    connections = { ...(await both<credentialsV1.CredentialsClient>(vault)), apiKey: `key-${randomUUID()}`, newTenant };
    const writer: ServiceAddress = { package: 'peoplesync.writer.v1', service: writerV1.WRITER_SERVICE_NAME };
    people = {
      ...(await both<writerV1.WriterClient>(writer)),
      newTenant,
      company: (size) => {
        const tenantId = newTenant();
        const all = Array.from({ length: size }, () => aPerson({ personId: randomUUID() }));
        neighbours.people.set(tenantId, all);
        neighbours.versions.set(
          tenantId,
          all.map((person, i) => aVersion({ person, changeNumber: i + 1 })),
        );
        return Promise.resolve({ tenantId, personIds: all.map(({ personId }) => personId) });
      },
    };
    const reconciler: ServiceAddress = {
      package: 'peoplesync.reconciler.v1',
      service: reconcilerV1.RECONCILER_SERVICE_NAME,
    };
    deciding = {
      ...(await both<reconcilerV1.ReconcilerClient>(reconciler)),
      newTenant,
      waitingPlan: () => {
        const [tenantId, syncId] = [newTenant(), randomUUID()];
        const items = Array.from({ length: 3 }, () => aPlanItem({ personId: randomUUID() }));
        const groups = [{ groupId: 'g1', kind: 'changed', proof: '', changes: [], count: 3, leftOut: 0 }];
        neighbours.plans.set(syncId, aPlan({ syncId, outcome: 'held', state: 'held', itemCount: 3, items, groups }));
        return Promise.resolve({ tenantId, syncId, hash: HASH });
      },
    };
  });
  afterAll(async () => {
    for (const one of clients) one.close();
    await rig.stop();
  });

  describe('the vault', () => {
    keepsRules(connectionRules, () => connections);
    missesRules(connectionRules, () => connections);
  });
  describe('the writer', () => {
    keepsRules(peopleRules, () => people);
    missesRules(peopleRules, () => people);
  });
  describe('the reconciler', () => {
    keepsRules(decidingRules, () => deciding);
    missesRules(decidingRules, () => deciding);
  });
});
