import { aTenantId, attacks, describeReal, type RunningSystem, startSystem } from '@people-sync/testing';
import { Customer } from './doors/customer.client';

describeReal('postgres', 'kafka')('while somebody attacks', () => {
  let system: RunningSystem;
  let customer: Customer;
  let attacker: Customer;
  let token: string;

  beforeAll(async () => {
    system = await startSystem({ form: 'distributed' });
    attacker = await Customer.create(system, aTenantId(), { employees: 5, seed: 2 });
    await attacker.mustConnect();
    const { tenant } = attacker;
    token = await system.tokenFor({ subject: 'mallory@attacker.example', roles: ['peoplesync.admin'], tenant });
    customer = await Customer.create(system, aTenantId(), { employees: 50, seed: 3 });
    await customer.mustConnect();
    await customer.sync();
  });
  afterAll(() => system.stop());

  it.each(attacks.map((attack) => [attack.name, attack] as const))(
    'with %s, it gets its one answer, and the sync of another customer completes',
    async (_name, attack) => {
      const { http, grpc } = system;
      const { tenant } = attacker;
      if (attack.upstream) await attacker.fault(attack.upstream.fault, { ...attack.upstream, times: null });
      const over = new AbortController();
      const attacked = (async () => {
        // Again and again until the other customer is through: a single one might be over before it begins.
        for (let runs = 0; runs === 0 || (!over.signal.aborted && runs < 50); runs++) {
          const { expected, got } = await attack.run({ http, grpc, tenant, token });
          expect([expected, 429]).toContain(got);
        }
      })();
      await customer.inPeopleHr('POST', '/change', {
        fraction: 0.02,
        field: 'jobRole',
        seed: attacks.indexOf(attack) + 1,
      });
      const sync = await customer.sync();
      over.abort();
      await attacked;
      await attacker.well();
      expect(sync.status).toMatch(/^completed/);
      expect(sync.applied?.['changed']).toBe(1);
    },
  );
});
