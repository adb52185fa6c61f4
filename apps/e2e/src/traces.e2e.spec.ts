import { randomBytes } from 'node:crypto';
import {
  aTenantId,
  type CollectedSpan,
  describeReal,
  eventually,
  type MoreEnvironment,
  recordedEvents,
  type RunningSystem,
  services,
  startSystem,
  TraceCollector,
} from '@people-sync/testing';
import { Customer } from './doors/customer.client';

/** One who calls with a trace of their own. */
interface Caller {
  readonly traceId: string;
  readonly traceparent: string;
}

function caller(flags = '01'): Caller {
  const traceId = randomBytes(16).toString('hex');
  return { traceId, traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-${flags}` };
}

describeReal('postgres', 'kafka')('the traces of syncs', () => {
  let collector: TraceCollector;
  let system: RunningSystem;
  let customer: Customer;

  beforeAll(async () => {
    collector = await TraceCollector.start();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER_ARG: '0' };
    const more: MoreEnvironment = Object.fromEntries(services.map((service) => [service, env]));
    system = await startSystem({ form: 'distributed', env: more });
    customer = await Customer.create(system, aTenantId(), { employees: 20, seed: 11 });
    await customer.mustConnect();
    await customer.sync();
  });
  afterAll(async () => {
    await system.stop();
    await collector.stop();
  });

  /** Presses the button within the caller's trace. */
  async function start({ traceparent }: Caller): Promise<string> {
    const response = await fetch(`${system.http}/v1/tenants/${customer.tenant}/syncs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${system.token}`, 'content-type': 'application/json', traceparent },
      body: JSON.stringify({ mode: 'apply' }),
    });
    expect(response.status).toBe(202);
    return ((await response.json()) as { syncId: string }).syncId;
  }

  /** Of the event that a sync has been applied. */
  async function traceparentOfApplied(syncId: string): Promise<string> {
    const all = (await recordedEvents(system)).map((json) => JSON.parse(json) as Record<string, string | undefined>);
    const [applied] = all.filter(({ type, syncid }) => type?.includes('.sync.applied.') && syncid === syncId);
    return applied?.['traceparent'] ?? '';
  }

  /** From a span up to the first of its trace. */
  function wayUp(from: CollectedSpan): readonly string[] {
    const above = collector.of(from.traceId).find(({ spanId }) => spanId === from.parentSpanId);
    return [`${from.service}: ${from.name}`, ...(above ? wayUp(above) : [])];
  }

  /** Resolves to the spans when the gateway has told that it heard of the end. */
  const whole = ({ traceId }: Caller) =>
    eventually(() => {
      const spans = collector.of(traceId);
      const heard = spans.filter(({ service, name }) => service === 'gateway' && name === 'process peoplesync.people');
      expect(heard.length).toBeGreaterThan(0);
      expect([...new Set(spans.map(({ service }) => service))].sort()).toEqual([...services].sort());
      return spans;
    });

  it('lead from the request of somebody through all services to the last word of it', async () => {
    const ada = caller();
    await customer.inPeopleHr('POST', '/change', { fraction: 0.5, field: 'jobRole', seed: 4 });
    const syncId = await start(ada);
    expect(await customer.ended(syncId)).toMatchObject({ status: 'completed' });
    const applied = await traceparentOfApplied(syncId);
    expect(applied).toContain(ada.traceId);
    const spans = await whole(ada);
    const [last] = spans.filter(({ service, name }) => service === 'gateway' && name === 'process peoplesync.people');
    expect(last && wayUp(last)).toEqual([
      'gateway: process peoplesync.people',
      'wethrive-writer: process peoplesync.changes',
      'reconciler: process peoplesync.snapshots',
      'peoplehr-fetcher: read PeopleHR',
      'peoplehr-fetcher: process peoplesync.requests',
      'gateway: POST /v1/tenants/:tenant/syncs',
    ]);
    const told = spans.map(({ service, name }) => `${service}: ${name}`);
    expect(told).toEqual(
      expect.arrayContaining([
        'peoplehr-fetcher: peoplesync.credentials.v1.Credentials/Reveal',
        'credentials: peoplesync.credentials.v1.Credentials/Reveal',
        'peoplehr-fetcher: PeopleHR GetAllEmployeeDetail',
        'peoplehr-fetcher: publish peoplesync.snapshots',
        'gateway: publish peoplesync.requests',
        'reconciler: publish peoplesync.changes',
        'wethrive-writer: publish peoplesync.people',
        'gateway: transaction gateway',
        'reconciler: transaction reconciler',
        'wethrive-writer: transaction writer',
      ]),
    );
    // Each hangs on another of the trace, the first on the caller's.
    const ids = new Set(spans.map(({ spanId }) => spanId));
    const [first, ...others] = spans.filter(({ parentSpanId }) => !ids.has(parentSpanId));
    expect([first?.name, first?.parentSpanId, others]).toEqual([
      'POST /v1/tenants/:tenant/syncs',
      ada.traceparent.split('-')[2],
      [],
    ]);
    const processed = spans.filter(({ name }) => name.startsWith('process '));
    for (const { attributes } of processed) {
      expect(attributes).toMatchObject({ 'peoplesync.tenant': customer.tenant, 'peoplesync.sync': syncId });
    }
  });

  it('are not broken off by a restart in between', async () => {
    const ada = caller();
    await customer.inPeopleHr('POST', '/change', { fraction: 0.5, field: 'jobRole', seed: 5 });
    await system.terminate('reconciler');
    const syncId = await start(ada);
    await eventually(() => expect(collector.of(ada.traceId).map(({ name }) => name)).toContain('read PeopleHR'));
    await system.terminate('wethrive-writer');
    await system.restart('reconciler');
    await system.restart('wethrive-writer');
    expect(await customer.ended(syncId)).toMatchObject({ status: 'completed' });
    expect(await traceparentOfApplied(syncId)).toContain(ada.traceId);
    await whole(ada);
  });

  it('are named in the lines of the log', async () => {
    const ada = caller();
    await customer.fault('truncated-json', { times: null, action: 'GetAllEmployeeDetail' });
    const syncId = await start(ada);
    await eventually(() => expect(system.log('peoplehr-fetcher')).toContain(`"trace":"${ada.traceId}"`));
    await customer.call('POST', `/syncs/${syncId}/cancel`);
    await customer.well();
    await customer.ended(syncId);
  });

  it('are not told of a sync whose caller keeps none, nor, at a share of none, of anybody else’s', async () => {
    const nobody = caller('00');
    const one = await start(nobody);
    await customer.ended(one);
    const two = await customer.sync();
    const ada = caller();
    await customer.inPeopleHr('POST', '/change', { fraction: 0.5, field: 'jobRole', seed: 6 });
    await customer.ended(await start(ada));
    await whole(ada);
    expect(collector.of(nobody.traceId)).toEqual([]);
    const told = collector.spans.map(({ attributes }) => attributes['peoplesync.sync']);
    expect(told).not.toContain(one);
    expect(told).not.toContain(two.syncId);
  });
});
