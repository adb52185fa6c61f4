import { mkdtemp } from 'node:fs/promises';
import { connect } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { type Metadata, status } from '@grpc/grpc-js';
import { loadSync, type MessageTypeDefinition } from '@grpc/proto-loader';
import { Controller, Module } from '@nestjs/common';
import { Ctx, GrpcMethod, Payload } from '@nestjs/microservices';
import { frame, type RawCall, rawCall } from '@people-sync/testing';
import { Reader } from 'protobufjs';
import { EMPTY, type Observable } from 'rxjs';
import { AllowServices, Public, Roles } from '../auth/access.decorator';
import { OneMachineAuthority } from '../auth/one-machine-authority';
import { loadConfig } from '../config/load.config';
import { ServiceConfig, UserFacingConfig } from '../config/service.config';
import type { RunningService } from '../service/running-service';
import { startService } from '../service/start-service';
import { loaderOptions, protoPathsOf } from './loader';

const PLATFORM = '/wethrive.peoplesync.v1.PeopleSync';
const VAULT = '/peoplesync.credentials.v1.Credentials';
const HEALTH = '/grpc.health.v1.Health';
const REFLECTION = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';

/** What handlers were given. */
let handled: { readonly method: string; readonly message: unknown; readonly headers: readonly string[] }[] = [];
const note = (method: string, message: unknown, metadata: Metadata): object => {
  handled.push({ method, message, headers: Object.keys(metadata.getMap()) });
  return {};
};

@Controller()
class PeopleController {
  @GrpcMethod('PeopleSync', 'GetTenant')
  @Roles('peoplesync.admin', 'peoplesync.platform', 'peoplesync.auditor')
  getTenant(@Payload() message: object, @Ctx() metadata: Metadata) {
    return note('GetTenant', message, metadata);
  }

  @GrpcMethod('PeopleSync', 'ImportPeople')
  importPeople(@Payload() message: object, @Ctx() metadata: Metadata) {
    return note('ImportPeople', message, metadata);
  }

  @GrpcMethod('PeopleSync', 'WatchSync')
  watchSync(@Payload() message: object, @Ctx() metadata: Metadata): Observable<never> {
    note('WatchSync', message, metadata);
    return EMPTY;
  }

  @GrpcMethod('PeopleSync', 'ListSyncs')
  @Public()
  listSyncs(@Payload() message: object, @Ctx() metadata: Metadata) {
    return note('ListSyncs', message, metadata);
  }
}
@Module({ controllers: [PeopleController] })
class PeopleModule {}

@Controller()
class VaultController {
  @GrpcMethod('Credentials', 'Reveal')
  @AllowServices('peoplehr-fetcher')
  reveal(@Payload() message: object, @Ctx() metadata: Metadata) {
    return note('Reveal', message, metadata);
  }
}
@Module({ controllers: [VaultController] })
class VaultModule {}

const definition = loadSync(protoPathsOf(['wethrive.peoplesync.v1', 'peoplesync.credentials.v1']), loaderOptions());
const encoded = (name: string, message: object): Buffer =>
  (definition[name] as MessageTypeDefinition<object, object>).serialize(message);
const TENANT = frame(encoded('wethrive.peoplesync.v1.TenantRequest', { tenant: 'acme' }));
const PEOPLE = 'wethrive.peoplesync.v1.ImportPeopleRequest';
/** 16,000,000 people without a name: 32 MB, packed 31 kB. */
const BOMB = zlib.gzipSync(Buffer.alloc(32_000_000, Buffer.from([0x12, 0])));
const MANY_EMPTY = Buffer.alloc(256_000, Buffer.from([0x12, 0]));

let authority: OneMachineAuthority;
let people: RunningService;
let vault: RunningService;
let admin: string;
let fetcher: string;

const DATABASE_URL = 'postgres://nobody@localhost/none';
const usual = { DATABASE_URL, LOG_LEVEL: 'silent' };

const startPeople = (extra: Record<string, string> = {}, limits?: Record<string, { bytes: number; entries: number }>) =>
  startService({
    name: 'people-door',
    module: PeopleModule,
    config: loadConfig(UserFacingConfig, { ...usual, ...authority.userEnvironment(), ...extra }),
    grpc: {
      package: 'wethrive.peoplesync.v1',
      limits: limits ?? { 'PeopleSync/ImportPeople': { bytes: 300_000, entries: 101 } },
    },
  });

