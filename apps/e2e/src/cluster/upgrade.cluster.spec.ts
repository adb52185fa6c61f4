import {
  aTenantId,
  components,
  describeCluster,
  eventually,
  Installation,
  isReady,
  onNode,
  type Pod,
} from '@people-sync/testing';
import { Customer } from '../doors/customer.client';
import { patientDoor } from '../doors/door';
import { query } from '../doors/event-trail';
import { eventFaults } from './event-order.client';
import { SyncLoad } from './sync-load.client';

const PATIENCE_MS = 300_000;

describeCluster()('PeopleSync in a cluster that changes under it', () => {
  let on: Installation;

  beforeAll(async () => {
    on = await Installation.prepare('upgrade');
    await on.helm('install');
  });
  afterAll(() => on.remove());

  const imagesOf = (pods: readonly Pod[]): string[] => [
    ...new Set(pods.flatMap(({ spec }) => spec.containers.map(({ image }) => image))),
  ];
  const names = (pods: readonly Pod[]): string[] => pods.map(({ metadata }) => metadata.name).sort();
  const allReady = (): Promise<Pod[]> =>
    eventually(async () => {
      const pods = await on.pods();
      expect(pods.map(isReady)).toEqual(Array.from({ length: 2 * components.length }, () => true));
      return pods;
    }, PATIENCE_MS);
  /** Comes again where it is told to: a pod that is gone may have been asked. That no call fails is the load's to say. */
  const connected = async (employees: number): Promise<Customer> => {
    const door = patientDoor({ doors: [on.http] }, AbortSignal.timeout(PATIENCE_MS));
    const customer = await Customer.create(on, aTenantId(), { employees, seed: 3 }, null, door);
    await customer.mustConnect();
    return customer;
  };

  it('replaces every pod while customers sync: no call fails, every sync ends, no event is lost or there twice', async () => {
    const before = await on.pods();
    const load = new SyncLoad(on);
    await load.begin(4);
    await on.helm('upgrade', { image: { tag: '2' } });
    const after = await allReady();
    const soFar = load.ended;
    await eventually(() => expect(load.ended + load.failures.length).toBeGreaterThan(soFar + 3), PATIENCE_MS);
    await load.end();

    expect(load.failures).toEqual([]);
    expect(imagesOf(before)).toEqual(['localhost/people-sync:1']);
    expect(imagesOf(after)).toEqual(['localhost/people-sync:2']);
    expect(load.ended).toBeGreaterThan(8);
    expect(load.syncs.filter(({ sync }) => sync.status !== 'completed')).toEqual([]);
    for (const { made, written } of await load.changes()) expect(written).toBe(made);
    expect(await eventually(() => eventFaults(on), PATIENCE_MS)).toEqual({ missing: [], doubled: [] });
  });

  it('goes back by itself from an image that does not start, and serves all the while', async () => {
    const before = await allReady();
    const flags = ['--rollback-on-failure', '--timeout', '80s'];
    const failing = expect(on.helm('upgrade', { image: { tag: 'crashes' } }, ...flags)).rejects.toThrow(/rolled back/);
    await eventually(async () => {
      const ill = (await on.pods()).filter(({ spec }) => spec.containers[0]?.image.endsWith(':crashes'));
      expect(ill).toHaveLength(components.length);
    }, PATIENCE_MS);
    expect(await (await connected(5)).sync()).toMatchObject({ status: 'completed', applied: { joined: 5 } });
    await failing;
    const after = await allReady();
    expect(imagesOf(after)).toEqual(imagesOf(before));
    expect(await (await connected(5)).sync()).toMatchObject({ status: 'completed', applied: { joined: 5 } });
  });

  it('changes nothing where a migration fails: no table, no pod', async () => {
    const before = names(await allReady());
    const migrations = () => query(on, 'SELECT name FROM writer.schema_migrations ORDER BY name');
    const done = await migrations();
    const failing = on.helm('upgrade', { image: { tag: 'migrates-badly' }, migrations: { backoffLimit: 0 } });
    await expect(failing).rejects.toThrow(/pre-upgrade hooks? failed/);
    expect(await on.kubectl('logs', 'job/people-sync-provision')).toContain('ill_on_purpose');
    expect(await migrations()).toEqual(done);
    expect(await query(on, `SELECT 1 FROM pg_tables WHERE tablename = 'half_done'`)).toEqual([]);
    expect(names(await allReady())).toEqual(before);
  });

  it.each(components)('brings a killed pod of %s back, and ends the syncs that ran', async (component) => {
    await allReady();
    const customers = await Promise.all([connected(300), connected(300), connected(300)]);
    const syncs = await Promise.all(customers.map((customer) => customer.start()));
    const [victim] = await on.pods(component);
    const restarts = victim?.status.containerStatuses?.[0]?.restartCount ?? 0;
    await on.kill(victim!);
    for (const [index, customer] of customers.entries()) {
      const ended = await customer.ended(syncs[index]!.syncId, PATIENCE_MS);
      expect(ended).toMatchObject({ status: 'completed', applied: { joined: 300 } });
    }
    // The node may take a moment to see that it is gone: its other half may have ended the syncs.
    await eventually(async () => {
      const again = (await on.pods(component)).find(({ metadata }) => metadata.name === victim?.metadata.name);
      expect(again?.status.containerStatuses).toMatchObject([{ restartCount: restarts + 1 }]);
    }, PATIENCE_MS);
    await allReady();
  });

  it('holds a drain back at the last pod of each service, and lets it go on once another is ready', async () => {
    const before = await allReady();
    const selector = `--pod-selector=${on.podSelector}`;
    const drain = onNode('kubectl', ['drain', 'node-1', selector, '--delete-emptydir-data', '--timeout=10m']);
    const isOver = drain.then(
      () => true,
      () => true,
    );
    try {
      await eventually(async () => {
        for (const component of components) {
          const pods = await on.pods(component);
          expect([component, pods.filter(isReady).length]).toEqual([component, 1]);
        }
      }, PATIENCE_MS);
      // Held: whoever is left of each stays, and customers are served.
      const held = (await on.pods()).filter(isReady);
      expect(await (await connected(5)).sync()).toMatchObject({ status: 'completed' });
      expect(names((await on.pods()).filter(isReady))).toEqual(names(held));
      expect(await Promise.race([isOver, Promise.resolve(false)])).toBe(false);
    } finally {
      await onNode('kubectl', ['uncordon', 'node-1']);
    }
    await drain;
    const after = await allReady();
    expect(names(after).filter((name) => names(before).includes(name))).toEqual([]);
  });
});
