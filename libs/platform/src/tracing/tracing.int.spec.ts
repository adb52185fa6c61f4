import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Module, NotFoundException, Param } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { inSpan } from '@people-sync/messaging';
import { eventually, freePorts, TraceCollector } from '@people-sync/testing';
import { AllowServices } from '../auth/access.decorator';
import { OneMachineAuthority } from '../auth/one-machine-authority';
import { loadConfig } from '../config/load.config';
import { ServiceConfig, UserFacingConfig } from '../config/service.config';
import * as credentialsV1 from '../gen/peoplesync/credentials/v1/credentials';
import { grpcClient } from '../grpc/grpc.client';
import type { RunningService } from '../service/running-service';
import { startService } from '../service/start-service';

@Controller('v1/tenants/:tenant')
class ThingsController {
  @Get('things/:name')
  thing(@Param('name') name: string) {
    return inSpan('look', {}, () => Promise.resolve({ name }));
  }

  @Get('missing/:name')
  missing(): never {
    throw new NotFoundException();
  }

  @Get('broken/:name')
  broken(@Param('name') name: string): never {
    throw new RangeError(`no ${name}`);
  }

  @Get('revealed')
  async revealed() {
    return vault?.reveal({ tenantId: 'acme' });
  }
}

@Module({ controllers: [ThingsController] })
class UserModule {}

@Controller()
class VaultController {
  @GrpcMethod('Credentials', 'Reveal')
  @AllowServices('gateway')
  reveal(): credentialsV1.RevealResponse {
    return { connectionId: 'c1', apiKey: 'c4n4ry-key', companyId: '1' };
  }
}

@Module({ controllers: [VaultController] })
class VaultModule {}

const TRACE = 'a'.repeat(32);
const SPAN = 'b'.repeat(16);
const DATABASE_URL = 'postgres://nobody@localhost/none';

let authority: OneMachineAuthority;
let collector: TraceCollector;
let vault: ReturnType<typeof vaultAt> | undefined;
const running: RunningService[] = [];

const vaultAt = (url: string, tokenFile: string) => {
  const address = { package: 'peoplesync.credentials.v1', service: credentialsV1.CREDENTIALS_SERVICE_NAME } as const;
  return grpcClient<credentialsV1.CredentialsClient>(address, url, { SERVICE_TOKEN_FILE: tokenFile });
};

beforeAll(async () => {
  authority = await OneMachineAuthority.open(await mkdtemp(join(tmpdir(), 'authority-')));
});
beforeEach(async () => {
  collector = await TraceCollector.start();
});
afterEach(async () => {
  vault?.close();
  vault = undefined;
  await Promise.all(running.splice(0).map((service) => service.close()));
  await collector.stop();
});
afterAll(() => authority.close());

/** A door for people whose traces go to the collector, unless told otherwise. */
async function door(extra: Record<string, string | undefined> = {}): Promise<RunningService> {
  const env = {
    ...{ DATABASE_URL, LOG_LEVEL: 'silent', ...authority.userEnvironment() },
    ...{ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER_ARG: '1' },
    ...extra,
  };
  const config = loadConfig(UserFacingConfig, env);
  const service = await startService({
    name: 'door',
    module: UserModule,
    config,
    http: { port: 0, host: '127.0.0.1' },
  });
  running.push(service);
  return service;
}

async function vaultDoor(extra: Record<string, string> = {}): Promise<RunningService> {
  const own = await authority.serviceEnvironment('credentials');
  const env = { DATABASE_URL, LOG_LEVEL: 'silent', ...own, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...extra };
  const grpc = { package: 'peoplesync.credentials.v1' } as const;
  const service = await startService({
    name: 'vault',
    module: VaultModule,
    config: loadConfig(ServiceConfig, env),
    grpc,
  });
  running.push(service);
  return service;
}

async function get(service: RunningService, path: string, flags = '01', token?: string): Promise<number> {
  const bearer = token ?? (await authority.userToken({ subject: 'ada', roles: ['peoplesync.admin'], tenant: 'acme' }));
  const headers = { authorization: `Bearer ${bearer}`, traceparent: `00-${TRACE}-${SPAN}-${flags}` };
  const response = await fetch(`${service.http}/v1/tenants/acme${path}`, { headers });
  await response.text();
  return response.status;
}

const spans = (names: readonly string[]) =>
  eventually(() => {
    expect(collector.spans.map(({ name }) => name)).toEqual(expect.arrayContaining([...names]));
    return collector.spans;
  });

