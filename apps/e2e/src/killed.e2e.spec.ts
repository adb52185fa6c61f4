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

  /** Resolves when a row is staged, or when the sync is over already. */
  const isStaging = (staged: string, customer: Customer, id: string) =>
    eventually(async () => {
      const rows = await query(system, `SELECT 1 FROM ${staged} WHERE tenant_id = $1 LIMIT 1`, [customer.tenant]);
      const { body } = await customer.call('GET', `/syncs/${id}`);
      expect(rows.length > 0 || body['finishedAt'] !== null).toBe(true);
    });

  /**
   * A sync whose service was killed between the first staged row and the end: the test is only worth something if it
   * hits this window, so a sync that was faster is let go, and another company's is begun.
   */
  async function killedInTheMiddle(service: (typeof victims)[number]['service'], staged: string) {
    for (;;) {
      const customer = await Customer.create(system, aTenantId(), { employees: PEOPLE, seed: 3 });
      await customer.mustConnect();
      const { syncId: id } = await customer.start();
      await isStaging(staged, customer, id);
      await system.kill(service);
      const applied = await query(
        system,
        `SELECT 1 FROM writer.event_log WHERE key = $1 AND value LIKE '%sync.applied%'`,
        [customer.tenant],
      );
      if (applied.length === 0) return { customer, id };
      await system.restart(service);
    }
  }

  it.each(victims)(
    '($service) goes on after its restart: nobody is lost, nobody is there twice',
    async ({ service, staged }) => {
      const { customer, id } = await killedInTheMiddle(service, staged);
      await system.restart(service);
      expect(await customer.ended(id)).toMatchObject({
        status: 'completed',
        seen: PEOPLE,
        applied: { joined: PEOPLE },
      });
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
