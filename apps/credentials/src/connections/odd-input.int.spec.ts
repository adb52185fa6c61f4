import { mkdtemp } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provisionBus } from '@people-sync/messaging';
import { credentialsV1, grpcClient, OneMachineAuthority, type RunningService } from '@people-sync/platform';
import {
  answersOddMessages,
  aTenantId,
  CutLine,
  describeReal,
  provideTestDatabase,
  type TestDatabase,
} from '@people-sync/testing';
import { startCredentials } from '../index';

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(600_000);

const COMPANY = { isError: false, Status: 0, Message: 'ok', Result: { CompanyId: 7, CompanyName: 'Acme Ltd' } };

describeReal('postgres')('whatever the vault is asked', () => {
  const tenantId = aTenantId();
  const peopleHr: Server = createServer((request, response) => {
    request.resume().on('end', () => response.end(JSON.stringify(COMPANY)));
  });
  let database: TestDatabase;
  let authority: OneMachineAuthority;
  let line: CutLine;
  let vault: RunningService;

  beforeAll(async () => {
    database = await provideTestDatabase();
    await provisionBus(database.url);
    line = await CutLine.to(database.url);
    await new Promise<void>((resolve) => peopleHr.listen(0, '127.0.0.1', resolve));
    authority = await OneMachineAuthority.open(await mkdtemp(join(tmpdir(), 'credentials-')));
    vault = await startCredentials({
      ...(await authority.serviceEnvironment('credentials')),
      DATABASE_URL: line.url,
      BUS_DATABASE_URL: database.url,
      PEOPLEHR_BASE_URL: `http://127.0.0.1:${(peopleHr.address() as AddressInfo).port}`,
      KEYRING: `one:${Buffer.alloc(32, 1).toString('base64')}`,
      LOG_LEVEL: 'silent',
    });
  });
  afterAll(async () => {
    await vault.close();
    line.close();
    authority.close();
    await new Promise((resolve) => peopleHr.close(resolve));
    await database.drop();
  });

  /** A key is taken and shown as ever. */
  const goesOn = async () => {
    const gateway = grpcClient<credentialsV1.CredentialsClient>(
      { package: 'peoplesync.credentials.v1', service: credentialsV1.CREDENTIALS_SERVICE_NAME },
      vault.grpc ?? '',
      { SERVICE_TOKEN_FILE: await authority.serviceTokenFile('gateway') },
    );
    const connected = await gateway.connect({ tenantId, apiKey: 'a-good-key', replaceCompany: false, actor: 'ada' });
    gateway.close();
    expect(connected.connection).toMatchObject({ status: 'connected', companyName: 'Acme Ltd' });
  };

  const door = async (path: string) => {
    const caller = /Reveal|ReportKey/.test(path) ? 'peoplehr-fetcher' : 'gateway';
    const token = await authority.serviceToken(caller);
    return { address: vault.grpc ?? '', token, known: { tenantId, apiKey: 'a-good-key', actor: 'ada' } };
  };
  answersOddMessages(['peoplesync.credentials.v1'], door, goesOn);

  describe('while its database is away', () => {
    beforeAll(() => line.cut());
    afterAll(() => line.mend());

    answersOddMessages(['peoplesync.credentials.v1'], door, () => Promise.resolve(), 10);
  });
});
