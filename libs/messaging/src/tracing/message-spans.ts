import { context, type Span, SpanKind, type Tracer } from '@opentelemetry/api';
import type { AnyEvent } from '@people-sync/contracts';
import { type EventTrace, tracesOf } from './event-traces';
import { contextWithin, endFailed, openEntry, SYNC, TENANT } from './spans';
import { spanContextOf, traceparentOf } from './traceparent';

/** What is done with records. */
export interface MessageWork {
  readonly operation: 'process' | 'publish';
  readonly topic: string;
  readonly partition: number;
}

/**
 * What is done with records of many syncs at once, told to each one's trace: a span for every `traceparent` among them.
 * What is done inside has spans of its own only where all is of one trace: nothing is told to another's.
 */
export class MessageSpans {
  private constructor(
    private readonly tracer: Tracer,
    private readonly spans: ReadonlyMap<string, Span>,
    private readonly only: Span | undefined,
  ) {}

  /** Undefined if no record is of a trace. */
  static open(tracer: Tracer, values: Iterable<Buffer | string | null>, work: MessageWork): MessageSpans | undefined {
    const { traces, untraced } = tracesOf(values);
    if (traces.length === 0) return undefined;
    const spans = new Map(traces.map((one) => [one.traceparent, openMessages(tracer, one, work)]));
    const [first] = spans.values();
    return new MessageSpans(tracer, spans, spans.size === 1 && untraced === 0 ? first : undefined);
  }

  /** The events as caused by their span, so that whatever comes of them is its child. */
  causing(events: AnyEvent[]): AnyEvent[] {
    return events.map((event) => {
      const span = event.traceparent === undefined ? undefined : this.spans.get(event.traceparent);
      return span ? { ...event, traceparent: traceparentOf(span.spanContext()) } : event;
    });
  }

  /** Does the work and ends the spans with it. */
  async around<T>(work: () => Promise<T>): Promise<T> {
    try {
      const { only, tracer } = this;
      const result = await (only ? context.with(contextWithin(tracer, only), work) : work());
      for (const span of this.spans.values()) span.end();
      return result;
    } catch (error) {
      for (const span of this.spans.values()) endFailed(span, error);
      throw error;
    }
  }
}

function openMessages(
  tracer: Tracer,
  { traceparent, tenantId, syncId, count }: EventTrace,
  { operation, topic, partition }: MessageWork,
): Span {
  return openEntry(tracer, `${operation} ${topic}`, {
    kind: operation === 'process' ? SpanKind.CONSUMER : SpanKind.PRODUCER,
    parent: spanContextOf(traceparent),
    attributes: {
      'messaging.operation.name': operation,
      'messaging.destination.name': topic,
      'messaging.destination.partition.id': String(partition),
      'messaging.batch.message_count': count,
      [TENANT]: tenantId,
      ...(syncId === undefined ? {} : { [SYNC]: syncId }),
    },
  });
}
