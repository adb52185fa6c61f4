import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { status } from '@grpc/grpc-js';
import { provisionBus } from '@people-sync/messaging';
import {
  credentialsV1,
  grpcClient,
  type GrpcClient,
  OneMachineAuthority,
  type RunningService,
  StartError,
} from '@people-sync/platform';
import {
  connectionRules,
  describeReal,
  frame,
  keepsRules,
  keyRules,
  provideTestDatabase,
  rawCall,
} from '@people-sync/testing';
import { Client } from 'pg';
import { startCredentials } from '../index';

/** A PeopleHR that gives one answer, and remembers what it was asked. */
class FakePeopleHr {
  answer: { status: number; body: string | Buffer; headers?: Record<string, string> } | 'reset' = {
    status: 200,
    body: '',
  };
  readonly asked: { headers: IncomingHttpHeaders; body: unknown }[] = [];
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.asked.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
      if (this.answer === 'reset') request.socket.destroy();
      else response.writeHead(this.answer.status, this.answer.headers).end(this.answer.body);
    });
  });

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  company(id: number, name = 'Acme Ltd'): void {
    this.says({
      isError: false,
      Status: 0,
      Message: 'ok',
      Result: { CompanyId: id, SubDomain: 'a', CompanyName: name },
    });
  }
  says(envelope: object): void {
    this.answer = { status: 200, body: JSON.stringify(envelope) };
  }
  close(): Promise<unknown> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}

const OLD = `old:${Buffer.alloc(32, 1).toString('base64')}`;
const NEW = `new:${Buffer.alloc(32, 2).toString('base64')}`;
const API_KEY = 'c4n4ry00-1111-4222-8333-444455556666';
const SECOND_KEY = 'c4n4ry99-1111-4222-8333-44445555aaaa';

type Vault = GrpcClient<credentialsV1.CredentialsClient>;

