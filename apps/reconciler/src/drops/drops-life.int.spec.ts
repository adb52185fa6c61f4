import {
  type AnyEvent,
  ChangesDropped,
  type Employee,
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  isEvent,
  newEvent,
} from '@people-sync/contracts';
import { BatchContext } from '@people-sync/messaging';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { nightOf } from '../company.testkit';
import { snapshot, syncIdOf } from '../fetched.testkit';
import { RecordBeside } from '../model/record-beside.testkit';
import { ReconcilerTestkit } from '../reconciler.testkit';

jest.setTimeout(3_600_000);

const IDS = ['PW1', 'PW2', 'PW3', 'PW4'];

/** Where somebody stands in PeopleHR: at work in this role, a leaver, or not there at all. */
type Whereabouts = 'Potter' | 'Glazer' | 'left' | 'absent';
type Answer = readonly Whereabouts[];

type Step = { readonly sync: Answer } | { readonly drops: number };

const answer = fc.tuple(...IDS.map(() => fc.constantFrom<Whereabouts>('Potter', 'Potter', 'Glazer', 'left', 'absent')));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ sync: answer }) },
  // How many syncs ago: mostly the newest, as the slot has it.
  { weight: 2, arbitrary: fc.record({ drops: fc.constantFrom(0, 0, 0, 1, 2) }) },
);

const rowsOf = (standings: Answer): Employee[] =>
  standings.flatMap((standing, n) => {
    const employeeId = IDS[n] ?? '';
    if (standing === 'absent') return [];
    if (standing === 'left') return [anEmployee({ employeeId, status: '2', leavingDate: '2026-01-05' })];
    return [anEmployee({ employeeId, jobRole: standing })];
  });

/** A People table that takes every event as it comes, but for those of syncs that were dropped. */
function tableOf(said: readonly AnyEvent[], dropped: ReadonlySet<string>): Map<string, string> {
  const people = new Map<string, { id: string; role: string | null }>();
  for (const event of said) {
    if (event.syncId === undefined || dropped.has(event.syncId)) continue;
    if (isEvent(EmployeeAdded, event) || isEvent(EmployeeChanged, event)) {
      const { personId, employee } = event.data;
      people.set(personId, { id: employee.employeeId, role: employee.jobRole });
    } else if (isEvent(EmployeeLeft, event)) people.delete(event.data.personId);
  }
  return new Map([...people.values()].map(({ id, role }) => [id, role ?? '']));
}

describeReal('postgres')('a company of which syncs are dropped at any time', () => {
  let database: TestDatabase;
  let kit: ReconcilerTestkit;
  let offset = 0;
  beforeAll(async () => {
    database = await provideTestDatabase();
    kit = await ReconcilerTestkit.start(database);
  });
  afterAll(async () => {
    await kit.close();
    await database.drop();
  });

  async function drop(tenantId: string, number: number): Promise<string> {
    const syncId = syncIdOf({ tenantId, number });
    const event = newEvent(
      ChangesDropped,
      { source: '/peoplesync/wethrive-writer', tenantId, syncId },
      { number, people: [] },
    );
    const record = { offset: offset++, key: event.key, value: Buffer.from(event.json) };
    const origin = { topic: 'peoplesync.people', partition: 0, attempt: 1, highWatermark: offset, live: () => true };
    await kit.drops.onBatch([record], new BatchContext([origin]));
    return syncId;
  }

  it('has in its table what PeopleHR has, once the next syncs are applied, and is what its events tell', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), answer, async (steps, last) => {
        const tenantId = aTenantId();
        await kit.withoutSafeguards(tenantId);
        const dropped = new Set<string>();
        const beside = new RecordBeside(kit, tenantId);
        let number = 0;
        const sync = async (standings: Answer): Promise<void> => {
          number += 1;
          const [fetched, employees] = [{ tenantId, number, takenAt: nightOf(number) }, rowsOf(standings)];
          await kit.deliver(snapshot(fetched, employees));
          beside.keep(syncIdOf(fetched), { ...fetched, companyId: 'company-1', employees });
          await beside.follow();
        };
        for (const one of steps) {
          if ('sync' in one) await sync(one.sync);
          else if (number > one.drops) {
            dropped.add(await drop(tenantId, number - one.drops));
            await beside.follow();
          }
        }
        // Somebody absent needs two answers a day apart.
        for (let night = 0; night < 3; night++) await sync(last);
        const here = IDS.flatMap((id, n) =>
          last[n] === 'Potter' || last[n] === 'Glazer' ? [[id, last[n]] as const] : [],
        );
        expect(tableOf(await kit.said(tenantId), dropped)).toEqual(new Map(here));
        expect(beside.report()).toMatchObject({ outcome: 'no-differences', differences: [] });
      }),
      { numRuns: propertyRuns(40) },
    );
  });
});
