import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { eventually } from '@people-sync/testing';
import { propertyRuns } from '@people-sync/testing/property-runs';
import * as fc from 'fast-check';
import { AnswerReader } from '../answer/answer-reader';
import { classifyEnvelope } from '../classify-envelope';
import { PeopleHrHttp, PeopleHrUnavailableError } from './peoplehr-http.client';
import { forEver, RudeServer, type Rudeness } from './rude-server.testkit';

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(3_600_000);

const KEY = 'b5b1c0de-7e57-4d3a-9c0f-0d3e0a7137b1';
/** Of what is to be given up; what is to come to something else has all the time that a busy machine may need. */
const HASTY = { connectMs: 5_000, firstByteMs: 300, chunkMs: 300, bytesPerSecond: 10_000, wholeMs: 3_000 };
const CALM = { connectMs: 120_000, firstByteMs: 120_000, chunkMs: 120_000, bytesPerSecond: 1, wholeMs: 300_000 };
const MAX_BODY = 1024 * 1024;

const people = Array.from({ length: 40 }, (_, n) => ({ EmployeeId: { DisplayValue: `PW${n}` }, FirstName: 'Zoë' }));
const good = Buffer.from(JSON.stringify({ isError: false, Status: 0, Message: 'ok', Result: people }));

const answer = (headers: string, body: Buffer | string = good, status = '200 OK'): Buffer =>
  Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${headers}\r\n`), Buffer.from(body)]);
const sized = (body: Buffer, more = '', status?: string) =>
  answer(`content-length: ${body.length}\r\n${more}`, body, status);
const chunked = (...chunks: Buffer[]) =>
  Buffer.concat(
    [...chunks, Buffer.alloc(0)].flatMap((chunk) => [
      Buffer.from(`${chunk.length.toString(16)}\r\n`),
      chunk,
      Buffer.from('\r\n'),
    ]),
  );
const ends =
  (bytes: Buffer | string): Rudeness =>
  (socket) =>
    socket.end(bytes);
/** Says this and then nothing, with the line open. */
const stays =
  (bytes: Buffer | string): Rudeness =>
  (socket) =>
    socket.write(bytes);
const zipped = (body: Buffer, coding = 'gzip') => ends(sized(body, `content-encoding: ${coding}\r\n`));
const bomb = Buffer.concat([Buffer.from('{"Result":[{"X":"'), Buffer.alloc(64 * MAX_BODY, 'x')]);
const packed = gzipSync(good);

describe('whatever is written where PeopleHR should answer', () => {
  let server: RudeServer;
  let other: RudeServer;
  let hasty: PeopleHrHttp;
  let calm: PeopleHrHttp;
  beforeAll(async () => {
    server = new RudeServer((socket) => socket.end());
    other = new RudeServer(ends(sized(good)));
    await Promise.all([server.listen(), other.listen()]);
    hasty = new PeopleHrHttp(server.url, HASTY);
    calm = new PeopleHrHttp(server.url, CALM);
  });
  afterAll(async () => {
    await Promise.all([hasty.close(), calm.close(), server.close(), other.close()]);
  });

  /** The reason that it ends with, and what was told of people. */
  const outcome = async (rudeness: Rudeness, http = calm) => {
    server.answer = rudeness;
    let told = 0;
    const sink = { begin: () => (told = 0), element: () => told++ };
    const reader = new AnswerReader(sink, {
      result: 'array',
      wireNames: { employeeId: 'EmployeeId' },
      maxBodyBytes: MAX_BODY,
    });
    try {
      const status = await http.ask(KEY, { Action: 'GetAllEmployeeDetail' }, { take: (chunk) => reader.push(chunk) });
      const verdict = classifyEnvelope(reader.end(status), 'array', KEY);
      return verdict.ok ? `ok, ${told} people` : verdict.reason;
    } catch (error) {
      if (error instanceof PeopleHrUnavailableError) return 'unavailable';
      return error instanceof Error ? error.name : 'something else';
    }
  };

  const whole = 'ok, 40 people';
  const cases: (readonly [string, Rudeness, string])[] = [
    ['a whole answer', ends(sized(good)), whole],
    ['one without a length, until the line is closed', ends(answer('')), whole],
    [
      'one in chunks',
      ends(answer('transfer-encoding: chunked\r\n', chunked(good.subarray(0, 9), good.subarray(9)))),
      whole,
    ],
    ['packed with gzip', zipped(packed), whole],
    ['packed with gzip, shouted', zipped(packed, ' GZIP '), whole],
    ['packed with x-gzip', zipped(packed, 'x-gzip'), whole],
    [
      'packed in two members',
      zipped(Buffer.concat([gzipSync(good.subarray(0, 99)), gzipSync(good.subarray(99))])),
      whole,
    ],
    ['packed with deflate', zipped(deflateSync(good), 'deflate'), whole],
    ['packed with br', zipped(brotliCompressSync(good), 'br'), whole],
    ['not packed, and said so', zipped(good, 'identity'), whole],
    // Codings that nobody offered.
    ...[
      'utf-8',
      'zstd',
      'compress',
      'gzip, gzip',
      'gzip,identity',
      'br, gzip',
      'none',
      '*',
      'gzip;q=1',
      'constructor',
    ].map((coding) => [`a coding that is none: ${coding}`, zipped(good, coding), 'unavailable'] as const),
    ['a coding said twice', ends(sized(packed, 'content-encoding: gzip\r\ncontent-encoding: gzip\r\n')), 'unavailable'],
    ['packed twice, said once', zipped(gzipSync(packed)), 'unavailable'],
    [
      'an unknown coding, and the line stays open',
      stays(answer('content-encoding: utf-8\r\ncontent-length: 9999\r\n', '{')),
      'unavailable',
    ],
    [
      'an unknown coding, and no end',
      forEver('HTTP/1.1 200 OK\r\ncontent-encoding: utf-8\r\n\r\n', good),
      'unavailable',
    ],
    // Packed badly.
    ['what is packed breaks off', zipped(packed.subarray(0, -9)), 'unavailable'],
    ['only the beginning of gzip', zipped(packed.subarray(0, 5)), 'unavailable'],
    ['nothing, said to be packed', zipped(Buffer.alloc(0)), 'unavailable'],
    ['text, said to be packed', zipped(good), 'unavailable'],
    ['a wrong checksum', zipped(Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8, 7)])), 'unavailable'],
    ['something behind gzip', zipped(Buffer.concat([packed, Buffer.from('<html>')])), 'unavailable'],
    ['zeros behind gzip', zipped(Buffer.concat([packed, Buffer.alloc(512)])), 'unavailable'],
    [
      'zeros behind gzip, later',
      (socket) => {
        socket.write(answer(`content-encoding: gzip\r\ncontent-length: ${packed.length + 512}\r\n`, packed));
        setTimeout(() => socket.end(Buffer.alloc(512)), 50);
      },
      'unavailable',
    ],
    [
      'zeros behind gzip, for ever',
      forEver(answer('content-encoding: gzip\r\n', packed), Buffer.alloc(9999)),
      'unavailable',
    ],
    [
      'something behind deflate',
      zipped(Buffer.concat([deflateSync(good), Buffer.from('x')]), 'deflate'),
      'unavailable',
    ],
    [
      'something behind br',
      zipped(Buffer.concat([brotliCompressSync(good), Buffer.alloc(99, 1)]), 'br'),
      'unavailable',
    ],
    ['deflate as br', zipped(deflateSync(good), 'br'), 'unavailable'],
    ['a bomb in gzip', zipped(gzipSync(bomb)), 'OversizedError'],
    ['a bomb in br', zipped(brotliCompressSync(bomb), 'br'), 'OversizedError'],
    ['a bomb in a bomb', zipped(gzipSync(gzipSync(bomb))), 'unavailable'],
    [
      'an answer without an end',
      forEver('HTTP/1.1 200 OK\r\n\r\n{"Result":[', '{"EmployeeId":"PW1"},'.repeat(99)),
      'OversizedError',
    ],
    ['white space without an end', forEver('HTTP/1.1 200 OK\r\n\r\n', ' '.repeat(9999)), 'OversizedError'],
    ['not JSON, without an end', forEver('HTTP/1.1 200 OK\r\n\r\n', '<p>'.repeat(999)), 'unavailable'],
    // Other answers than 200.
    ['204 without a body', ends('HTTP/1.1 204 No Content\r\n\r\n'), 'unexpected-answer'],
    ['204 with a body', ends(sized(good, '', '204 No Content')), 'unexpected-answer'],
    [
      '206, a part of it',
      ends(sized(good, 'content-range: bytes 0-9/99\r\n', '206 Partial Content')),
      'unexpected-answer',
    ],
    ['304', ends('HTTP/1.1 304 Not Modified\r\n\r\n'), 'unexpected-answer'],
    ['500 without an end', forEver('HTTP/1.1 500 Oops\r\n\r\n', '<p>'.repeat(999)), 'unavailable'],
    ['404, and the line stays open', stays('HTTP/1.1 404 Gone\r\ncontent-length: 99\r\n\r\n<'), 'unexpected-answer'],
    ['403, said to be packed', ends(sized(good, 'content-encoding: zstd\r\n', '403 Forbidden')), 'unavailable'],
    ['429', ends(sized(Buffer.from('slow'), '', '429 Too Many Requests')), 'throttled'],
    [
      '101, another protocol',
      ends('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
      'unavailable',
    ],
    ['100, then nothing', stays('HTTP/1.1 100 Continue\r\n\r\n'), 'unavailable'],
    ['hints without an end', forEver('', 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n'), 'unavailable'],
    // Headers.
    ['nothing, and hangs up', (socket) => socket.end(), 'unavailable'],
    ['a reset', (socket) => socket.resetAndDestroy(), 'unavailable'],
    ['silence', () => undefined, 'unavailable'],
    ['half a status line', stays('HTTP/1.1 20'), 'unavailable'],
    ['headers only', ends('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n'), 'unavailable'],
    ['headers only, and the line stays open', stays('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n'), 'unavailable'],
    ['headers without an end', forEver('HTTP/1.1 200 OK\r\n', 'x-more: and more\r\n'), 'unavailable'],
    ['one header without an end', forEver('HTTP/1.1 200 OK\r\nx: ', 'xxxxxxxxx'), 'unavailable'],
    ['another protocol', ends('SSH-2.0-OpenSSH_9.2\r\n'), 'unavailable'],
    ['a status that is none', ends('HTTP/1.1 abc OK\r\n\r\n'), 'unavailable'],
    ['HTTP/0.9', ends(good), 'unavailable'],
    ['a NUL in a header', ends(answer('x-a: a\u0000b\r\n')), 'unavailable'],
    // Lengths.
    ['more than it said', ends(answer(`content-length: ${good.length}\r\n`, Buffer.concat([good, good]))), whole],
    ['less than it said', ends(answer(`content-length: ${good.length + 1}\r\n`)), 'unavailable'],
    [
      'less than it said, and the line stays open',
      stays(answer(`content-length: ${good.length + 1}\r\n`)),
      'unavailable',
    ],
    ['a length in the middle of it', ends(answer(`content-length: ${good.length - 9}\r\n`)), 'unavailable'],
    ['a negative length', ends(answer('content-length: -1\r\n')), 'unavailable'],
    ['a length that is no number', ends(answer('content-length: all\r\n')), 'unavailable'],
    ['two lengths', ends(answer(`content-length: ${good.length}\r\ncontent-length: 3\r\n`)), 'unavailable'],
    // Chunks.
    [
      'chunks without a last one',
      ends(answer('transfer-encoding: chunked\r\n', chunked(good).subarray(0, -5))),
      'unavailable',
    ],
    [
      'a chunk whose size is none',
      ends(answer('transfer-encoding: chunked\r\n', `zz\r\n${good.toString()}\r\n`)),
      'unavailable',
    ],
    [
      'a chunk larger than the world',
      ends(answer('transfer-encoding: chunked\r\n', `fffffffffffffffff\r\n`)),
      'unavailable',
    ],
    [
      'chunk extensions without an end',
      forEver('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;', 'x=xxxxxx;'),
      'unavailable',
    ],
    [
      'trailers without an end',
      forEver('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n', 'x-t: t\r\n'),
      'unavailable',
    ],
    [
      'one byte now and then',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        const timer = setInterval(() => socket.write(' '), 20);
        socket.on('close', () => clearInterval(timer));
      },
      'unavailable',
    ],
    [
      'a body that is reset',
      (socket) => {
        socket.write(answer('', good.subarray(0, 99)));
        setImmediate(() => socket.resetAndDestroy());
      },
      'unavailable',
    ],
  ];

  it.each(cases)('%s', async (_, rudeness, expected) => {
    expect(await outcome(rudeness, expected === 'unavailable' ? hasty : calm)).toBe(expected);
    // Nobody is kept waiting on the other side either.
    await eventually(() => expect(server.open).toBe(0));
    expect(await outcome(ends(sized(good, 'connection: close\r\n')))).toBe(whole);
  });

  it('is not followed to another address: the key goes nowhere else', async () => {
    for (const status of ['301 Moved', '302 Found', '307 Temporary Redirect', '308 Permanent Redirect'])
      expect(await outcome(ends(answer(`location: ${other.url}/Employee\r\ncontent-length: 0\r\n`, '', status)))).toBe(
        'unexpected-answer',
      );
    expect(other.asked).toBe(0);
  });

  it('offers the codings that it reads, and no other', async () => {
    await outcome(ends(sized(good)));
    expect(server.lastRequest).toMatch(/^accept-encoding: gzip, deflate, br\r$/m);
  });

  it('ends when the caller loses interest, with the caller’s own reason', async () => {
    const gone = new AbortController();
    server.answer = forEver('HTTP/1.1 200 OK\r\n\r\n', ' '.repeat(9999));
    const reason = new Error('no longer');
    const take = () => {
      gone.abort(reason);
      return true;
    };
    await expect(calm.ask(KEY, { Action: 'x' }, { take }, gone.signal)).rejects.toBe(reason);
    await eventually(() => expect(server.open).toBe(0));
  });

  it('is given up, as silence is, when only a byte comes now and then', async () => {
    const patient = new PeopleHrHttp(server.url, { ...CALM, chunkMs: 300, bytesPerSecond: 10_000 });
    server.answer = (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const timer = setInterval(() => socket.write(' '), 20);
      socket.on('close', () => clearInterval(timer));
    };
    await expect(patient.ask(KEY, { Action: 'x' }, { take: () => true })).rejects.toThrow('the answer came too slowly');
    await eventually(() => expect(server.open).toBe(0));
    await patient.close();
  });

  it('is taken as slowly as the taker takes it: its own time counts against nobody', async () => {
    const chunkMs = 1_000;
    const waiting = new PeopleHrHttp(server.url, { ...CALM, chunkMs, bytesPerSecond: 10_000 });
    server.answer = ends(sized(good));
    const take = async () => {
      await new Promise((resolve) => setTimeout(resolve, 2 * chunkMs));
      return true;
    };
    expect(await waiting.ask(KEY, { Action: 'x' }, { take })).toBe(200);
    await waiting.close();
  });

  it('does not hide what is wrong with ourselves: an error of the taker is none of PeopleHR', async () => {
    const bug = new TypeError('not a function');
    server.answer = zipped(packed);
    const take = () => {
      throw bug;
    };
    await expect(calm.ask(KEY, { Action: 'x' }, { take })).rejects.toBe(bug);
    await eventually(() => expect(server.open).toBe(0));
  });

  it('ends with a reason, and never in the process, whichever bytes of an answer are changed', async () => {
    const answers = [
      sized(good),
      answer('transfer-encoding: chunked\r\n', chunked(good.subarray(0, 500), good.subarray(500))),
      sized(packed, 'content-encoding: gzip\r\n'),
      answer('transfer-encoding: chunked\r\ncontent-encoding: br\r\n', chunked(brotliCompressSync(good))),
    ];
    const change = fc.record({
      at: fc.nat(),
      byte: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('\r\n:0{}"'))),
      inserts: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...answers),
        fc.array(change, { maxLength: 4 }),
        fc.option(fc.nat()),
        async (bytes, changes, cut) => {
          let written = bytes;
          for (const { at, byte, inserts } of changes) {
            // Most of what decides stands at the beginning.
            const place = at % (at % 2 === 0 ? 120 : written.length);
            written = Buffer.concat([
              written.subarray(0, place),
              Buffer.of(byte),
              written.subarray(inserts ? place : place + 1),
            ]);
          }
          if (cut !== null) written = written.subarray(0, cut % (written.length + 1));
          expect(await outcome(ends(written), hasty)).toMatch(
            /^(ok, \d+ people|unavailable|unexpected-answer|throttled|no-employees|invalid-api-key|OversizedError)$/,
          );
        },
      ),
      { numRuns: propertyRuns(300) },
    );
    await eventually(() => expect(server.open).toBe(0));
  });
});
