import { metricsOf } from '@people-sync/platform';
import {
  aTenantId,
  describeReal,
  eventually,
  type Exposition,
  expositionIn,
  type RunningSystem,
  type ServiceName,
  services,
  startSystem,
  valuesOf,
} from '@people-sync/testing';
import { Customer } from './doors/customer.client';
import { row } from './doors/staff';

/** Names of metrics, of a histogram without what is behind its name. */
const namesIn = ({ types }: Exposition): string[] =>
  [...types.keys()].filter((name) => name.startsWith('peoplesync_')).sort();

describeReal('postgres', 'kafka')('the metrics of a running system', () => {
  let system: RunningSystem;

  beforeAll(async () => {
    system = await startSystem({ form: 'distributed' });
  });
  afterAll(() => system.stop());

  const scraped = async (service: ServiceName): Promise<Exposition> => expositionIn(await system.metrics(service));

  it.each(services)(
    'are, of %s, just those that are declared and written down, with their types and labels',
    async (name) => {
      const declared = metricsOf(name);
      const { types, samples } = await scraped(name);
      expect(namesIn({ types, samples })).toEqual(declared.map((metric) => metric.name).sort());
      for (const metric of declared) {
        expect([metric.name, types.get(metric.name)]).toEqual([metric.name, metric.type]);
        const own = samples.filter((sample) => sample.name.replace(/_(bucket|sum|count)$/, '') === metric.name);
        const labels = new Set(own.flatMap((sample) => Object.keys(sample.labels)));
        labels.delete('le');
        // Of calls and batches there may have been none yet.
        if (own.length > 0)
          expect([metric.name, [...labels].sort()]).toEqual([metric.name, [...metric.labels, 'service'].sort()]);
      }
    },
  );

  it('tell of a sync that came through and of one that failed, by step, outcome and reason', async () => {
    const customer = await Customer.create(system, aTenantId(), { rows: [row('PW1'), row('PW2')] }, 1);
    await customer.mustConnect();
    await customer.sync();
    await eventually(async () => {
      const told = await scraped('gateway');
      const ended = valuesOf(told, 'peoplesync_syncs_total', { outcome: 'completed-with-problems', reason: 'none' });
      expect(ended).toEqual([1]);
      for (const step of ['requested', 'fetching', 'comparing', 'applying']) {
        expect([step, valuesOf(told, 'peoplesync_sync_step_seconds_count', { step })]).toEqual([step, [1]]);
      }
    });
    await eventually(async () => {
      const told = await scraped('wethrive-writer');
      expect(valuesOf(told, 'peoplesync_licences', { state: 'waiting' })).toEqual([1]);
      expect(valuesOf(told, 'peoplesync_licences_short_tenants')).toEqual([1]);
    });
    await customer.fault('html-502', { times: null, action: 'GetAllEmployeeDetail' });
    await customer.sync();
    await eventually(async () => {
      const told = await scraped('gateway');
      expect(valuesOf(told, 'peoplesync_syncs_total', { outcome: 'failed', reason: 'unavailable' })).toEqual([1]);
      expect(valuesOf(told, 'peoplesync_tenants', { state: 'failing' })).toEqual([1]);
    });
    const asked = await scraped('peoplehr-fetcher');
    const calls = { action: 'GetAllEmployeeDetail' };
    expect(valuesOf(asked, 'peoplesync_peoplehr_calls_seconds_count', { ...calls, result: 'ok' })).toEqual([1]);
    const failed = valuesOf(asked, 'peoplesync_peoplehr_calls_seconds_count', { ...calls, result: 'unavailable' });
    expect(failed).toEqual([3]);
  });

  it('hold no name of a company and nothing of its people', async () => {
    const customer = await Customer.create(system, aTenantId(), { rows: [row('PW77')] });
    await customer.mustConnect();
    await customer.sync();
    const told = (await Promise.all(services.map((service) => system.metrics(service)))).join('');
    for (const word of [customer.tenant, 'PW77', 'northwind', "O'Connor"])
      expect(told.toLowerCase()).not.toContain(word.toLowerCase());
  });
});
