import { gzipSync } from 'node:zlib';
import { atOnce } from '../rig/at-once.testkit';
import { bodyOf, people, recordOf2015, recordOf2023 } from '../rig/captured-record.testkit';
import { placesIn, seeded } from '../rig/seeded.testkit';
import { AnswerInProgress, type Outcome } from './read-answer';

const NOW = new Date('2026-03-10T02:00:00Z');
const begin = () =>
  new AnswerInProgress(
    { digestKey: Buffer.alloc(32, 3), erased: new Set(), startedAt: NOW },
    64 * 1024 * 1024,
    'a-key-of-peoplehr',
  );
/** What the first `end` bytes come to, in the given chunks, for a reader of their own. */
const outcomeOf = (body: Buffer, end: number, chunk = body.length): Outcome => {
  const answer = begin();
  for (let at = 0; at < end; at += chunk) atOnce(answer.push(body.subarray(at, Math.min(end, at + chunk))));
  return atOnce(answer.end(200, NOW));
};

/** The body cut at each of these rising places; one reader gets on from place to place, and is asked at each. */
function* cutsOf(
  body: Buffer,
  places: Iterable<number>,
): Generator<{ readonly at: number; readonly outcome: Outcome }> {
  const answer = begin();
  let from = 0;
  for (const at of places) {
    atOnce(answer.push(body.subarray(from, at)));
    from = at;
    yield { at, outcome: atOnce(answer.end(200, NOW)) };
  }
}

const isRefused = (outcome: Outcome): boolean => !outcome.ok && outcome.reason === 'unavailable';
/** Places at which the outcome is anything else than "unavailable, nobody is told of". */
const believed = (cuts: Iterable<{ readonly at: number; readonly outcome: Outcome }>): number[] =>
  [...cuts].filter(({ outcome }) => !isRefused(outcome)).map(({ at }) => at);
const everyByte = (body: Buffer): number[] => Array.from(body.keys());

describe('an answer that breaks off is no answer', () => {
  it.each([
    ['2023', recordOf2023],
    ['2015', recordOf2015],
  ])('at each byte of a company of 20, in the shape of %s', (_, record) => {
    const body = bodyOf(people(20, record));
    expect(body.length).toBeGreaterThan(45_000);
    expect(believed(cutsOf(body, everyByte(body)))).toEqual([]);
    expect(outcomeOf(body, body.length)).toMatchObject({ ok: true, snapshot: { rows: { length: 20 } } });
  });

  it.each([1, 2, 3, 4])('at 500 of 2,000 seeded places of a company of 500 (part %d)', (seed) => {
    const body = bodyOf(people(500));
    expect(body.length).toBeGreaterThan(1_500_000);
    const places = placesIn(body.length, 500, seed);
    expect(places).toHaveLength(500);
    expect(believed(cutsOf(body, places))).toEqual([]);
  });

  it('wherever an employee, a list or the answer seems to be over, in whatever chunks it comes', () => {
    const body = bodyOf(people(20));
    const endings = everyByte(body).filter((at) => /[}\]]/.test(String.fromCharCode(body[at - 1] ?? 0)));
    const random = seeded(7);
    const ends = endings.filter((at) => at > body.length - 200 || random() < 0.05);
    expect(ends.length).toBeGreaterThan(100);
    for (const chunk of [1000, 64 * 1024, body.length])
      expect(ends.filter((end) => !isRefused(outcomeOf(body, end, chunk)))).toEqual([]);
  });

  it('is told the same by a reader that was asked before and by one that was not', () => {
    const body = bodyOf(people(20));
    const places = [...placesIn(body.length, 60, 11), body.length];
    const asked = [...cutsOf(body, places)];
    // Rows of a snapshot are kept in buffers of their own, so the whole answer is compared by its digest.
    const told = (outcome: Outcome) => (outcome.ok ? outcome.snapshot.digest : outcome);
    expect(asked.map(({ outcome }) => told(outcome))).toEqual(places.map((end) => told(outcomeOf(body, end))));
    expect(asked.at(-1)?.outcome.ok).toBe(true);
  });

  it('also if it was packed, or if another one begins where it breaks off', () => {
    const body = bodyOf(people(5));
    const packed = gzipSync(body);
    expect(isRefused(outcomeOf(packed, packed.length))).toBe(true);
    for (const at of placesIn(body.length, 200, 5)) {
      const twice = Buffer.concat([body.subarray(0, at), body]);
      const outcome = outcomeOf(twice, twice.length);
      // A cut before the first byte leaves a whole answer.
      expect([at, outcome.ok]).toEqual([at, at === 0]);
    }
  });
});
