import { mkdtemp } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { OneMachineAuthority } from '../auth/one-machine-authority';
import { loadConfig } from '../config/load.config';
import { UserFacingConfig } from '../config/service.config';
import type { RunningService } from '../service/running-service';
import { startService } from '../service/start-service';
import { TakesBody } from './body-limits.decorator';
import { type ItemFault, LongList } from './long-list.decorator';
import { JsonScan, smallJson } from './json-bounds';
import { ProblemException } from './problem.exception';

class Note {
  @IsOptional()
  @IsString()
  text?: string;

  @IsOptional()
  @IsInt()
  times?: number;
}

class Notes {
  @LongList(1_000, (item): ItemFault[] => (item === null ? [{ field: '', message: 'it is nothing' }] : []))
  notes: object[];
}

const KB = 1024;
let held: (() => void)[] = [];

@Controller('v1/tenants/:tenant')
class NotesController {
  @Post('note')
  @TakesBody({ ms: 400 })
  note(@Body() note: Note) {
    return note;
  }

  @Post('notes')
  @TakesBody({ bytes: 256 * KB, json: { ...smallJson, items: 1_000 } })
  notes(@Body() { notes }: Notes) {
    return { notes: notes.length };
  }

  @Post('held')
  @TakesBody({ atOnce: 2 })
  async held() {
    await new Promise<void>((resolve) => held.push(resolve));
    return {};
  }

  @Post('none')
  none(@Body() body: unknown) {
    return { body: typeof body };
  }

  @Post('away')
  away() {
    throw new ProblemException('service-unavailable', 'Try again later.');
  }

  @Get('me')
  me() {
    return { me: true };
  }
}

@Module({ controllers: [NotesController] })
class NotesModule {}

const NOTE = '/v1/tenants/acme/note';