describeReal('postgres')('the vault', () => {
  const peopleHr = new FakePeopleHr();
  let database: { url: string; drop(): Promise<void> };
  let authority: OneMachineAuthority;
  let service: RunningService;
  let gateway: Vault;
  let fetcher: Vault;
  let logFile: string;
  let sql: Client;

  const clientOf = async (name: string): Promise<Vault> =>
    grpcClient<credentialsV1.CredentialsClient>(
      { package: 'peoplesync.credentials.v1', service: credentialsV1.CREDENTIALS_SERVICE_NAME },
      service.grpc ?? '',
      { SERVICE_TOKEN_FILE: await authority.serviceTokenFile(name) },
    );

  const start = async (keyring: string) => {
    service = await startCredentials({
      ...(await authority.serviceEnvironment('credentials')),
      DATABASE_URL: database.url,
      BUS_DATABASE_URL: database.url,
      PEOPLEHR_BASE_URL: peopleHr.url,
      KEYRING: keyring,
      MANAGEMENT_PORT: '0',
      LOG_LEVEL: 'trace',
      LOG_FILE: logFile,
    });
    gateway = await clientOf('gateway');
    fetcher = await clientOf('peoplehr-fetcher');
  };
  const stop = async () => {
    gateway.close();
    fetcher.close();
    await service.close();
  };

  beforeAll(async () => {
    database = await provideTestDatabase();
    await provisionBus(database.url);
    const directory = await mkdtemp(join(tmpdir(), 'credentials-'));
    authority = await OneMachineAuthority.open(directory);
    logFile = join(directory, 'credentials.log');
    await peopleHr.listen();
    await start(OLD);
    sql = new Client({ connectionString: database.url });
    await sql.connect();
    await sql.query('SET search_path = credentials');
  });
  afterAll(async () => {
    await stop();
    await sql.end();
    await peopleHr.close();
    authority.close();
    await database.drop();
  });
  beforeEach(() => {
    peopleHr.asked.length = 0;
    peopleHr.company(66446);
  });

  const newTenant = () => `t-${randomBytes(6).toString('hex')}`;
  const connect = (tenantId: string, apiKey = API_KEY, replaceCompany = false) =>
    gateway.connect({ tenantId, apiKey, replaceCompany, actor: 'ada' });
  const eventsOf = async (tenantId: string) => {
    const { rows } = await sql.query<{ event: string }>(
      `SELECT value AS event FROM event_log ORDER BY topic, partition, position`,
    );
    return rows.map(({ event }) => event).filter((event) => event.includes(tenantId));
  };
  const kindsOf = async (tenantId: string) =>
    (await eventsOf(tenantId)).map((event) => /net\.wethrive\.peoplesync\.([\w.-]+)\.v1/.exec(event)?.[1]);

  describe('to the gateway', () => {
    let stranger: Vault;
    beforeAll(async () => (stranger = await clientOf('somebody')));
    afterAll(() => stranger.close());
    keepsRules(connectionRules, () => ({ gateway, stranger, apiKey: API_KEY, newTenant }));
  });

  describe('to the fetcher', () => {
    const connected = async () => {
      const tenantId = newTenant();
      const { connection } = await connect(tenantId);
      return { tenantId, connectionId: connection!.connectionId, apiKey: API_KEY, companyId: connection!.companyId };
    };
    keepsRules(keyRules, () => ({ fetcher, gateway, newTenant, connected }));
  });

  it('checks a key with PeopleHR, in its name, and stores it', async () => {
    const tenantId = newTenant();
    const { connection, created } = await connect(tenantId, `  ${API_KEY} \n`);
    expect(created).toBe(true);
    expect(connection).toMatchObject({
      tenantId,
      status: 'connected',
      companyId: '66446',
      companyName: 'Acme Ltd',
      keyHint: '6666',
    });
    expect(peopleHr.asked).toHaveLength(1);
    expect(peopleHr.asked[0]).toMatchObject({
      body: { APIKey: API_KEY, Action: 'GetCompanyInformation' },
      headers: { 'user-agent': expect.stringMatching(/^PeopleSync\/\d+\.\d+\.\d+ \(\+https:\/\/wethrive\.net\)$/) },
    });
    await expect(gateway.getConnection({ tenantId })).resolves.toEqual(connection);
    await expect(fetcher.reveal({ tenantId })).resolves.toMatchObject({ apiKey: API_KEY, companyId: '66446' });
    expect(await kindsOf(tenantId)).toEqual(['connection.connected']);
  });

  it.each([
    [
      'invalid-api-key',
      status.INVALID_ARGUMENT,
      { isError: true, Status: 5, Message: 'API key does not exists.', Result: '' },
    ],
    [
      'missing-permission',
      status.INVALID_ARGUMENT,
      { isError: true, Status: 5, Message: 'Access Denied.', Result: '' },
    ],
    [
      'account-blocked',
      status.INVALID_ARGUMENT,
      { isError: true, Status: 5, Message: 'Your trial has expired.', Result: '' },
    ],
    [
      'peoplehr-unavailable',
      status.UNAVAILABLE,
      { isError: false, Status: 0, Message: 'API calls will be limited to a 50 per minute', Result: '' },
    ],
    [
      'peoplehr-unavailable',
      status.UNAVAILABLE,
      { isError: false, Status: 0, Message: 'ok', Result: { CompanyName: 'no id' } },
    ],
  ])('answers %s and stores nothing', async (reason, code, envelope) => {
    const tenantId = newTenant();
    peopleHr.says(envelope);
    await expect(connect(tenantId)).rejects.toMatchObject({ code, reason });
    await expect(gateway.getConnection({ tenantId })).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      reason: 'not-connected',
    });
    expect(await eventsOf(tenantId)).toEqual([]);
  });

  it.each([
    ['is cut', 'reset' as const],
    ['is a web page', { status: 403, body: '<html>blocked</html>' }],
    [
      'is larger than 1 MiB',
      { status: 200, body: `{"isError":false,"Status":0,"Result":{"CompanyId":1,"x":"${'x'.repeat(1 << 20)}"}}` },
    ],
  ])('answers peoplehr-unavailable when the answer %s', async (_, answer) => {
    peopleHr.answer = answer;
    await expect(connect(newTenant())).rejects.toMatchObject({
      code: status.UNAVAILABLE,
      reason: 'peoplehr-unavailable',
    });
  });

  const acme = JSON.stringify({ isError: false, Status: 0, Message: 'ok', Result: { CompanyId: 66446 } });

  it.each([
    ['gzip', gzipSync(acme)],
    ['deflate', deflateSync(acme)],
    ['br', brotliCompressSync(acme)],
  ])('takes an answer that is packed with %s, which it offers', async (coding, body) => {
    peopleHr.answer = { status: 200, body, headers: { 'content-encoding': coding } };
    await expect(connect(newTenant())).resolves.toMatchObject({ connection: { companyId: '66446' } });
    expect(peopleHr.asked[0]?.headers['accept-encoding']?.split(', ')).toContain(coding);
  });

  it.each([
    ['packed in a way that nobody offered', 'utf-8', acme],
    ['packed twice', 'gzip, gzip', gzipSync(gzipSync(acme))],
    ['packed wrongly', 'gzip', acme],
    ['packed, and breaks off', 'gzip', gzipSync(acme).subarray(0, -4)],
    ['packed, with something behind it', 'gzip', Buffer.concat([gzipSync(acme), Buffer.alloc(99)])],
    ['a bomb', 'gzip', gzipSync(Buffer.alloc(64 << 20, ' '))],
    ['in other bytes than UTF-8', 'identity', Buffer.from(acme.replace('ok', 'José'), 'latin1')],
  ])('answers peoplehr-unavailable when the answer is %s, and goes on', async (_, coding, body) => {
    peopleHr.answer = { status: 200, body, headers: { 'content-encoding': coding } };
    await expect(connect(newTenant())).rejects.toMatchObject({ reason: 'peoplehr-unavailable' });
    peopleHr.company(66446);
    await expect(connect(newTenant())).resolves.toMatchObject({ created: true });
  });

  it.each(['   ', 'x'.repeat(51)])('does not trouble PeopleHR with what cannot be a key', async (apiKey) => {
    await expect(connect(newTenant(), apiKey)).rejects.toMatchObject({ reason: 'invalid-api-key' });
    expect(peopleHr.asked).toEqual([]);
  });

  it("refuses another company's key until that is confirmed, also after a disconnect", async () => {
    const tenantId = newTenant();
    await connect(tenantId);
    peopleHr.company(7, 'Other Ltd');
    await expect(connect(tenantId, SECOND_KEY)).rejects.toMatchObject({
      code: status.FAILED_PRECONDITION,
      reason: 'wrong-company',
      message: expect.stringMatching(/belongs to Other Ltd, and .+ is connected/),
      said: { offeredCompany: 'Other Ltd', connectedCompany: expect.stringMatching(/./) },
    });
    await expect(fetcher.reveal({ tenantId })).resolves.toMatchObject({ apiKey: API_KEY });
    const { connection, created } = await connect(tenantId, SECOND_KEY, true);
    expect({ created, companyId: connection?.companyId }).toEqual({ created: false, companyId: '7' });
    await gateway.disconnect({ tenantId, actor: 'ada' });
    peopleHr.company(66446);
    await expect(connect(tenantId)).rejects.toMatchObject({ reason: 'wrong-company' });
    expect(await kindsOf(tenantId)).toEqual([
      'connection.connected',
      'connection.key-replaced',
      'connection.disconnected',
    ]);
    expect((await eventsOf(tenantId))[1]).toContain('companyReplaced');
  });

  it('destroys the key on disconnect and keeps the history without it', async () => {
    const tenantId = newTenant();
    await connect(tenantId);
    await gateway.disconnect({ tenantId, actor: 'grace' });
    await expect(fetcher.reveal({ tenantId })).rejects.toMatchObject({ reason: 'not-connected' });
    await expect(gateway.disconnect({ tenantId, actor: 'grace' })).rejects.toMatchObject({ reason: 'not-connected' });
    const { rows } = await sql.query('SELECT stored_by, ended_by, key_hint FROM key_versions WHERE tenant_id = $1', [
      tenantId,
    ]);
    expect(rows).toEqual([{ stored_by: 'ada', ended_by: 'grace', key_hint: '6666' }]);
    const left = await sql.query('SELECT kek_id, wrapped_key, ciphertext FROM connections WHERE tenant_id = $1', [
      tenantId,
    ]);
    expect(left.rows).toEqual([{ kek_id: null, wrapped_key: null, ciphertext: null }]);
    const { created } = await connect(tenantId, SECOND_KEY);
    expect(created).toBe(true);
  });

  it('reveals a key to the fetcher only, and takes reports from it only', async () => {
    const tenantId = newTenant();
    const { connection } = await connect(tenantId);
    const report = { tenantId, connectionId: connection?.connectionId ?? '', reason: 'invalid-api-key' };
    for (const name of ['gateway', 'reconciler', 'wethrive-writer', 'credentials']) {
      const other = await clientOf(name);
      await expect(other.reveal({ tenantId })).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
      await expect(other.reportKey(report)).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
      other.close();
    }
    await expect(
      fetcher.connect({ tenantId, apiKey: API_KEY, replaceCompany: false, actor: '' }),
    ).rejects.toMatchObject({
      code: status.PERMISSION_DENIED,
    });
  });

  it('reveals no key to a person, though their subject is the name of the fetcher', async () => {
    const tenantId = newTenant();
    await connect(tenantId);
    const body = frame(Buffer.concat([Buffer.from([10, tenantId.length]), Buffer.from(tenantId)]));
    const revealTo = (token: string) =>
      rawCall(service.grpc ?? '', {
        path: '/peoplesync.credentials.v1.Credentials/Reveal',
        headers: { authorization: `Bearer ${token}` },
        body,
      });
    for (const role of ['peoplesync.admin', 'peoplesync.platform'] as const) {
      const token = await authority.userToken({ subject: 'peoplehr-fetcher', roles: [role], tenant: tenantId });
      expect(await revealTo(token)).toMatchObject({ code: status.UNAUTHENTICATED, reason: 'unauthenticated' });
    }
    const revealed = await revealTo(await authority.serviceToken('peoplehr-fetcher'));
    expect(revealed.body.toString('latin1')).toContain(API_KEY);
  });

  it('is broken while PeopleHR refuses the key, said once, until it works again or is replaced', async () => {
    const tenantId = newTenant();
    const connectionId = (await connect(tenantId)).connection?.connectionId ?? '';
    await fetcher.reportKey({ tenantId, connectionId, reason: 'invalid-api-key' });
    await fetcher.reportKey({ tenantId, connectionId, reason: 'invalid-api-key' });
    await expect(gateway.getConnection({ tenantId })).resolves.toMatchObject({
      status: 'broken',
      reason: 'invalid-api-key',
    });
    await fetcher.reportKey({ tenantId, connectionId, reason: '' });
    await expect(gateway.getConnection({ tenantId })).resolves.toMatchObject({ status: 'connected', reason: '' });
    expect(await kindsOf(tenantId)).toEqual(['connection.connected', 'connection.broken', 'connection.connected']);
    await connect(tenantId, SECOND_KEY);
    await fetcher.reportKey({ tenantId, connectionId, reason: 'invalid-api-key' });
    await expect(gateway.getConnection({ tenantId })).resolves.toMatchObject({ status: 'connected' });
    const nonsense = fetcher.reportKey({ tenantId, connectionId, reason: 'because' });
    await expect(nonsense).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  });

  it('tells the gateway, and nobody else, page by page whose key is refused', async () => {
    const broken = [newTenant(), newTenant(), newTenant()].sort();
    const fine = newTenant();
    for (const tenantId of [...broken, fine]) {
      const { connection } = await connect(tenantId);
      const reason = tenantId === fine ? '' : 'invalid-api-key';
      await fetcher.reportKey({ tenantId, connectionId: connection?.connectionId ?? '', reason });
    }
    const listed: credentialsV1.Connection[] = [];
    let cursor = '';
    do {
      const page = await gateway.listConnections({ state: 'broken', limit: 2, cursor });
      expect(page.connections.length).toBeLessThanOrEqual(2);
      listed.push(...page.connections);
      cursor = page.nextCursor;
    } while (cursor !== '');
    const ours = listed.filter(({ tenantId }) => [...broken, fine].includes(tenantId));
    expect(ours.map(({ tenantId, status: is, reason }) => [tenantId, is, reason])).toEqual(
      broken.map((tenantId) => [tenantId, 'broken', 'invalid-api-key']),
    );
    await expect(fetcher.listConnections({ state: 'broken', limit: 2, cursor: '' })).rejects.toMatchObject({
      code: status.PERMISSION_DENIED,
    });
    for (const wrong of [{ state: 'gone' }, { limit: -1 }, { limit: 501 }]) {
      const asked = gateway.listConnections({ state: 'broken', limit: 0, cursor: '', ...wrong });
      await expect(asked).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    }
  });

  it('keeps one key when two are entered at once', async () => {
    const tenantId = newTenant();
    const answers = await Promise.all([connect(tenantId, API_KEY), connect(tenantId, SECOND_KEY)]);
    expect(answers.map(({ created }) => created).sort()).toEqual([false, true]);
    const { rows } = await sql.query(
      'SELECT version, ended_at IS NULL AS open FROM key_versions WHERE tenant_id = $1 ORDER BY 1',
      [tenantId],
    );
    expect(rows).toEqual([
      { version: 1, open: false },
      { version: 2, open: true },
    ]);
  });

  it("does not open a row that was copied over another tenant's", async () => {
    const [victim, thief] = [newTenant(), newTenant()];
    await connect(victim, API_KEY);
    await connect(thief, SECOND_KEY);
    await sql.query(
      `UPDATE connections t SET kek_id = v.kek_id, wrapped_key = v.wrapped_key, ciphertext = v.ciphertext
         FROM connections v WHERE v.tenant_id = $1 AND t.tenant_id = $2`,
      [victim, thief],
    );
    await expect(fetcher.reveal({ tenantId: thief })).rejects.toMatchObject({
      code: status.INTERNAL,
      reason: 'internal',
    });
    await expect(fetcher.reveal({ tenantId: victim })).resolves.toMatchObject({ apiKey: API_KEY });
    await sql.query('DELETE FROM connections WHERE tenant_id = $1', [thief]);
  });

  it('rotates its key-encryption key without losing a key, at the start and on reading', async () => {
    const tenantId = newTenant();
    await connect(tenantId);
    const stored = async () =>
      (
        await sql.query<{ kek_id: string; wrapped_key: Buffer }>(
          'SELECT kek_id, wrapped_key FROM connections WHERE tenant_id = $1',
          [tenantId],
        )
      ).rows[0]!;
    const before = await stored();
    await stop();
    await start(`${NEW},${OLD}`);
    expect((await stored()).kek_id).toBe('new');

    // As if a process that still wraps with the old key had stored it after this start.
    await sql.query('UPDATE connections SET kek_id = $2, wrapped_key = $3 WHERE tenant_id = $1', [
      tenantId,
      before.kek_id,
      before.wrapped_key,
    ]);
    await expect(fetcher.reveal({ tenantId })).resolves.toMatchObject({ apiKey: API_KEY });
    expect((await stored()).kek_id).toBe('new');

    await stop();
    await start(NEW);
    await expect(fetcher.reveal({ tenantId })).resolves.toMatchObject({ apiKey: API_KEY });
  });

  it('starts for the others when one key was wrapped by a key that is lost', async () => {
    const [lost, fine] = [newTenant(), newTenant()];
    await connect(lost);
    await connect(fine);
    await sql.query(`UPDATE connections SET kek_id = 'lost' WHERE tenant_id = $1`, [lost]);
    await stop();
    await start(NEW);
    await expect(fetcher.reveal({ tenantId: fine })).resolves.toMatchObject({ apiKey: API_KEY });
    await expect(fetcher.reveal({ tenantId: lost })).rejects.toMatchObject({ reason: 'internal' });
  });

  it('does not start with a keyring that opens none of the stored keys, and says what to do', async () => {
    await connect(newTenant());
    await stop();
    await expect(start(`new:${Buffer.alloc(32, 99).toString('base64')}`)).rejects.toThrow(
      /^KEYRING opens none of the keys that are stored: .* Put that key back into KEYRING\.$/,
    );
    await expect(start(OLD)).rejects.toBeInstanceOf(StartError);
    await start(NEW);
  });

  it('tells readiness and metrics of its part in the bus', async () => {
    await connect(newTenant());
    const metrics = async () => (await fetch(`${service.management}/metrics`)).text();
    const published = /^peoplesync_events_published_total\{.*\} [1-9]/m;
    while (!published.test(await metrics())) await new Promise((resolve) => setImmediate(resolve));
    expect((await fetch(`${service.management}/health/ready`)).status).toBe(200);
  });

  it('shows no key in any table, event, answer but Reveal, or log line', async () => {
    const tenantId = newTenant();
    await connect(tenantId);
    await fetcher.reveal({ tenantId });
    peopleHr.says({ isError: true, Status: 2, Message: `Invalid API Key.`, Result: '' });
    const refused: unknown = await connect(tenantId, SECOND_KEY).catch((error: unknown) => error);
    const { rows: tables } = await sql.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    expect(tables.map(({ name }) => name)).toContain('credentials.connections');
    const dumps: unknown[] = [];
    for (const { name } of tables) dumps.push((await sql.query(`SELECT t::text AS row FROM ${name} t`)).rows);
    const everything = [
      JSON.stringify(dumps),
      refused instanceof Error ? refused.message : '',
      await readFile(logFile, 'utf8'),
    ].join('\n');
    for (const key of [API_KEY, SECOND_KEY]) {
      for (const form of [key, Buffer.from(key).toString('hex'), Buffer.from(key).toString('base64').slice(0, 40)]) {
        expect(everything).not.toContain(form);
      }
    }
    expect(everything).toContain('invalid-api-key');
  });
});
