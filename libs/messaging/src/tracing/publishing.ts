import type { Tracer } from '@opentelemetry/api';
import { merged, type OutBatch } from '../transport/event-transport';
import { MessageSpans } from './message-spans';

/** Sends them, and tells the trace of each event among them how long that took. */
export function publishing<T>(
  tracer: Tracer | undefined,
  batches: readonly OutBatch[],
  send: (batches: readonly OutBatch[]) => Promise<T>,
): Promise<T> {
  const all = merged(batches);
  if (!tracer) return send(all);
  const spans = all.flatMap(({ topic, partition, records }) => {
    const values = records.map(({ value }) => value);
    return MessageSpans.open(tracer, values, { operation: 'publish', topic, partition }) ?? [];
  });
  return spans.reduce<() => Promise<T>>(
    (work, own) => () => own.around(work),
    () => send(all),
  )();
}
