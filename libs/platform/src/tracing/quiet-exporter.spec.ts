import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { ServiceLogger } from '../logging/service-logger';
import { QuietExporter } from './quiet-exporter';

function aSpan(): ReadableSpan {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  provider.getTracer('test').startSpan('one').end();
  const [span] = exporter.getFinishedSpans();
  if (!span) throw new Error('no span');
  return span;
}

describe('the log about a collector', () => {
  it('says once that it takes nothing, without its address, and once that it takes traces again and what was lost', () => {
    const lines: string[] = [];
    const logger = new ServiceLogger({
      service: 'test',
      level: 'info',
      to: { write: (line) => void lines.push(line) },
    });
    let result: ExportResult = { code: ExportResultCode.SUCCESS };
    const collector = { export: (_: ReadableSpan[], done: (result: ExportResult) => void) => done(result) };
    const exporter = new QuietExporter({ ...collector, shutdown: () => Promise.resolve() }, logger);
    const results: ExportResultCode[] = [];
    const send = () => exporter.export([aSpan()], ({ code }) => results.push(code));
    send();
    const error = Object.assign(new Error('connect to http://user:c4n4ry@collector'), { code: 'ECONNREFUSED' });
    result = { code: ExportResultCode.FAILED, error };
    send();
    send();
    result = { code: ExportResultCode.SUCCESS };
    send();
    send();
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 'warn', msg: 'the collector takes no traces: they are lost until it does', code: 'ECONNREFUSED' },
      { level: 'info', msg: 'the collector takes traces again', lostSpans: 2 },
    ]);
    expect(lines.join('')).not.toContain('c4n4ry');
    // Nobody else has anything to say of it.
    expect(new Set(results)).toEqual(new Set([ExportResultCode.SUCCESS]));
  });
});
