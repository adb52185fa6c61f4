import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { Body, Controller, Get, Injectable, Module, Param, Post } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { IsInt, IsString, Length } from 'class-validator';
import { firstValueFrom, Observable, toArray } from 'rxjs';
import { AllowServices, CurrentIdentity, Public, Roles } from '../auth/access.decorator';
import { Callers } from '../auth/callers';
import { Identity } from '../auth/identity';
import { OneMachineAuthority } from '../auth/one-machine-authority';
import { loadConfig } from '../config/load.config';
import { ServiceConfig, UserFacingConfig } from '../config/service.config';
import * as credentialsV1 from '../gen/peoplesync/credentials/v1/credentials';
import * as peoplesyncV1 from '../gen/wethrive/peoplesync/v1/peoplesync';
import { refusal } from '../http/problem.exception';
import { grpcClient } from '../grpc/grpc.client';
import { ServiceLogger } from '../logging/service-logger';
import { TakesBody } from '../http/body-limits.decorator';
import type { RunningService } from './running-service';
import { startService } from './start-service';

class Greeting {
  @IsString()
  @Length(1, 5)
  word: string;

  @IsInt()
  times: number;
}

@Controller('v1/tenants/:tenant')
class GreetingController {
  @Get('me')
  @Roles('peoplesync.admin', 'peoplesync.auditor', 'peoplesync.platform')
  me(@CurrentIdentity() identity: Identity) {
    return { subject: identity.subject, actor: identity.actor };
  }

  @Post('greetings')
  @TakesBody()
  greet(@Body() greeting: Greeting, @Param('tenant') tenant: string) {
    return { tenant, greeting };
  }

  @Get('broken')
  broken() {
    throw new Error('c4n4ry: row 7 of table people');
  }

  @Get('open')
  @Public()
  open() {
    return {};
  }
}

/** Answers when it is told to. */
@Controller('v1/tenants/:tenant')
class HeldController {
  static reached: Promise<void>;
  static release: () => void;
  private static reach: () => void;

  static reset() {
    HeldController.reached = new Promise((resolve) => (HeldController.reach = resolve));
  }

  @Get('held')
  async held() {
    const released = new Promise<void>((resolve) => (HeldController.release = resolve));
    HeldController.reach();
    await released;
    return { done: true };
  }
}

@Controller()
class PlatformController {
  @GrpcMethod('PeopleSync', 'GetTenant')
  getTenant({ tenant }: peoplesyncV1.TenantRequest): peoplesyncV1.Tenant {
    return { tenant, name: 'Acme', timeZone: 'Europe/London', unlimited: true };
  }

  @GrpcMethod('PeopleSync', 'WatchSync')
  watchSync(): Observable<Partial<peoplesyncV1.SyncEvent>> {
    return new Observable((subscriber) => {
      subscriber.next({ eventId: 'one' });
      subscriber.next({ eventId: 'two' });
      subscriber.complete();
    });
  }
}

/** Knows one browser session, `ada`'s. */
@Injectable()
class BrowserSessions {
  constructor(callers: Callers) {
    const claims = { sub: 'ada', roles: ['peoplesync.admin'], tenant: 'acme' };
    callers.acceptSessions((request) => Promise.resolve(request.headers.cookie === 'session=ada' ? claims : undefined));
  }
}

@Module({ controllers: [GreetingController, HeldController, PlatformController], providers: [BrowserSessions] })
class UserModule {}

@Controller()
class VaultController {
  constructor(private readonly logger: ServiceLogger) {}

  @GrpcMethod('Credentials', 'Reveal')
  @AllowServices('peoplehr-fetcher')
  reveal({ tenantId }: credentialsV1.RevealRequest): credentialsV1.RevealResponse {
    this.logger.debug('asked', 'VaultController');
    return { connectionId: 'c1', apiKey: 'k', companyId: tenantId };
  }

  @GrpcMethod('Credentials', 'Disconnect')
  @AllowServices((config) => config.SERVICE_AUTH_AUDIENCE)
  disconnect(): credentialsV1.DisconnectResponse {
    throw refusal('not-connected', 'Nothing to disconnect.');
  }

  @GrpcMethod('Credentials', 'GetConnection')
  getConnection(): never {
    throw new Error('a handler without @AllowServices was reached');
  }

  @GrpcMethod('Credentials', 'ReportKey')
  @Public()
  reportKey(): Promise<credentialsV1.ReportKeyResponse> {
    return new Promise(() => undefined);
  }

