import { type NewEvent, PlanMade, SnapshotRefetchNeeded, SyncClosed } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { completed, employeeRows, failure, type FetchedSync, snapshot, started, unchanged } from '../fetched.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';

const [ines, omar, petra] = ['PW1', 'PW2', 'PW3'].map((employeeId) => anEmployee({ employeeId }));
const before = [ines!, omar!];
const now = [ines!, omar!, petra!];

/** What an attempt may do, event by event; the first two are of processes that died. */
const fates = {
  'dies at once': (sync: FetchedSync) => [started(sync)],
  'dies on its way': (sync: FetchedSync) => [started(sync), ...employeeRows(sync, now).slice(0, 1)],
  completes: (sync: FetchedSync) => [started(sync), ...employeeRows(sync, now), completed(sync, now)],
  'finds nothing new': (sync: FetchedSync) => unchanged(sync, before),
  'finds what is not the base': (sync: FetchedSync) => unchanged(sync, now),
  fails: (sync: FetchedSync) => [started(sync), failure(sync, 'invalid-api-key')],
} as const satisfies Record<string, (sync: FetchedSync) => NewEvent[]>;
type Fate = keyof typeof fates;

/** Every way in which two lists can come one among the other, each in its order. */
function merges<T>(one: readonly T[], two: readonly T[]): T[][] {
  const [first, ...rest] = one;
  const [other, ...others] = two;
  if (first === undefined) return [[...two]];
  if (other === undefined) return [[...one]];
  return [
    ...merges(rest, two).map((merged) => [first, ...merged]),
    ...merges(one, others).map((merged) => [other, ...merged]),
  ];
}

describeReal('postgres')('two attempts at one sync', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerTestkit;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerTestkit.start(database);
  });
  afterAll(async () => {
    await reconciler.close();
    await database.drop();
  });

  const all = Object.keys(fates) as Fate[];
  const alive = all.filter((fate) => !fate.startsWith('dies'));
  /** One company for each interleaving of each pair of fates. The newest attempt always comes to an end. */
  const companies = () =>
    all.flatMap((first) =>
      alive.flatMap((second) => {
        const sizes = [1, 2].map((attempt) => {
          const fate = attempt === 1 ? first : second;
          return fates[fate]({ tenantId: 'any', number: 2, attempt }).map((_, index) => ({ attempt, fate, index }));
        });
        return merges(sizes[0] ?? [], sizes[1] ?? []).map((order) => {
          const tenantId = aTenantId();
          const events = order.flatMap(
            ({ attempt, fate, index }) => fates[fate]({ tenantId, number: 2, attempt })[index] ?? [],
          );
          return { tenantId, first, second, events };
        });
      }),
    );

  /** How the number was settled: said once, and to everybody. */
  async function wordsOf(tenantId: string): Promise<string[]> {
    return (await reconciler.said(tenantId)).flatMap(({ type, data }) => {
      if ((data as { number?: number }).number !== 2) return [];
      if (type === PlanMade.type) return ['planned'];
      if (type === SyncClosed.type) return [`failed: ${(data as { reason: string }).reason}`];
      return [];
    });
  }

  it.each([
    ['in one batch', (events: readonly NewEvent[][]) => [events.flat()]],
    [
      'event by event',
      (events: readonly NewEvent[][]) =>
        Array.from({ length: Math.max(...events.map((own) => own.length)) }, (_, i) =>
          events.flatMap((own) => own.slice(i, i + 1)),
        ),
    ],
  ])('end in one word that the reconciler says, in whatever order their events come, %s', async (_how, batches) => {
    const some = companies();
    expect(some.length).toBeGreaterThan(100);
    await reconciler.deliver(some.flatMap(({ tenantId }) => snapshot({ tenantId, number: 1 }, before)));
    for (const batch of batches(some.map(({ events }) => events))) await reconciler.deliver(batch);
    const open: string[] = [];
    for (const { tenantId, first, second } of some) {
      const words = await wordsOf(tenantId);
      if (words.length === 0) {
        // The short cut did not hold: everything is asked for once more, and the newest attempt ends it.
        expect([first, second]).toContain('finds what is not the base');
        expect(await reconciler.saidOf(tenantId, SnapshotRefetchNeeded)).not.toEqual([]);
        open.push(tenantId);
      } else expect({ first, second, words }).toMatchObject({ words: [expect.any(String)] });
    }
    await reconciler.deliver(open.flatMap((tenantId) => snapshot({ tenantId, number: 2, attempt: 3 }, now)));
    for (const tenantId of open) expect(await wordsOf(tenantId)).toEqual(['planned']);
  });

  it.each([
    [
      'a late answer of the first does not count once the second has begun',
      [['completes', 'fails']],
      'failed: invalid-api-key',
    ],
    ['a late failure of the first does not end what the second reads', [['fails', 'completes']], 'planned'],
  ] as const)('go by the newest: %s', async (_what, [[first, second]], word) => {
    const tenantId = aTenantId();
    const one = { tenantId, number: 2, attempt: 1 };
    const two = { ...one, attempt: 2 };
    await reconciler.deliver(snapshot({ tenantId, number: 1 }, before));
    const [begun, ...rest] = fates[first](one);
    const [begunToo, ...ends] = fates[second](two);
    await reconciler.deliver([begun!, begunToo!], rest, ends);
    expect(await wordsOf(tenantId)).toEqual([word]);
  });
});
