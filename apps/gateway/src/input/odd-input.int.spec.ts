import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  answersOddMessages,
  answersOddRequests,
  aTenantId,
  describeReal,
  type OpenApiDocument,
  provideTestDatabase,
} from '@people-sync/testing';
import { aDecision, aProblem, HASH } from '../rig/answers.testkit';
import { fillTenant } from '../rig/filled-tenant.testkit';
import { GatewayRig } from '../rig/gateway.testkit';

// Ends a test that would wait for ever; a busy machine may take its time.
jest.setTimeout(600_000);

const TENANT = aTenantId();
const PERSON = '11111111-1111-4111-8111-111111111111';
const { decisionId } = aDecision();
const { problemId } = aProblem();
const PARKED = Buffer.from(`gateway peoplesync.changes ${TENANT}`).toString('base64url');

const document = JSON.parse(
  readFileSync(join(__dirname, '../../../../docs/api/openapi.json'), 'utf8'),
) as OpenApiDocument;

describeReal('postgres')('whatever is sent to the gateway', () => {
  let rig: GatewayRig;
  let token: string;
  let syncId: string;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase(), {
      RATE_LIMIT_PER_MINUTE: '10000000',
      LOG_LEVEL: 'error',
    });
    ({ token, syncId } = await fillTenant(rig, TENANT, PERSON));
  });
  afterAll(() => rig.stop());
  afterEach(() => {
    rig.neighbours.asked.length = 0;
  });

  const known = () => ({
    tenant: TENANT,
    syncId,
    personId: PERSON,
    planHash: HASH,
    apiKey: 'key-1234',
    employeeId: 'E1',
    decisionId,
    problemId,
    parkedId: PARKED,
  });
  /** The same person does what they always did, and nobody waits. */
  const goesOn = async () => {
    const people = [{ name: 'Ada Moss', email: 'ada@northwind.example' }];
    const imported = await rig.http('POST', `/v1/tenants/${TENANT}/people/import?mode=all`, {
      token,
      body: { people },
    });
    expect(imported.status).toBe(200);
    expect((await rig.http('GET', `/v1/tenants/${TENANT}/syncs`, { token })).status).toBe(200);
    expect((await rig.sql.query('SELECT topic, code FROM gateway.parked_streams')).rows).toEqual([]);
  };

  answersOddRequests(document, () => ({ address: rig.gateway.http ?? '', token, known: known() }), goesOn);

  answersOddMessages(
    ['wethrive.peoplesync.v1'],
    () => ({ address: rig.gateway.grpc ?? '', token, known: known() }),
    goesOn,
  );
});