beforeAll(async () => {
  authority = await OneMachineAuthority.open(await mkdtemp(join(tmpdir(), 'authority-')));
  people = await startPeople();
  vault = await startService({
    name: 'vault-door',
    module: VaultModule,
    config: loadConfig(ServiceConfig, { ...usual, ...(await authority.serviceEnvironment('credentials')) }),
    grpc: { package: 'peoplesync.credentials.v1' },
  });
  admin = await authority.userToken({ subject: 'ada', roles: ['peoplesync.admin'], tenant: 'acme' });
  fetcher = await authority.serviceToken('peoplehr-fetcher');
});
afterAll(async () => {
  await Promise.all([people.close(), vault.close()]);
  authority.close();
});

/** Calls that unpack or decode something, in this process. */
let costs: jest.SpyInstance[];
const spent = (): number => costs.reduce((sum, { mock }) => sum + mock.calls.length, 0);
beforeEach(() => {
  handled = [];
  costs = [
    jest.spyOn(zlib, 'createGunzip'),
    jest.spyOn(zlib, 'createInflate'),
    // protobufjs reads each field's tag by it.
    jest.spyOn(Reader.prototype, 'uint32'),
  ];
});
afterEach(() => jest.restoreAllMocks());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const gzip = { 'grpc-encoding': 'gzip' };