  @GrpcMethod('Credentials', 'Connect')
  @Public()
  connect(): never {
    throw new Error('c4n4ry: a bug');
  }
}

@Module({ controllers: [VaultController] })
class VaultModule {}

const DATABASE_URL = 'postgres://nobody@localhost/none';
const running: RunningService[] = [];
let authority: OneMachineAuthority;

beforeAll(async () => {
  authority = await OneMachineAuthority.open(await mkdtemp(join(tmpdir(), 'authority-')));
});
beforeEach(() => HeldController.reset());
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.close()));
});
afterAll(() => authority.close());

async function userDoor(extra: Record<string, string> = {}): Promise<RunningService> {
  const env = { DATABASE_URL, LOG_LEVEL: 'silent', ...authority.userEnvironment(), ...extra };
  const service = await startService({
    name: 'user-door',
    module: UserModule,
    config: loadConfig(UserFacingConfig, env),
    grpc: { package: 'wethrive.peoplesync.v1' },
    http: { port: 0, host: '127.0.0.1' },
  });
  running.push(service);
  return service;
}

async function serviceDoor(extra: Record<string, string> = {}): Promise<RunningService> {
  const env = { DATABASE_URL, LOG_LEVEL: 'silent', ...(await authority.serviceEnvironment('credentials')), ...extra };
  const config = loadConfig(ServiceConfig, env);
  const grpc = { package: 'peoplesync.credentials.v1' } as const;
  const service = await startService({ name: 'service-door', module: VaultModule, config, grpc });
  running.push(service);
  return service;
}

const admin = (tenant = 'acme') => authority.userToken({ subject: 'ada', roles: ['peoplesync.admin'], tenant });
const platform = () => authority.userToken({ subject: 'platform', roles: ['peoplesync.platform'] });
const auditor = () => authority.userToken({ subject: 'vera', roles: ['peoplesync.auditor'], tenant: 'acme' });

