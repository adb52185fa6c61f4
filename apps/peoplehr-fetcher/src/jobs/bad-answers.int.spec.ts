import { gzipSync } from 'node:zlib';
import { type FailureReason, isEvent, SnapshotFailed } from '@people-sync/contracts';
import { describeReal, eventually, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { bodyOf, people, recordOf2023 } from '../rig/captured-record.testkit';
import { type Answer, throttled, writes } from '../rig/fake-peoplehr.testkit';
import { FetcherRig, nameOf } from '../rig/fetcher-rig.testkit';
import { placesIn } from '../rig/seeded.testkit';

jest.setTimeout(180_000);

type Case = readonly [name: string, answer: Answer, reason: FailureReason];

const whole = bodyOf(people(20));
const packed = gzipSync(whole);
const gzip = { 'content-encoding': 'gzip' };

type CutOff = (at: number) => Answer;

/** The ways in which the rest of an answer can stay away, one after the other. */
const cutOff: readonly [CutOff, ...CutOff[]] = [
  (at) => writes(whole.subarray(0, at)),
  (at) => writes(whole.subarray(0, at), 200, { 'content-length': String(at) }),
  (at) => (response) => {
    response.writeHead(200, { 'content-length': String(whole.length) }).write(whole.subarray(0, at));
    setImmediate(() => response.destroy());
  },
  (at) => (response) => {
    response.writeHead(200).write(whole.subarray(0, at));
    setImmediate(() => response.destroy());
  },
  (at) => writes(gzipSync(whole.subarray(0, at)), 200, gzip),
  (at) => writes(packed.subarray(0, Math.max(1, Math.floor((at / whole.length) * packed.length))), 200, gzip),
];
const breakingOff = placesIn(whole.length, 60, 2026).map((at, i): Case => {
  const [first, ...others] = cutOff;
  const way = i % cutOff.length;
  return [`cut at ${at} of ${whole.length} bytes`, (others[way - 1] ?? first)(at), 'unavailable'];
});

const result = (Result: unknown, more: object = {}): Answer => writes(bodyOf([], { Result, ...more }));
const refused = (Status: number, Message: string, more: object = {}): Answer =>
  result('', { isError: true, Status, Message, ...more });
const twenty = people(20);

const lies: Case[] = [
  ['an empty text for nobody', result(''), 'no-employees'],
  ['an empty list', result([]), 'no-employees'],
  ['Status 10', result('', { Status: 10, Message: 'No records found.' }), 'no-employees'],
  ['Status 10 beside people', result(twenty, { Status: 10 }), 'no-employees'],
  ['null', result(null), 'unexpected-answer'],
  ['an empty object', result({}), 'unexpected-answer'],
  ['one person as an object', result(recordOf2023(1)), 'unexpected-answer'],
  ['a page of version 4', result({ Result: twenty, Pagination: { TotalRows: 20 } }), 'unexpected-answer'],
  ['people as text', result(JSON.stringify(twenty)), 'unexpected-answer'],
  ['a query that is busy', result([{ Message: 'Please try after some time' }]), 'unexpected-answer'],
  ['somebody twice', result([...twenty, recordOf2023(0)]), 'employee-twice'],
  ['somebody without an EmployeeId', result([...twenty, { ...recordOf2023(21), EmployeeId: '' }]), 'unexpected-answer'],
  ['null among the people', result([...twenty, null]), 'unexpected-answer'],
  ['isError true', result(twenty, { isError: true }), 'unexpected-answer'],
  ['isError as a word', result(twenty, { isError: 'True' }), 'unexpected-answer'],
  ['IsError', result(twenty, { isError: undefined, IsError: true }), 'unexpected-answer'],
  ['no isError', result(twenty, { isError: undefined }), 'unexpected-answer'],
  ['Status 5 beside people', result(twenty, { Status: 5, Message: '' }), 'unexpected-answer'],
  ['a limit that looks like success', writes(JSON.stringify(throttled)), 'throttled'],
  ['a limit beside people', result(twenty, { Message: 'API calls will be limited to a 30 per minute' }), 'throttled'],
  ['a limit as an error', refused(5, 'API calls will be limited to a 50 per minute'), 'throttled'],
  ['no grant', refused(5, 'No access on employee schema.'), 'missing-permission'],
  ['no grant in version 4', refused(5, 'Access Denied.', { isError: false }), 'missing-permission'],
  ['a suspended company', refused(5, 'This company has been suspended.'), 'account-blocked'],
  ['a key that does not exist', refused(5, 'API key does not exists.'), 'invalid-api-key'],
  ['a malformed key', refused(2, 'Invalid API Key.'), 'invalid-api-key'],
  ['a fault of the server', refused(6, 'Unknown error occured.'), 'unavailable'],
  ['HTML with HTTP 200', writes('<html><body>Maintenance</body></html>', 200), 'unavailable'],
  ['HTML with HTTP 403', writes('<html><body>Request blocked</body></html>', 403), 'unavailable'],
  ['people with HTTP 500', writes(whole, 500), 'unavailable'],
  ['people with HTTP 404', writes(whole, 404), 'unexpected-answer'],
  ['two answers in one', writes(Buffer.concat([whole, whole])), 'unavailable'],
  ['a coding that nobody offered', writes(whole, 200, { 'content-encoding': 'utf-8' }), 'unavailable'],
  ['packed twice', writes(gzipSync(packed), 200, { 'content-encoding': 'gzip, gzip' }), 'unavailable'],
  ['packed twice, said once', writes(gzipSync(packed), 200, gzip), 'unavailable'],
  ['zeros behind what is packed', writes(Buffer.concat([packed, Buffer.alloc(99)]), 200, gzip), 'unavailable'],
  ['a bomb', writes(gzipSync(Buffer.alloc(600 * 1024 * 1024, ' ')), 200, gzip), 'unexpected-answer'],
  ['bytes that are no UTF-8', writes(Buffer.from(whole.toString('utf8'), 'latin1')), 'unavailable'],
  ['half a character', writes(Buffer.concat([whole, Buffer.of(0xc3)])), 'unavailable'],
  ['204', writes('', 204), 'unexpected-answer'],
  ['206', writes(whole, 206), 'unexpected-answer'],
  ['a redirect', writes('', 302, { location: '/Elsewhere' }), 'unexpected-answer'],
];

describeReal('postgres')('whatever PeopleHR answers, the running fetcher', () => {
  let database: TestDatabase;
  let rig: FetcherRig;
  beforeAll(async () => {
    database = await provideTestDatabase();
    rig = await FetcherRig.open(database.url, eventually);
    await rig.start();
  });
  afterAll(async () => {
    await rig.close();
    await database.drop();
  });

  /** Each answer to a customer of its own, all at once: what was told of each. */
  const told = async (cases: readonly Case[]) => {
    const asked = cases.map(([name, answer, reason]) => ({ name, reason, tenant: rig.tenant(answer) }));
    for (const { tenant } of asked) await rig.request(tenant);
    const outcomes = [];
    for (const { name, reason, tenant } of asked) {
      const events = await rig.ended(tenant);
      const failed = events.filter((event) => isEvent(SnapshotFailed, event)).map(({ data }) => data.reason);
      const others = new Set(events.map(nameOf));
      outcomes.push({ name, expected: reason, failed, others: [...others].sort() });
    }
    return outcomes;
  };
  const nobodyTold = (cases: readonly Case[]) =>
    cases.map(([name, , reason]) => ({
      name,
      expected: reason,
      failed: [reason],
      others: ['snapshot.failed', 'snapshot.started'],
    }));

  it('tells of no employee and completes nothing if an answer breaks off, in whatever way', async () => {
    expect(breakingOff).toHaveLength(60);
    expect(await told(breakingOff)).toEqual(nobodyTold(breakingOff));
  });

  it('tells of no employee and names the reason for each lie that can be found out', async () => {
    expect(await told(lies)).toEqual(nobodyTold(lies));
  });

  it('tells of everybody when the same answer is whole', async () => {
    const tenants = [writes(whole), writes(packed, 200, gzip)].map((answer) => rig.tenant(answer));
    for (const tenant of tenants) await rig.request(tenant);
    for (const tenant of tenants) expect((await rig.ended(tenant)).map(nameOf)).toHaveLength(1 + 20 + 1);
  });
});
