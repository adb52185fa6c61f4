import { aTenantId, describeReal, eventually, type Replicas, startReplicas } from '@people-sync/testing';
import { Customer } from './doors/customer.client';

const PEOPLE = 2_000;

describeReal('postgres')('two replicas of single on one database, without Kafka', () => {
  let replicas: Replicas;

  beforeAll(async () => {
    replicas = await startReplicas(2);
  });
  afterAll(() => replicas.stop());

  const both = () => {
    const [one, other] = replicas.systems;
    if (!one || !other) throw new Error('there are two');
    return { one, other };
  };

  async function customerOf(seed: number): Promise<Customer> {
    const customer = await Customer.create(both().one, aTenantId(), { employees: PEOPLE, seed });
    await customer.mustConnect();
    return customer;
  }

  /** Everybody is there once, seen through this replica. */
  async function mustHaveAll(customer: Customer, id: string): Promise<void> {
    expect(await customer.ended(id)).toMatchObject({ status: 'completed', applied: { joined: PEOPLE } });
    const people = await customer.people();
    expect(people.size).toBe(PEOPLE);
    expect(new Set([...people.values()].map(({ version }) => version))).toEqual(new Set([1]));
  }

  it('share the work: both are ready, and what is asked of one is seen at the other', async () => {
    const { one, other } = both();
    const customer = await customerOf(1);
    const { syncId: id } = await customer.start();
    await mustHaveAll(customer.through(other), id);
    for (const { management } of [one, other]) {
      expect((await fetch(`${management}/health/ready`)).status).toBe(200);
      const numbers = await (await fetch(`${management}/metrics`)).text();
      for (const service of ['gateway', 'credentials', 'reconciler', 'peoplehr-fetcher', 'wethrive-writer', 'audit']) {
        expect(numbers).toContain(`process_cpu_user_seconds_total{service="${service}"}`);
      }
      expect(numbers.match(/^# HELP process_cpu_user_seconds_total /gm)).toHaveLength(1);
    }
  });

  it('end a sync that one of them accepted and was killed over', async () => {
    const { one, other } = both();
    const customer = await customerOf(2);
    const { syncId: id } = await customer.start();
    await one.kill('single');
    await mustHaveAll(customer.through(other), id);
    await one.restart('single');
    expect((await customer.sync()).status).toBe('completed');
  });

  it('hand over when one of them is told to stop, and it stops cleanly', async () => {
    const { one, other } = both();
    const customer = await customerOf(3);
    const { syncId: id } = await customer.start();
    await one.terminate('single');
    await mustHaveAll(customer.through(other), id);
    await eventually(async () => expect((await fetch(`${other.management}/health/ready`)).status).toBe(200));
    await one.restart('single');
  });
});