async function get(service: RunningService, path: string, token?: string, headers: Record<string, string> = {}) {
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${service.http}${path}`, { headers: { ...authorization, ...headers } });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
}

async function vaultAs(service: RunningService, name: string) {
  const config = { SERVICE_TOKEN_FILE: await authority.serviceTokenFile(name) };
  const address = { package: 'peoplesync.credentials.v1', service: credentialsV1.CREDENTIALS_SERVICE_NAME } as const;
  return grpcClient<credentialsV1.CredentialsClient>(address, service.grpc ?? '', config);
}

describe('the door for people', () => {
  it('gives a missing and a bad token the same answer, and says that a bearer is needed', async () => {
    const service = await userDoor();
    const none = await get(service, '/v1/tenants/acme/me');
    const bad = await get(service, '/v1/tenants/acme/me', 'not.a.token');
    expect(none.status).toBe(401);
    expect(none.headers.get('www-authenticate')).toBe('Bearer realm="people-sync"');
    expect(none.headers.get('content-type')).toContain('application/problem+json');
    expect(bad.text).toBe(none.text);
  });

  it("answers for another tenant's resource as for one that does not exist", async () => {
    const service = await userDoor();
    const other = await get(service, '/v1/tenants/other/me', await admin());
    const nothing = await get(service, '/v1/nothing-at-all', await admin());
    expect(other.status).toBe(404);
    expect(other.text).toBe(nothing.text);
  });

  it('lets an administrator into their tenant, the platform into each, an auditor only where named', async () => {
    const service = await userDoor();
    expect((await get(service, '/v1/tenants/acme/me', await admin())).status).toBe(200);
    expect((await get(service, '/v1/tenants/other/me', await platform())).status).toBe(200);
    expect((await get(service, '/v1/tenants/acme/me', await auditor())).status).toBe(200);
    expect((await get(service, '/v1/tenants/acme/broken', await auditor())).status).toBe(403);
  });

  it('writes the person whom the platform names, and no name that an administrator gives', async () => {
    const service = await userDoor();
    const acting = { 'acting-user': 'grace' };
    expect((await get(service, '/v1/tenants/acme/me', await platform(), acting)).body.actor).toBe('grace');
    expect((await get(service, '/v1/tenants/acme/me', await admin(), acting)).body.actor).toBe('ada');
    const long = await get(service, '/v1/tenants/acme/me', await platform(), { 'acting-user': 'g'.repeat(201) });
    expect(long.body).toMatchObject({ status: 400, fields: [{ field: 'Acting-User' }] });
  });

  it('takes the name of the person who acts as UTF-8, and no other coding', async () => {
    const service = await userDoor();
    const bytes = (name: string, coding: BufferEncoding) => Buffer.from(name, coding).toString('latin1');
    for (const name of ['Zoë Müller', '渡辺 恵']) {
      const headers = { 'acting-user': bytes(name, 'utf8') };
      expect((await get(service, '/v1/tenants/acme/me', await platform(), headers)).body.actor).toBe(name);
    }
    for (const name of ['Zoë Müller', '渡辺 恵', '100% Grace', 'Grace Hopwood', 'إيناس', '👩‍🔧 Ada', 'a+b,c;"d"']) {
      const headers = { 'acting-user': encodeURIComponent(name) };
      expect((await get(service, '/v1/tenants/acme/me', await platform(), headers)).body.actor).toBe(name);
    }
    for (const broken of ['100% Grace', '%', '%zz', '%FF', 'Ada%0AMoss', '%C3', 'Ada%00']) {
      const answer = await get(service, '/v1/tenants/acme/me', await platform(), { 'acting-user': broken });
      expect([broken, answer.body]).toMatchObject([broken, { status: 400, fields: [{ field: 'Acting-User' }] }]);
    }
    const headers = { 'acting-user': bytes('Zoë', 'latin1') };
    const refused = await get(service, '/v1/tenants/acme/me', await platform(), headers);
    expect(refused.body).toMatchObject({ status: 400, fields: [{ field: 'Acting-User' }] });
  });

  it("takes a browser's session where no token is sent, and never in place of one that is refused", async () => {
    const service = await userDoor();
    const cookie = { cookie: 'session=ada', 'acting-user': 'grace' };
    expect((await get(service, '/v1/tenants/acme/me', undefined, cookie)).body).toMatchObject({ actor: 'ada' });
    expect((await get(service, '/v1/tenants/other/me', undefined, cookie)).status).toBe(404);
    expect((await get(service, '/v1/tenants/other/me', await platform(), cookie)).body.actor).toBe('grace');
    const none = await get(service, '/v1/tenants/acme/me');
    for (const authorization of ['Bearer not.a.token', 'Basic YTpi', 'Bearer', '']) {
      const refused = await get(service, '/v1/tenants/acme/me', undefined, { ...cookie, authorization });
      expect(refused.status).toBe(401);
      expect(refused.text).toBe(none.text);
    }
    const unknown = await get(service, '/v1/tenants/acme/me', undefined, { cookie: 'session=eve' });
    expect(unknown.text).toBe(none.text);
  });

  it('lists every wrong field in one answer, without the values', async () => {
    const service = await userDoor();
    const response = await fetch(`${service.http}/v1/tenants/acme/greetings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await admin()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ word: 'c4n4ry-too-long', times: 'often', extra: 1 }),
    });
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(text).not.toContain('c4n4ry');
    const body = JSON.parse(text) as { type: string; fields: { field: string }[] };
    expect(body.type).toMatch(/invalid-request$/);
    expect(body.fields.map(({ field }) => field).sort()).toEqual(['extra', 'times', 'word']);
  });

  it('tells nothing of an unknown error but an id that the log has too', async () => {
    const logFile = join(await mkdtemp(join(tmpdir(), 'log-')), 'service.log');
    const service = await userDoor({ LOG_LEVEL: 'error', LOG_FILE: logFile });
    const { status: http, text, body } = await get(service, '/v1/tenants/acme/broken', await admin());
    expect(http).toBe(500);
    expect(text).not.toContain('c4n4ry');
    const log = await eventualText(logFile);
    expect(log).toContain(body.errorId);
    expect(log).toContain('row 7');
  });

  it('keeps the same rules over gRPC, where the acting user and the reason are metadata', async () => {
    const service = await userDoor();
    const tokenFile = async (token: string) => {
      const path = join(await mkdtemp(join(tmpdir(), 'token-')), 'token');
      await writeFile(path, token);
      return path;
    };
    const as = async (token: string) =>
      grpcClient<peoplesyncV1.PeopleSyncClient, 'watchSync'>(
        { package: 'wethrive.peoplesync.v1', service: peoplesyncV1.PEOPLE_SYNC_SERVICE_NAME },
        service.grpc ?? '',
        { SERVICE_TOKEN_FILE: await tokenFile(token) },
      );
    const own = await as(await admin());
    await expect(own.getTenant({ tenant: 'acme' })).resolves.toMatchObject({ tenant: 'acme', name: 'Acme' });
    const other = own.getTenant({ tenant: 'other' });
    await expect(other).rejects.toMatchObject({ code: status.NOT_FOUND, reason: 'not-found' });
    const nobody = await as('no-token');
    const refused = nobody.getTenant({ tenant: 'acme' });
    await expect(refused).rejects.toMatchObject({ code: status.UNAUTHENTICATED, reason: 'unauthenticated' });
    const told = await firstValueFrom(own.watchSync({ tenant: 'acme', syncId: 's' }).pipe(toArray()));
    expect(told.map(({ eventId }) => eventId)).toEqual(['one', 'two']);
    own.close();
    nobody.close();
  });
});