describe.each([
  ['people', () => ({ door: people, good: admin, unary: `${PLATFORM}/GetTenant`, other: `${PLATFORM}/WatchSync` })],
  ['services', () => ({ door: vault, good: fetcher, unary: `${VAULT}/Reveal`, other: `${VAULT}/Connect` })],
])('a stranger at the gRPC door for %s', (_, about) => {
  const call = (more: Partial<RawCall>) =>
    rawCall(about().door.grpc ?? '', { path: about().unary, body: TENANT, ...more });

  it('is spent nothing on, and gets the same answer, whatever they send', async () => {
    const { good, other } = about();
    const elsewhere = await OneMachineAuthority.open(await mkdtemp(join(tmpdir(), 'authority-')));
    const tokens: Record<string, string> = {
      'no token': 'no.token',
      'an expired token': await authority.serviceToken('peoplehr-fetcher', -60),
      "an expired person's token": await authority.userToken({ subject: 'ada', roles: ['peoplesync.platform'] }, -60),
      'a token of another issuer': await elsewhere.serviceToken('peoplehr-fetcher'),
      'a forged token': `${good.slice(0, -6)}AAAAAA`,
      'a token of the other kind':
        good === admin
          ? fetcher
          : await authority.userToken({ subject: 'peoplehr-fetcher', roles: ['peoplesync.platform'] }),
      'a token of 16 kB': 'a'.repeat(16_000),
    };
    const sent: Record<string, Partial<RawCall>> = {
      nothing: { body: Buffer.alloc(0) },
      'a usual message': {},
      'a streaming or unanswered call': { path: other },
      junk: { body: frame(Buffer.alloc(1000, 0xff)) },
      'no frame': { body: Buffer.from('GET / HTTP/1.1') },
      'a bomb': { body: frame(BOMB, true), headers: gzip },
      'a bomb that says deflate': { body: frame(BOMB, true), headers: { 'grpc-encoding': 'deflate' } },
      'a bomb in an unknown packing': { body: frame(BOMB, true), headers: { 'grpc-encoding': 'c4n4ry' } },
      'a bomb that says nothing': { body: frame(BOMB, true) },
      'a length of 4 GB': { body: Buffer.from([0, 255, 255, 255, 255, 1]) },
      'more than the limit': { body: frame(Buffer.alloc(400_000)) },
      '128,000 empty people': { body: frame(MANY_EMPTY) },
      'two messages': { body: Buffer.concat([TENANT, TENANT]) },
      'a timeout that is none': { headers: { 'grpc-timeout': 'c4n4ry' } },
      'a list of headers of 40 kB': { headers: { ...bearer(good), 'x-long': 'x'.repeat(40_000) } },
      'a header that is 10,000 values': { headers: { 'x-many-bin': ','.repeat(10_000) } },
      'another scheme': { headers: { authorization: `Basic ${good}` } },
      'two good tokens': { headers: bearer(good), added: [['authorization', `Bearer ${good}`]] },
      'a bad and a good token': { headers: bearer('no.token'), added: [['authorization', `Bearer ${good}`]] },
      ...Object.fromEntries(Object.entries(tokens).map(([name, token]) => [name, { headers: bearer(token) }])),
    };
    const { code, message, reason, headers } = await call({});
    expect({ code, message, reason }).toEqual({
      code: status.UNAUTHENTICATED,
      message: 'A valid bearer token is needed.',
      reason: 'unauthenticated',
    });
    for (const [what, raw] of Object.entries(sent)) {
      expect([what, (await call(raw)).headers]).toEqual([what, headers]);
    }
    expect(spent()).toBe(0);
    expect(handled).toEqual([]);
    expect((await call({ headers: bearer(good) })).code).toBe(status.OK);
    expect(spent()).toBeGreaterThan(0);
  });

  it('is not listened to any longer once the answer is sent', async () => {
    const answer = await call({ thenForEver: Buffer.alloc(16_000) });
    expect(answer).toMatchObject({ code: status.UNAUTHENTICATED, resetCode: 0 });
    const unknown = await call({ path: `${PLATFORM}/Nothing`, thenForEver: Buffer.alloc(16_000) });
    expect(unknown).toMatchObject({ code: status.UNIMPLEMENTED, resetCode: 0 });
  });

  it('hears of a method that is not there, and nothing of their own odd words comes back', async () => {
    expect((await call({ path: `${PLATFORM}/Nothing` })).message).toContain(`${PLATFORM}/Nothing`);
    for (const path of ['/c4n4ry/%7f', '/c4n4ry/\xff', `/c4n4ry/${'x'.repeat(30_000)}`]) {
      const answer = await call({ path });
      expect(answer.code).toBe(status.UNIMPLEMENTED);
      expect(JSON.stringify(answer.headers)).not.toContain('c4n4ry');
    }
  });

  it('may ask whether the server as a whole is well, and nothing else', async () => {
    const asked = (method: string, body: Buffer) => call({ path: `${HEALTH}/${method}`, body });
    const well = await asked('Check', frame(Buffer.alloc(0)));
    // Field 1, varint 1: SERVING.
    expect(well).toMatchObject({ code: status.OK, body: frame(Buffer.from([8, 1])) });
    for (const body of [frame(Buffer.from([10, 1, 97])), frame(Buffer.alloc(10_000, 10))]) {
      expect((await asked('Check', body)).code).toBe(status.NOT_FOUND);
    }
    expect((await call({ path: `${HEALTH}/Check`, body: frame(BOMB, true), headers: gzip })).reason).toBe('compressed');
    for (const method of ['Watch', 'List']) {
      expect((await asked(method, frame(Buffer.alloc(0)))).code).toBe(status.UNAUTHENTICATED);
    }
    expect(spent()).toBe(0);
  });

  it('finds no reflection, and with a token neither', async () => {
    for (const headers of [{}, bearer(about().good)]) {
      expect((await call({ path: REFLECTION, headers })).code).toBe(status.UNIMPLEMENTED);
    }
  });
});

