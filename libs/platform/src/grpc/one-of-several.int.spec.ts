import { promises as dns } from 'node:dns';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { Controller, Module } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { AllowServices } from '../auth/access.decorator';
import { OneMachineAuthority } from '../auth/one-machine-authority';
import { loadConfig } from '../config/load.config';
import { ServiceConfig } from '../config/service.config';
import * as credentialsV1 from '../gen/peoplesync/credentials/v1/credentials';
import { freePort } from '../service/free-port';
import type { RunningService } from '../service/running-service';
import { startService } from '../service/start-service';
import { refusal } from '../http/problem.exception';
import { type GrpcClient, grpcClient } from './grpc.client';

const HOSTS = ['127.0.0.1', '127.0.0.2'] as const;
type Host = (typeof HOSTS)[number];

/** Thrown by the one on this address instead of an answer. */
const faults = new Map<string, Error>();
let asked: string[] = [];

/** One of the version before, which lacks the call. */
function olderModule(): new () => object {
  @Controller()
  @AllowServices('gateway')
  class OlderController {
    @GrpcMethod('Credentials', 'GetConnection')
    connection(): object {
      return {};
    }
  }

  @Module({ controllers: [OlderController] })
  class OlderModule {}
  return OlderModule;
}

function moduleOf(host: Host): new () => object {
  @Controller()
  @AllowServices('gateway')
  class NamingController {
    @GrpcMethod('Credentials', 'Reveal')
    reveal(): credentialsV1.RevealResponse {
      asked.push(host);
      const fault = faults.get(host);
      if (fault) throw fault;
      return { connectionId: host, apiKey: '', companyId: '' };
    }
  }

  @Module({ controllers: [NamingController] })
  class NamingModule {}
  return NamingModule;
}

describe('a neighbour of whom there are two', () => {
  const running = new Map<Host, RunningService>();
  let authority: OneMachineAuthority;
  let port: number;
  let client: GrpcClient<credentialsV1.CredentialsClient>;

  const start = async (host: Host, module = moduleOf(host)): Promise<void> => {
    const config = loadConfig(ServiceConfig, {
      ...(await authority.serviceEnvironment('credentials')),
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
      LOG_LEVEL: 'silent',
      GRPC_HOST: host,
      GRPC_PORT: String(port),
    });
    const grpc = { package: 'peoplesync.credentials.v1' } as const;
    running.set(host, await startService({ name: 'one-of-two', module, config, grpc }));
  };
  const stop = async (host: Host): Promise<void> => {
    await running.get(host)?.close();
    running.delete(host);
  };
  /** Who answers the next calls. */
  const answering = async (calls = 20): Promise<Set<string>> => {
    const names = new Set<string>();
    for (let call = 0; call < calls; call += 1) names.add((await client.reveal({ tenantId: 'acme' })).connectionId);
    return names;
  };
  /** Calls until both have answered: a connection takes its time. */
  const bothAnswer = async (): Promise<void> => {
    while ((await answering()).size < 2);
  };

  beforeAll(async () => {
    authority = await OneMachineAuthority.open(await mkdtemp(join(tmpdir(), 'one-of-two-')));
    port = await freePort('0.0.0.0');
    const addresses = HOSTS.map((address) => ({ address, family: 4 }));
    jest.spyOn(dns, 'lookup').mockImplementation((() => Promise.resolve(addresses)) as never);
    for (const host of HOSTS) await start(host);
    client = grpcClient<credentialsV1.CredentialsClient>(
      { package: 'peoplesync.credentials.v1', service: credentialsV1.CREDENTIALS_SERVICE_NAME },
      `credentials.northwind.example:${port}`,
      { SERVICE_TOKEN_FILE: await authority.serviceTokenFile('gateway') },
    );
  });
  afterAll(async () => {
    client.close();
    for (const host of HOSTS) await stop(host);
    jest.restoreAllMocks();
    authority.close();
  });
  beforeEach(() => {
    faults.clear();
    asked = [];
  });

  it('is asked at both addresses of the name', bothAnswer);

  it('answers every call while one of the two is down, and both again when it is back', async () => {
    await bothAnswer();
    await stop('127.0.0.1');
    expect(await answering(100)).toEqual(new Set(['127.0.0.2']));
    await start('127.0.0.1');
    await bothAnswer();
    await stop('127.0.0.2');
    expect(await answering(100)).toEqual(new Set(['127.0.0.1']));
    await start('127.0.0.2');
  });

  it('answers every call while one of the two is not ready', async () => {
    await bothAnswer();
    faults.set('127.0.0.1', Object.assign(new Error('its database is away'), { code: 'ECONNREFUSED' }));
    expect(await answering(100)).toEqual(new Set(['127.0.0.2']));
  });

  it('answers every call while one of the two is of the version before and lacks it', async () => {
    await stop('127.0.0.1');
    await start('127.0.0.1', olderModule());
    // Only the older one has this call: once it answers, it is asked again.
    const isAsked = () => client.getConnection({ tenantId: 'acme' }).then(Boolean, () => false);
    while (!(await isAsked()));
    expect(await answering(100)).toEqual(new Set(['127.0.0.2']));
    await stop('127.0.0.2');
    await expect(client.reveal({ tenantId: 'acme' })).rejects.toMatchObject({ code: status.UNIMPLEMENTED, reason: '' });
    await start('127.0.0.2');
    await stop('127.0.0.1');
    await start('127.0.0.1');
  });

  it('is asked once for what would be the same at the other', async () => {
    const away = refusal('peoplehr-unavailable', 'PeopleHR could not be reached.');
    for (const host of HOSTS) faults.set(host, away);
    await expect(client.reveal({ tenantId: 'acme' })).rejects.toMatchObject({ reason: 'peoplehr-unavailable' });
    expect(asked).toHaveLength(1);
  });
});