describe('the door for services', () => {
  it('opens a handler only to the services it names', async () => {
    const service = await serviceDoor();
    const fetcher = await vaultAs(service, 'peoplehr-fetcher');
    const gateway = await vaultAs(service, 'gateway');
    await expect(fetcher.reveal({ tenantId: 'acme' })).resolves.toMatchObject({ companyId: 'acme' });
    const refused = gateway.reveal({ tenantId: 'acme' });
    await expect(refused).rejects.toMatchObject({ code: status.PERMISSION_DENIED, reason: 'forbidden' });
    fetcher.close();
    gateway.close();
  });

  it('is closed where nobody is named', async () => {
    const fetcher = await vaultAs(await serviceDoor(), 'peoplehr-fetcher');
    await expect(fetcher.getConnection({ tenantId: 'acme' })).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
    fetcher.close();
  });

  it('takes the names from the configuration, and services by the subjects of the cluster', async () => {
    const prefix = 'system:serviceaccount:peoplesync:';
    const service = await serviceDoor({ SERVICE_AUTH_SUBJECT_PREFIX: prefix });
    const inside = await vaultAs(service, `${prefix}people-sync-services`);
    const outside = await vaultAs(service, 'system:serviceaccount:elsewhere:people-sync');
    const answer = inside.disconnect({ tenantId: 'acme', actor: '' });
    await expect(answer).rejects.toMatchObject({ code: status.FAILED_PRECONDITION, reason: 'not-connected' });
    const refused = outside.disconnect({ tenantId: 'acme', actor: '' });
    await expect(refused).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
    inside.close();
    outside.close();
  });

  it('hides a bug behind an error id', async () => {
    const client = await vaultAs(await serviceDoor(), 'gateway');
    const answer = client.connect({ tenantId: 'a', apiKey: 'k', replaceCompany: false, actor: '' });
    await expect(answer).rejects.toMatchObject({ code: status.INTERNAL, reason: 'internal' });
    await expect(answer).rejects.not.toMatchObject({ message: expect.stringContaining('c4n4ry') });
    client.close();
  });

  it('gives up a call at its deadline, and a call to nobody at once', async () => {
    const client = await vaultAs(await serviceDoor({ SHUTDOWN_GRACE_MS: '0' }), 'gateway');
    const slow = client.reportKey({ tenantId: 'a', connectionId: 'c', reason: '' }, { deadlineMs: 50 });
    await expect(slow).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED, reason: '' });
    client.close();
    const nobody = await vaultAs({ name: 'x', grpc: '127.0.0.1:1', close: () => Promise.resolve() }, 'gateway');
    await expect(nobody.disconnect({ tenantId: 'a', actor: '' })).rejects.toMatchObject({ code: status.UNAVAILABLE });
    nobody.close();
  });

  it('uses a renewed token without a restart', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'token-')), 'token');
    await writeFile(path, await authority.serviceToken('gateway'));
    const service = await serviceDoor();
    const client = grpcClient<credentialsV1.CredentialsClient>(
      { package: 'peoplesync.credentials.v1', service: credentialsV1.CREDENTIALS_SERVICE_NAME },
      service.grpc ?? '',
      { SERVICE_TOKEN_FILE: path },
    );
    await expect(client.reveal({ tenantId: 'a' })).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
    await writeFile(path, `${await authority.serviceToken('peoplehr-fetcher')}\n`);
    await expect(client.reveal({ tenantId: 'a' })).resolves.toMatchObject({ apiKey: 'k' });
    client.close();
  });

  it('does not start without knowing whose tokens to believe', async () => {
    const config = loadConfig(ServiceConfig, { DATABASE_URL, LOG_LEVEL: 'silent' });
    const grpc = { package: 'peoplesync.credentials.v1' } as const;
    const starting = startService({ name: 'x', module: VaultModule, config, grpc });
    await expect(starting).rejects.toThrow('SERVICE_AUTH_ISSUER is missing');
  });
});