describe('what is sent over HTTP', () => {
  let authority: OneMachineAuthority;
  let service: RunningService;
  let token: string;
  let taken: jest.SpyInstance;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    authority = await OneMachineAuthority.open(await mkdtemp(join(tmpdir(), 'authority-')));
    token = await authority.userToken({ subject: 'ada', roles: ['peoplesync.admin'], tenant: 'acme' });
    const env = {
      DATABASE_URL: 'postgres://nobody@localhost/none',
      LOG_LEVEL: 'silent',
      ...authority.userEnvironment(),
    };
    service = await startService({
      name: 'notes',
      module: NotesModule,
      config: loadConfig(UserFacingConfig, env),
      http: {
        port: 0,
        host: '127.0.0.1',
        patience: { headersTimeout: 300, requestTimeout: 2_000, connectionsCheckingInterval: 50 },
      },
    });
  });
  beforeEach(() => {
    taken = jest.spyOn(JsonScan.prototype, 'take');
    held = [];
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    jest.restoreAllMocks();
  });
  afterAll(async () => {
    await service.close();
    authority.close();
  });

  const bytesTaken = () => taken.mock.calls.reduce((sum: number, [chunk]) => sum + (chunk as Buffer).length, 0);

  /** A connection that keeps what it was told. */
  const dial = () => {
    const { hostname, port } = new URL(service.http ?? '');
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    let told = '';
    socket.on('data', (chunk) => (told += chunk.toString())).on('error', () => undefined);
    const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(told)));
    const says = (text: string) =>
      new Promise<void>((resolve) => {
        const look = () => (told.includes(text) ? resolve() : void socket.once('data', look));
        look();
      });
    return { socket, closed, says, told: () => told };
  };
  const head = (path: string, headers: readonly string[], bearer: string | undefined = token) =>
    [
      `POST ${path} HTTP/1.1`,
      'host: localhost',
      'content-type: application/json',
      ...(bearer === '' ? [] : [`authorization: Bearer ${bearer}`]),
      ...headers,
      '\r\n',
    ].join('\r\n');
  /** Sends pieces until the other side has had enough. */
  const pour = (socket: Socket, piece: string) => {
    const more = () => {
      while (!socket.destroyed && socket.writable && socket.write(piece));
    };
    socket.on('drain', more);
    more();
  };
  const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
  const send = async (
    path: string,
    body: string | Uint8Array | undefined,
    headers: Record<string, string> = {},
    bearer = token,
  ) => {
    const answer = await fetch(`${service.http ?? ''}${path}`, {
      method: 'POST',
      headers: {
        ...(bearer === '' ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: body as string }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, body: JSON.parse(text === '' ? '{}' : text) };
  };

  describe('by a stranger', () => {
    it('gets one answer, and nobody looks at a byte of the body, however it is made', async () => {
      const bodies: [string | Uint8Array, Record<string, string>][] = [
        ['{}', {}],
        ['{"', {}],
        ['['.repeat(100_000), {}],
        [gzipSync('{}'.repeat(1_000_000)), { 'content-encoding': 'gzip' }],
        [`{"text":"${'x'.repeat(5_000_000)}"}`, {}],
        ['a=b', { 'content-type': 'application/x-www-form-urlencoded' }],
      ];
      const parse = jest.spyOn(JSON, 'parse');
      const texts = new Set<string>();
      for (const bearer of ['', 'no.such.token']) {
        for (const [body, headers] of bodies) {
          const answer = await fetch(`${service.http ?? ''}${NOTE}`, {
            method: 'POST',
            headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', ...headers },
            body: body as string,
          });
          expect(answer.status).toBe(401);
          texts.add(await answer.text());
        }
      }
      expect(texts.size).toBe(1);
      expect(bytesTaken()).toBe(0);
      expect(parse.mock.calls.filter(([text]) => !text.startsWith('{"alg"'))).toEqual([]);
    });

    it.each([
      ['without end, in chunks', 'transfer-encoding: chunked', chunk('x'.repeat(60_000))],
      ['said to be very long', 'content-length: 9999999999', 'x'.repeat(60_000)],
    ])('is answered and cut off when it is %s', async (_how, header, piece) => {
      const { socket, closed } = dial();
      socket.write(head(NOTE, [header], ''));
      pour(socket, piece);
      expect(await closed).toMatch(/^HTTP\/1\.1 401 .*"status":401/s);
      expect(bytesTaken()).toBe(0);
    });

    it('is not even asked for: nobody says "go on" before it is known who sends it', async () => {
      const stranger = dial();
      stranger.socket.write(head(NOTE, ['expect: 100-continue', 'content-length: 2'], ''));
      expect(await stranger.closed).toMatch(/^HTTP\/1\.1 401 /);
      const known = dial();
      known.socket.write(head(NOTE, ['expect: 100-continue', 'content-length: 2', 'connection: close']));
      await known.says('HTTP/1.1 100 Continue');
      known.socket.write('{}');
      expect(await known.closed).toMatch(/HTTP\/1\.1 201 /);
    });

    it('is no second request, whatever stands in it', async () => {
      const { socket, closed } = dial();
      const second = `GET /v1/tenants/acme/me HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n\r\n`;
      socket.write(head(NOTE, [`content-length: ${second.length}`], '') + second + second);
      expect(await closed).not.toContain('"me"');
    });
  });

  describe('by somebody who is known', () => {
    it('is read to its limit and no further: 413, and the connection ends', async () => {
      const { socket, closed } = dial();
      socket.write(head('/v1/tenants/acme/notes', ['transfer-encoding: chunked']));
      socket.write(chunk('{"notes":['));
      pour(socket, chunk(' '.repeat(30_000)));
      expect(await closed).toMatch(
        /^HTTP\/1\.1 413 .*"detail":"The body is too large: at most 256 kB are read here\."/s,
      );
      expect(bytesTaken()).toBeLessThanOrEqual(256 * KB);
      const long = await send(NOTE, `{"text":"${'x'.repeat(3_000_000)}"}`);
      expect([long.status, long.headers.get('connection')]).toEqual([413, 'close']);
      expect(bytesTaken()).toBeLessThanOrEqual(256 * KB);
    });

    it.each<[string, string | Uint8Array, Record<string, string>, number, string]>([
      ['of another type', '<a/>', { 'content-type': 'application/xml' }, 415, ''],
      ['without a type', Buffer.from('{}'), { 'content-type': '' }, 415, ''],
      ['in another alphabet', '{}', { 'content-type': 'application/json; charset=utf-16' }, 415, ''],
      ['packed', gzipSync('{}'), { 'content-encoding': 'gzip' }, 415, ''],
      ['broken off', '{"text":"c4n4ry', {}, 400, 'body'],
      ['no object', '["c4n4ry"]', {}, 400, 'body'],
      ['no UTF-8', Buffer.from('{"text":"c4n4r\xff"}', 'latin1'), {}, 400, 'body'],
      ['7,000 deep', `{"text":${'['.repeat(7_000)}${']'.repeat(7_000)}}`, {}, 400, 'text.0.0.0.0.0.0.0'],
      [
        'of a thousand fields',
        JSON.stringify(Object.fromEntries(Array.from({ length: 999 }, (_, i) => [`k${i}`, 1]))),
        {},
        400,
        'body',
      ],
      ['with a long text', JSON.stringify({ text: 'x'.repeat(9_000) }), {}, 400, 'text'],
      ['with a field twice', '{"text":"a","text":"b"}', {}, 400, 'text'],
      ['with a name of the language', '{"__proto__":{"text":"a"}}', {}, 400, '__proto__'],
      ['with another one', '{"constructor":{"prototype":{"text":"a"}}}', {}, 400, 'constructor'],
      ['with a field that does not exist', '{"text":"a","c4n4ry":1}', {}, 400, 'c4n4ry'],
    ])('is refused with the reason when it is %s', async (_how, body, headers, status, field) => {
      const refused = await send(NOTE, body, headers);
      expect(refused.status).toBe(status);
      expect(refused.headers.get('content-type')).toContain('application/problem+json');
      if (field === '') return;
      expect(refused.body.fields).toMatchObject([{ field }]);
      if (field !== 'c4n4ry') expect(refused.text).not.toContain('c4n4ry');
      expect(Reflect.get({}, 'text')).toBeUndefined();
    });

    it('is told the first hundred things that are wrong, and how many there are beside', async () => {
      const refused = await send('/v1/tenants/acme/notes', JSON.stringify({ notes: Array(1_000).fill(null) }));
      expect(refused.body).toMatchObject({ status: 400, moreFields: 900 });
      expect(refused.body.fields).toHaveLength(100);
      expect(refused.text.length).toBeLessThan(20_000);
    });

    it('may take its time, but not for ever: 408', async () => {
      const { socket, closed } = dial();
      socket.write(head(NOTE, ['content-length: 100']));
      const drip = setInterval(() => socket.write(' '), 20);
      expect(await closed).toMatch(/^HTTP\/1\.1 408 /);
      clearInterval(drip);
    });

    it('keeps its connection when it was read, and may go without a body', async () => {
      const { socket, says, told, closed } = dial();
      socket.write(`${head(NOTE, ['content-length: 11'])}{"times":1}`);
      await says('{"times":1}');
      socket.write(head(NOTE, ['content-length: 0']));
      await says('{}');
      socket.write(`${head(NOTE, ['content-length: 11', 'connection: close'])}{"times":2}`);
      await closed;
      expect(told()).toContain('{"times":2}');
      expect((await send(NOTE, undefined)).status).toBe(201);
    });

    it('is not read by a route that takes none', async () => {
      const answer = await send('/v1/tenants/acme/none', '{"__proto__":1}');
      expect([answer.status, answer.body]).toEqual([201, { body: 'undefined' }]);
      expect(bytesTaken()).toBe(0);
    });

    it('is done for as many at once as the route says, and for others of another company besides', async () => {
      const path = (tenant: string) => `/v1/tenants/${tenant}/held`;
      const platform = await authority.userToken({ subject: 'p', roles: ['peoplesync.platform'] });
      const calls = [0, 1].map(() => send(path('acme'), '{}'));
      while (held.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
      const third = await send(path('acme'), '{}');
      expect([third.status, third.headers.get('retry-after')]).toEqual([429, '5']);
      const other = send(path('other'), '{}', {}, platform);
      while (held.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
      for (const release of held.splice(0)) release();
      expect((await Promise.all([...calls, other])).map(({ status }) => status)).toEqual([201, 201, 201]);
      const again = send(path('acme'), '{}');
      while (held.length < 1) await new Promise((resolve) => setTimeout(resolve, 5));
      for (const release of held.splice(0)) release();
      expect((await again).status).toBe(201);
    });
  });

  describe('by a program that reads nothing before it has sent everything', () => {
    /** More than a connection holds that nobody reads at the other end. */
    const MUCH = 7_500_000;

    /** What it is told, if anything is left to read once it has sent. */
    const sendsThenReads = async (path: string, headers: readonly string[], bearer = token) => {
      const { hostname, port } = new URL(service.http ?? '');
      const socket = connect(Number(port), hostname).pause();
      sockets.push(socket);
      socket.on('error', () => undefined);
      const isOver = new Promise((resolve) => socket.once('close', resolve));
      const isSent = new Promise((resolve) => {
        socket.write(`${head(path, [`content-length: ${MUCH}`, ...headers], bearer)}${' '.repeat(MUCH)}`, resolve);
      });
      let told = '';
      await isSent;
      socket.on('data', (bytes) => (told += bytes.toString())).resume();
      await isOver;
      return told;
    };

    it.each<[string, number, string, readonly string[]]>([
      ['a stranger', 401, NOTE, []],
      ['somebody of another company', 404, '/v1/tenants/other/note', []],
      ['a sender of a body that is said to be too long', 413, NOTE, []],
      ['a sender of a packed one', 415, NOTE, ['content-encoding: gzip']],
      ['a sender of too many headers', 431, NOTE, Array.from({ length: 101 }, (_, index) => `x-${index}: y`)],
      ['whoever comes while a neighbour is away', 503, '/v1/tenants/acme/away', []],
      ['somebody whose body nobody wants', 201, '/v1/tenants/acme/none', []],
    ])('%s is told %i, and no reset of the connection takes it away', async (_who, status, path, headers) => {
      expect(await sendsThenReads(path, headers, status === 401 ? '' : token)).toMatch(
        new RegExp(`^HTTP/1\\.1 ${status} `),
      );
      expect(bytesTaken()).toBe(0);
    });

    it('the sender of a body that turns out to be too large is told so, with 413', async () => {
      const { hostname, port } = new URL(service.http ?? '');
      const socket = connect(Number(port), hostname).pause();
      sockets.push(socket);
      let told = '';
      const isOver = new Promise((resolve) => socket.once('close', resolve));
      const body = chunk(`{"notes":[${' '.repeat(MUCH)}`);
      await new Promise((resolve) => {
        socket.write(`${head('/v1/tenants/acme/notes', ['transfer-encoding: chunked'])}${body}`, resolve);
      });
      socket.on('data', (bytes) => (told += bytes.toString())).resume();
      await isOver;
      expect(told).toMatch(/^HTTP\/1\.1 413 .*at most 256 kB are read here/s);
    });

    it('somebody is told 429 while as many of their company are at work as may be', async () => {
      const path = '/v1/tenants/acme/held';
      const calls = [0, 1].map(() => send(path, '{}'));
      while (held.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(await sendsThenReads(path, [])).toMatch(/^HTTP\/1\.1 429 /);
      for (const release of held.splice(0)) release();
      await Promise.all(calls);
    });
  });

  describe('as the head of a request', () => {
    it('is waited for only so long', async () => {
      const silent = dial();
      const slow = dial();
      slow.socket.write(`POST ${NOTE} HTTP/1.1\r\nhost: localhost\r\n`);
      const drip = setInterval(() => slow.socket.write('x: y\r\n'), 20);
      expect(await slow.closed).toMatch(/^HTTP\/1\.1 408 /);
      clearInterval(drip);
      await silent.closed;
    });

    it('may not be longer, nor have more lines, than anybody needs: 431', async () => {
      const long = dial();
      long.socket.write(head(NOTE, [`x-long: ${'x'.repeat(20_000)}`, 'content-length: 0']));
      expect(await long.closed).toMatch(/^HTTP\/1\.1 431 /);
      const many = dial();
      const lines = Array.from({ length: 101 }, (_, index) => `x-${index}: y`);
      many.socket.write(head(NOTE, [...lines, 'content-length: 0']));
      expect(await many.closed).toMatch(/^HTTP\/1\.1 431 /);
    });
  });

  it('leaves the door open for others when all of it is over', async () => {
    const me = await fetch(`${service.http ?? ''}/v1/tenants/acme/me`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await me.json()).toEqual({ me: true });
  });
});