describe('a call', () => {
  it('is a span of its caller’s trace, named by its route, and what is done for it is below', async () => {
    const service = await door({ OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test' });
    await get(service, '/things/canary');
    const [look, call] = await spans(['GET /v1/tenants/:tenant/things/:name', 'look']);
    expect(call).toMatchObject({ traceId: TRACE, parentSpanId: SPAN, isFault: false });
    expect(call?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.route': '/v1/tenants/:tenant/things/:name',
      'peoplesync.tenant': 'acme',
      'http.response.status_code': 200,
    });
    expect(look).toMatchObject({ name: 'look', traceId: TRACE, parentSpanId: call?.spanId });
    expect(collector.resources[0]).toMatchObject({
      'service.namespace': 'people-sync',
      'service.name': 'door',
      'service.version': expect.stringMatching(/^\d+\.\d+\.\d+/),
      'service.instance.id': expect.stringContaining(String(process.pid)),
      'deployment.environment.name': 'test',
    });
    expect(collector.raw.join()).not.toContain('canary');
  });

  it('that fails says of what kind it was, and no word of what it held', async () => {
    const service = await door();
    await get(service, '/missing/canary');
    await get(service, '/broken/canary');
    const told = await spans(['GET /v1/tenants/:tenant/missing/:name', 'GET /v1/tenants/:tenant/broken/:name']);
    expect(told.map(({ attributes, isFault }) => [attributes['error.type'], isFault])).toEqual([
      ['not-found', false],
      ['RangeError', true],
    ]);
    expect(collector.raw.join()).not.toContain('canary');
  });

  it('of a stranger makes no span, whatever trace comes along', async () => {
    const service = await door();
    expect(await get(service, '/things/a', '01', 'not.a.token')).toBe(401);
    await get(service, '/things/a');
    const told = await spans(['look']);
    expect(told).toHaveLength(2);
  });

  it('goes on in the service that is called by gRPC, and no message is told', async () => {
    const called = await vaultDoor();
    vault = vaultAt(called.grpc ?? '', await authority.serviceTokenFile('gateway'));
    const service = await door();
    expect(await get(service, '/revealed')).toBe(200);
    const name = 'peoplesync.credentials.v1.Credentials/Reveal';
    const told = await eventually(() => {
      const both = collector.spans.filter((span) => span.name === name);
      expect(both).toHaveLength(2);
      return both;
    });
    const [theirs, ours] = ['vault', 'door'].map((one) => told.find((span) => span.service === one));
    expect(theirs).toMatchObject({ traceId: TRACE, parentSpanId: ours?.spanId });
    expect(collector.raw.join()).not.toContain('c4n4ry');
  });

  it('is not told if its caller keeps no trace, or none is to be kept', async () => {
    const service = await door({ OTEL_TRACES_SAMPLER_ARG: '0' });
    await get(service, '/things/a', '00');
    const bearer = await authority.userToken({ subject: 'ada', roles: ['peoplesync.admin'], tenant: 'acme' });
    await fetch(`${service.http}/v1/tenants/acme/things/a`, { headers: { authorization: `Bearer ${bearer}` } });
    await get(service, '/things/b', '01');
    await service.close();
    expect(collector.spans.map(({ name }) => name)).toEqual(['look', 'GET /v1/tenants/:tenant/things/:name']);
  });

  it('is not told by the service that is called, either, if its caller keeps no trace', async () => {
    // It would keep every trace of its own.
    const called = await vaultDoor({ OTEL_TRACES_SAMPLER_ARG: '1' });
    vault = vaultAt(called.grpc ?? '', await authority.serviceTokenFile('gateway'));
    const service = await door();
    expect(await get(service, '/revealed', '00')).toBe(200);
    expect(await get(service, '/revealed', '01')).toBe(200);
    await Promise.all(running.splice(0).map((one) => one.close()));
    const theirs = collector.spans.filter((span) => span.service === 'vault');
    expect(theirs.map(({ traceId }) => traceId)).toEqual([TRACE]);
  });

  it('is told to nobody if there is no collector', async () => {
    const service = await door({ OTEL_EXPORTER_OTLP_ENDPOINT: undefined });
    await get(service, '/things/a');
    await service.close();
    expect(collector.visits).toBe(0);
  });
});

describe('a collector', () => {
  it.each(['refuses', 'silent'] as const)('that is %s holds up no call and no stop', async (mood) => {
    collector.mood = mood;
    const service = await door();
    await get(service, '/things/a');
    await eventually(() => expect(collector.visits).toBeGreaterThan(0));
    expect(await get(service, '/things/b')).toBe(200);
    await service.close();
    expect(collector.spans).toEqual([]);
  });

  it('that is away is said once in the log, and its token never', async () => {
    const logFile = join(await mkdtemp(join(tmpdir(), 'log-')), 'service.log');
    const [port] = await freePorts(1);
    const headers = { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20c4n4ry' };
    const service = await door({
      ...headers,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      LOG_LEVEL: 'info',
      LOG_FILE: logFile,
    });
    const log = () => readFile(logFile, 'utf8');
    const away = 'the collector takes no traces';
    await get(service, '/things/a');
    await eventually(async () => expect(await log()).toContain(away), 60_000);
    await get(service, '/things/b');
    await service.close();
    expect((await log()).split(away)).toHaveLength(2);
    expect(await log()).not.toContain('c4n4ry');
  });
});