describe('a known sender at a gRPC door', () => {
  const call = (method: string, more: Partial<RawCall>, token = admin) =>
    rawCall(people.grpc ?? '', {
      path: `${PLATFORM}/${method}`,
      body: TENANT,
      ...more,
      headers: { ...bearer(token), ...more.headers },
    });

  it('sends nothing packed: it is refused before it is unpacked', async () => {
    const small = zlib.gzipSync(encoded('wethrive.peoplesync.v1.TenantRequest', { tenant: 'acme' }));
    for (const packed of [small, BOMB]) {
      for (const encoding of ['gzip', 'deflate', 'c4n4ry']) {
        const answer = await call('GetTenant', { body: frame(packed, true), headers: { 'grpc-encoding': encoding } });
        expect(answer).toMatchObject({ code: status.UNIMPLEMENTED, reason: 'compressed' });
        expect(answer.message).toBe('Compressed messages are not taken here: send them as they are.');
      }
    }
    expect(spent()).toBe(0);
    expect((await call('GetTenant', { headers: { 'grpc-encoding': 'identity' } })).code).toBe(status.OK);
  });

  it.each([
    ['is longer than this call takes', 'GetTenant', Buffer.alloc(16_385, 10), status.RESOURCE_EXHAUSTED, 'too-large'],
    ['has more people than it takes', 'ImportPeople', MANY_EMPTY, status.INVALID_ARGUMENT, 'invalid-request'],
    [
      'has one person too many',
      'ImportPeople',
      MANY_EMPTY.subarray(0, 204),
      status.INVALID_ARGUMENT,
      'invalid-request',
    ],
    [
      'repeats one field',
      'GetTenant',
      Buffer.alloc(16_000, Buffer.from([10, 0])),
      status.INVALID_ARGUMENT,
      'invalid-request',
    ],
    ['is junk', 'GetTenant', Buffer.alloc(1000, 0xff), status.INVALID_ARGUMENT, 'invalid-request'],
    ['is cut off', 'GetTenant', Buffer.from([10, 5, 97]), status.INVALID_ARGUMENT, 'invalid-request'],
    [
      'has a text that is no UTF-8',
      'GetTenant',
      Buffer.from([10, 2, 0xc3, 0x28]),
      status.INVALID_ARGUMENT,
      'invalid-request',
    ],
    ['is junk to be watched', 'WatchSync', Buffer.alloc(1000, 0xff), status.INVALID_ARGUMENT, 'invalid-request'],
  ])(
    'is told what is wrong with a message that %s, before any of it is decoded',
    async (_, method, bytes, code, reason) => {
      const answer = await call(method, { body: frame(bytes) });
      expect(answer).toMatchObject({ code, reason });
      expect(answer.message).toMatch(/^The (message|lists in the message) .+\.$/);
      expect(spent()).toBe(0);
      expect(handled).toEqual([]);
    },
  );

  it('is refused what is longer than any call takes while it arrives', async () => {
    const answer = await call('ImportPeople', {
      body: Buffer.from([0, 255, 255, 255, 255]),
      thenForEver: Buffer.alloc(16_000),
    });
    expect(answer).toMatchObject({ code: status.RESOURCE_EXHAUSTED, resetCode: 0 });
  });

  it('may send as much as a call takes', async () => {
    const list = Array.from({ length: 100 }, (_, index) => ({
      name: 'x'.repeat(2_000),
      email: `p${index}@acme.example`,
    }));
    const body = frame(encoded(PEOPLE, { tenant: 'acme', people: { items: list } }));
    expect((await call('ImportPeople', { body })).code).toBe(status.OK);
    expect(handled[0]?.message).toMatchObject({ tenant: 'acme', people: { items: list } });
  });

  it('has no message opened whose sender may not make the call', async () => {
    const auditor = await authority.userToken({ subject: 'vera', roles: ['peoplesync.auditor'], tenant: 'acme' });
    const body = frame(encoded(PEOPLE, { tenant: 'acme', people: { items: [] } }));
    expect(await call('ImportPeople', { body }, auditor)).toMatchObject({ code: status.PERMISSION_DENIED });
    const gateway = await authority.serviceToken('gateway');
    const reveal = { path: `${VAULT}/Reveal`, headers: bearer(gateway), body };
    expect(await rawCall(vault.grpc ?? '', reveal)).toMatchObject({ code: status.PERMISSION_DENIED });
    expect(spent()).toBe(0);
    const other = await authority.userToken({ subject: 'eve', roles: ['peoplesync.admin'], tenant: 'other' });
    expect(await call('ImportPeople', { body }, other)).toMatchObject({ code: status.NOT_FOUND });
    expect(handled).toEqual([]);
  });

  it('has every message opened that a handler gets, also of a call for everybody', async () => {
    for (const method of ['GetTenant', 'WatchSync', 'ListSyncs']) await call(method, {});
    expect(handled.map(({ message }) => message)).toEqual([
      { tenant: 'acme' },
      { tenant: 'acme', syncId: '' },
      { tenant: 'acme' },
    ]);
  });

  it('has no header read but those that mean something here', async () => {
    const headers = { 'acting-user': 'grace', 'x-odd': '1', 'x-odd-bin': ',,,', traceparent: '00-1-2-01' };
    await call('GetTenant', {
      headers,
      added: [
        ['idempotency-key', 'a'],
        ['idempotency-key', 'b'],
      ],
    });
    expect([...(handled[0]?.headers ?? [])].sort()).toEqual(['acting-user', 'authorization', 'traceparent']);
    await call('GetTenant', { headers: { 'acting-user-bin': Buffer.from('Zoë').toString('base64') } });
    await call('GetTenant', { headers: { 'acting-user-bin': ',,,' } });
    expect(handled.slice(1).map(({ headers: seen }) => [...seen].sort())).toEqual([
      ['acting-user-bin', 'authorization'],
      ['authorization'],
    ]);
  });

  it('may hold 200 calls open on a connection', async () => {
    const session = connect(`http://${people.grpc}`);
    const settings = await new Promise((resolve) => session.once('remoteSettings', resolve));
    expect(settings).toMatchObject({ maxConcurrentStreams: 200 });
    session.destroy();
  });
});