describe('health, metrics and ports', () => {
  it('answers on a port of its own without a token, and not beside the API then', async () => {
    const service = await userDoor({ MANAGEMENT_PORT: '0' });
    expect(service.management).not.toBe(service.http);
    for (const path of ['/health/live', '/health/ready']) {
      expect(await (await fetch(`${service.management}${path}`)).json()).toEqual({ status: 'ok' });
    }
    expect(await (await fetch(`${service.management}/metrics`)).text()).toMatch(/service="user-door"/);
    expect((await get(service, '/metrics', await admin())).status).toBe(404);
  });

  it('counts how long calls took, by handler and outcome, never by address', async () => {
    const service = await userDoor();
    await get(service, '/v1/tenants/acme/me', await admin());
    await get(service, '/v1/tenants/acme/broken', await admin());
    const metrics = await (await fetch(`${service.http}/metrics`)).text();
    expect(metrics).toMatch(/call_seconds_count\{.*handler="GreetingController.me",outcome="ok".*\} 1/);
    expect(metrics).toMatch(/call_seconds_count\{.*handler="GreetingController.broken",outcome="error".*\} 1/);
    expect(metrics).not.toContain('acme');
  });

  it('is on the HTTP port where there is no other', async () => {
    const service = await userDoor();
    expect(service.management).toBe(service.http);
    expect((await fetch(`${service.http}/health/ready`)).status).toBe(200);
  });

  it('says in one sentence which port is taken, for each door', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(serviceDoor({ GRPC_PORT: `${port}` })).rejects.toThrow(/another program has this port. Set GRPC_PORT/);
    await expect(userDoor({ MANAGEMENT_PORT: `${port}` })).rejects.toThrow(/MANAGEMENT_PORT/);
    await new Promise((resolve) => other.close(resolve));
  });

  it('finishes running calls before it is closed, and takes no new ones', async () => {
    const service = await userDoor();
    const held = get(service, '/v1/tenants/acme/held', await admin());
    await HeldController.reached;
    const closed = service.close();
    HeldController.release();
    expect((await held).body).toEqual({ done: true });
    await closed;
    await expect(fetch(`${service.http}/health/live`)).rejects.toThrow();
  });

  it('answers on connections that are kept while it is being stopped, and says that they end', async () => {
    const service = await userDoor({ HTTP_DRAIN_MS: '60000' });
    const path = '/v1/tenants/acme/me';
    const token = await admin();
    const kept = new Agent({ keepAlive: true, maxSockets: 1 });
    expect(await answerOn(kept, `${service.http}${path}`, token)).toEqual([200, 'keep-alive']);
    const closed = service.close();
    expect(await answerOn(kept, `${service.http}${path}`, token)).toEqual([200, 'close']);
    await closed;
    await expect(answerOn(kept, `${service.http}${path}`, token)).rejects.toThrow('ECONNREFUSED');
  });

  it('cuts calls that outlast the grace', async () => {
    const service = await userDoor({ SHUTDOWN_GRACE_MS: '1' });
    const held = get(service, '/v1/tenants/acme/held', await admin());
    await HeldController.reached;
    await service.close();
    await expect(held).rejects.toThrow();
  });

  it('runs several services in one process, each with its own configuration', async () => {
    const [one, two] = await Promise.all([serviceDoor(), userDoor()]);
    const fetcher = await vaultAs(one, 'peoplehr-fetcher');
    await expect(fetcher.reveal({ tenantId: 'acme' })).resolves.toMatchObject({ apiKey: 'k' });
    expect((await get(two, '/v1/tenants/acme/me', await admin())).status).toBe(200);
    fetcher.close();
  });
});

/** Status and what becomes of the connection. */
const answerOn = (agent: Agent, url: string, token: string): Promise<unknown[]> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      response.resume().on('end', () => resolve([response.statusCode, response.headers.connection]));
    });
    asked.on('error', reject).end();
  });

/** Waits until the file has a line. */
async function eventualText(path: string): Promise<string> {
  for (;;) {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (text.includes('\n')) return text;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
