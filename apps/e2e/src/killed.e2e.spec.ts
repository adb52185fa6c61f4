import { aTenantId, describeReal, eventually, type RunningSystem, startSystem } from '@people-sync/testing';
import { Customer } from './doors/customer.client';
import { query } from './doors/event-trail';

const PEOPLE = 5000;

/** Each service with the table in which it stages what arrives. */
const victims = [
  { service: 'reconciler' as const, staged: 'reconciler.staging' },
  { service: 'wethrive-writer' as const, staged: 'writer.staged_changes' },
];

describeReal('postgres', 'kafka')('a service that is killed in the middle of a sync of 5,000 people', () => {
  let system: RunningSystem;

  beforeAll(async () => {
    system = await startSystem({ form: 'distributed' });
  });
  afterAll(() => system.stop());

  it.each(victims)(
    '($service) goes on after its restart: nobody is lost, nobody is there twice',
    async ({ service, staged }) => {
      const customer = await Customer.create(system, aTenantId(), { employees: PEOPLE, seed: 3 });
      await customer.mustConnect();
      const { id } = await customer.start();

      // Killed between the first staged row and the end: the test is only worth something if it hits this window.
      await eventually(async () => {
        const [row] = await query<{ rows: string }>(
          system,
          `SELECT count(*) AS rows FROM ${staged} WHERE tenant_id = $1`,
          [customer.tenant],
        );
        expect(Number(row?.rows)).toBeGreaterThan(0);
      });
      await system.kill(service);
      const applied = await query(
        system,
        `SELECT 1 FROM writer.event_log WHERE key = $1 AND value LIKE '%sync.applied%'`,
        [customer.tenant],
      );
      expect(applied).toEqual([]);

      await system.restart(service);
      expect(await customer.ended(id)).toMatchObject({ status: 'completed', counts: { seen: PEOPLE, joined: PEOPLE } });
      const people = await customer.people();
      expect(people.size).toBe(PEOPLE);
      expect(new Set([...people.values()].map((person) => person.version))).toEqual(new Set([1]));
      const [versions] = await query<{ rows: string; first: string; last: string }>(
        system,
        `SELECT count(*) AS rows, min(change_no) AS first, max(change_no) AS last FROM writer.person_versions WHERE tenant_id = $1`,
        [customer.tenant],
      );
      expect(versions).toEqual({ rows: String(PEOPLE), first: '1', last: String(PEOPLE) });
    },
  );
});