describe('a gRPC door', () => {
  it('ends a call whose request does not arrive', async () => {
    const door = await startPeople({ GRPC_ARRIVAL_MS: '20' });
    const calls: RawCall[] = [
      { path: `${PLATFORM}/GetTenant`, headers: bearer(admin), ends: false },
      { path: `${PLATFORM}/GetTenant`, headers: bearer(admin), body: TENANT, ends: false },
      { path: `${PLATFORM}/WatchSync`, headers: bearer(admin), body: TENANT.subarray(0, 3), ends: false },
      { path: `${HEALTH}/Check`, ends: false },
    ];
    for (const call of calls) {
      const answer = await rawCall(door.grpc ?? '', call);
      expect(answer).toMatchObject({ code: status.DEADLINE_EXCEEDED, reason: 'timeout', resetCode: 0 });
    }
    await door.close();
  });

  it('ends a connection on which nothing is asked, and no other', async () => {
    const door = await startPeople({ GRPC_SILENCE_MS: '1500' });
    const address = `http://${door.grpc}`;
    const [silent, asking] = [connect(address), connect(address)];
    const ended = new Promise((resolve) => silent.once('close', resolve));
    const call = asking.request({
      ':method': 'POST',
      ':path': `${PLATFORM}/WatchSync`,
      'content-type': 'application/grpc',
      ...bearer(admin),
    });
    call.write(TENANT.subarray(0, 3));
    await ended;
    expect([asking.closed, asking.destroyed]).toEqual([false, false]);
    asking.destroy();
    await door.close();
  });

  it('tells what can be called only where that is switched on, and only to known senders', async () => {
    const door = await startPeople({ GRPC_REFLECTION: 'true' });
    // Field 7, list_services: "*".
    const body = frame(Buffer.from([58, 1, 42]));
    const told = await rawCall(door.grpc ?? '', { path: REFLECTION, headers: bearer(admin), body });
    expect(told.code).toBe(status.OK);
    expect(told.body.toString('latin1')).toContain('wethrive.peoplesync.v1.PeopleSync');
    const long = await rawCall(door.grpc ?? '', {
      path: REFLECTION,
      headers: bearer(admin),
      body: frame(MANY_EMPTY.subarray(0, 50_000)),
    });
    expect(long.body.toString('latin1')).not.toContain('wethrive');
    const before = spent();
    for (const headers of [{}, bearer(fetcher)]) {
      expect((await rawCall(door.grpc ?? '', { path: REFLECTION, headers, body })).code).toBe(status.UNAUTHENTICATED);
    }
    expect(spent()).toBe(before);
    await door.close();
  });

  it('does not start with a limit for a method that is not there', async () => {
    const limits = { 'PeopleSync/ImportPeple': { bytes: 1, entries: 1 } };
    await expect(startPeople({}, limits)).rejects.toThrow('there is no method PeopleSync/ImportPeple');
  });
});
