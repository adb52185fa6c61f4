import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  answersOddMessages,
  answersOddRequests,
  aTenantId,
  describeReal,
  type OpenApiDocument,
  type RunningSystem,
  startSystem,
} from '@people-sync/testing';
import { Customer } from './doors/customer.client';

const document = JSON.parse(readFileSync(join(__dirname, '../../../docs/api/openapi.json'), 'utf8')) as OpenApiDocument;

/** Each operation meets the real services behind it; how odd input can be is tried in more ways at each door. */
const RUNS = 10;

describeReal()('whatever is sent to the running system', () => {
  let system: RunningSystem;
  let customer: Customer;
  let person: string;
  let syncId: string;

  beforeAll(async () => {
    const env = { RATE_LIMIT_PER_MINUTE: '10000000', NO_PROGRESS_AFTER_MS: '600000' };
    system = await startSystem({ form: 'embedded', env: { 'all-in-one': env } });
    customer = await Customer.create(system, aTenantId(), { employees: 20, seed: 1 });
    await customer.mustConnect();
    syncId = (await customer.sync()).syncId;
    person = [...(await customer.people()).values()][0]?.personId ?? '';
  });
  afterAll(() => system.stop());

  const known = () => ({
    tenant: customer.tenant,
    syncId,
    personId: person,
    apiKey: customer.key,
    employeeId: 'PW1',
  });

  /** Nobody's events wait, at any service. */
  const nobodyWaits = async () => {
    const response = await fetch(`${system.http}/v1/parked`, { headers: { authorization: `Bearer ${system.token}` } });
    expect(await response.json()).toEqual({ items: [], nextCursor: null });
  };

  answersOddRequests(
    document,
    () => ({ address: system.http, token: system.token, known: known() }),
    nobodyWaits,
    RUNS,
  );

  answersOddMessages(
    ['wethrive.peoplesync.v1'],
    () => ({ address: system.grpc, token: system.token, known: known() }),
    nobodyWaits,
    RUNS,
  );

  it('people are imported, and a sync goes through, as if nothing had been', async () => {
    const people = [{ name: 'Tess Trustee', email: 'tess.trustee@northwind.example' }];
    expect(await customer.call('POST', '/people/import?mode=all', { people })).toMatchObject({ body: { imported: 1 } });
    const other = await Customer.create(system, aTenantId(), { employees: 3, seed: 2 });
    await other.mustConnect();
    expect(await other.sync()).toMatchObject({ status: 'completed', applied: { joined: 3 } });
    await customer.mustConnect();
    // Whatever was started meanwhile has its turn first, and its end.
    const sync = await customer.sync();
    expect(['completed', 'completed-with-problems', 'held', 'superseded']).toContain(sync.status);
    await nobodyWaits();
  });
});
