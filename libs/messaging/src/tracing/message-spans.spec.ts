import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import {
  type AnyEvent,
  decodeEvent,
  newEvent,
  type NewEvent,
  SyncRequested,
  withTraceparent,
} from '@people-sync/contracts';
import { tracesOf } from './event-traces';
import { MessageSpans } from './message-spans';
import { currentTraceparent, inSpan } from './spans';
import { spanContextOf, traceparentOf } from './traceparent';

const SYNC_ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const traceOf = (digit: string, flags = '01') => `00-${digit.repeat(32)}-${digit.repeat(16)}-${flags}`;

const requested = (tenantId: string, traceparent?: string, actor?: string): NewEvent =>
  newEvent(
    SyncRequested,
    { source: '/peoplesync/test', tenantId, syncId: SYNC_ID, actor, traceparent },
    { number: 1, mode: 'apply', trigger: 'manual', baseDigest: null, erased: [] },
  );

function decoded({ topic, json }: NewEvent): AnyEvent {
  const result = decodeEvent(topic, Buffer.from(json));
  if (!result.ok) throw new Error(result.reason);
  return result.event;
}

describe('the trace that an event names', () => {
  it.each(['', 'x', traceOf('a').toUpperCase(), `00-${'0'.repeat(32)}-${'a'.repeat(16)}-01`, `${traceOf('a')}-x`])(
    'is none if it is written as %p',
    (text) => expect(spanContextOf(text)).toBeUndefined(),
  );

  it('is written as it was read', () => {
    for (const one of [traceOf('a'), traceOf('b', '00')]) {
      const read = spanContextOf(one);
      expect(read && traceparentOf(read)).toBe(one);
    }
  });

  it('is found in its envelope, whatever somebody’s name says', () => {
    const forged = `"traceparent":"${traceOf('f')}"`;
    const values = [
      requested('acme', traceOf('a'), forged).json,
      Buffer.from(requested('acme', traceOf('a')).json),
      requested('bolt', traceOf('b', '00')).json,
      requested('bolt', undefined, forged).json,
      null,
      'no event',
    ];
    expect(tracesOf(values)).toEqual({
      traces: [{ traceparent: traceOf('a'), tenantId: 'acme', syncId: SYNC_ID, count: 2 }],
      untraced: 4,
    });
  });

  it('is given to an event that names none, and is never taken away', () => {
    const own = requested('acme', traceOf('a'), '"traceparent":"');
    const bare = requested('acme', undefined, '"traceparent":"');
    expect(withTraceparent(own.json, traceOf('b'))).toBe(own.json);
    const given = { ...bare, json: withTraceparent(bare.json, traceOf('b')) };
    expect(decoded(given)).toEqual({ ...decoded(bare), traceparent: traceOf('b') });
  });
});

describe('what is done with the events of many syncs', () => {
  const exporter = new InMemorySpanExporter();
  const tracer = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }).getTracer('test');
  const work = { operation: 'process', topic: 'peoplesync.requests', partition: 3 } as const;
  const spansOver = (events: readonly NewEvent[]) =>
    MessageSpans.open(
      tracer,
      events.map(({ json }) => json),
      work,
    );
  const told = () =>
    exporter.getFinishedSpans().map(({ name, parentSpanContext, attributes, status }) => ({
      name,
      trace: parentSpanContext?.traceId.charAt(0),
      tenant: attributes['peoplesync.tenant'],
      failed: attributes['error.type'],
      status: status.code,
    }));

  beforeAll(() => context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
  afterAll(() => context.disable());
  beforeEach(() => exporter.reset());

  it('is told to each one’s trace, and what comes of an event is a child of what was done with it', async () => {
    const events = [requested('acme', traceOf('a')), requested('bolt', traceOf('b'))];
    const spans = spansOver(events);
    const caused = await spans?.around(() => Promise.resolve(spans.causing(events.map(decoded))));
    expect(told()).toMatchObject([
      { name: 'process peoplesync.requests', trace: 'a', tenant: 'acme' },
      { name: 'process peoplesync.requests', trace: 'b', tenant: 'bolt' },
    ]);
    expect(caused?.map(({ traceparent }) => traceparent)).toEqual(
      exporter.getFinishedSpans().map((span) => traceparentOf(span.spanContext())),
    );
  });

  it('is told from inside only where all is of one sync: nothing of one company is told to another’s trace', async () => {
    const inside = () => inSpan('inside', {}, () => Promise.resolve(currentTraceparent()));
    const mixed = [requested('acme', traceOf('a')), requested('bolt')];
    expect(await spansOver(mixed)?.around(inside)).toBeUndefined();
    expect(told().map(({ name }) => name)).toEqual(['process peoplesync.requests']);
    exporter.reset();
    expect(await spansOver([requested('acme', traceOf('a'))])?.around(inside)).toContain('a'.repeat(32));
    expect(told()).toMatchObject([{ name: 'inside' }, { name: 'process peoplesync.requests' }]);
  });

  it('costs nothing where nobody keeps a trace', () => {
    expect(spansOver([requested('acme'), requested('acme', traceOf('a', '00'))])).toBeUndefined();
  });

  it('tells what went wrong by its kind alone', async () => {
    const failing = spansOver([requested('acme', traceOf('a'))])?.around(() =>
      Promise.reject(new RangeError('grace@canary.example')),
    );
    await expect(failing).rejects.toThrow('grace');
    expect(told()).toMatchObject([{ failed: 'RangeError', status: 2 }]);
    expect(
      JSON.stringify(exporter.getFinishedSpans().map(({ status, attributes, events }) => [status, attributes, events])),
    ).not.toContain('grace');
  });
});
