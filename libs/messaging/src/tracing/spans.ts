import {
  type Attributes,
  type Context,
  context,
  createContextKey,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import { traceparentOf } from './traceparent';

/** Injection token of the service's Tracer; undefined when nobody wants its traces. */
export const TRACER = Symbol('TRACER');

/** Whose spans those inside are: a process may hold several services. */
const OWN_TRACER = createContextKey('peoplesync-tracer');

/** Attributes that every span may have; nobody's name, key or address is one. */
export const TENANT = 'peoplesync.tenant';
export const SYNC = 'peoplesync.sync';

/** What a span tells. Its name and its attributes hold no personal value, whatever happens. */
export interface SpanPlan {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** When it began, if that was not just now. */
  readonly startTime?: number;
}

/** How a service's part of a trace begins. */
export interface EntryPlan extends SpanPlan {
  /** What caused it; a trace of its own without it. */
  readonly parent: SpanContext | undefined;
  readonly links?: Link[];
}

/** A context in which spans are this service's, and children of this one. */
export const contextWithin = (tracer: Tracer, span: Span): Context =>
  trace.setSpan(ROOT_CONTEXT.setValue(OWN_TRACER, tracer), span);

/** A span that begins a service's part of a trace; whoever opens it ends it. */
export function openEntry(tracer: Tracer, name: string, { parent, ...options }: EntryPlan): Span {
  return tracer.startSpan(name, options, parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT);
}

/** Does the work within a new part of a trace; without a tracer it just does the work. */
export async function entering<T>(
  tracer: Tracer | undefined,
  name: string,
  plan: EntryPlan,
  work: (span: Span | undefined) => Promise<T>,
): Promise<T> {
  if (!tracer) return work(undefined);
  const span = openEntry(tracer, name, plan);
  return endingWith(span, () => context.with(contextWithin(tracer, span), () => work(span)));
}

/** Does the work within a span of what is going on; just does the work where `openSpan` has none. */
export async function inSpan<T>(
  name: string,
  plan: SpanPlan,
  work: (span: Span | undefined) => Promise<T>,
): Promise<T> {
  const span = openSpan(name, plan);
  if (!span) return work(undefined);
  return endingWith(span, () => context.with(trace.setSpan(context.active(), span), () => work(span)));
}

/**
 * A span of what is going on, for work that is no promise; undefined if nothing is traced here, or this trace is not one
 * that is kept: then what goes on is passed on as it is (`currentTraceparent`), and costs nothing more.
 */
export function openSpan(name: string, { kind = SpanKind.INTERNAL, ...options }: SpanPlan): Span | undefined {
  const active = context.active();
  if (!isKept(trace.getSpan(active))) return undefined;
  const tracer = active.getValue(OWN_TRACER);
  return isTracer(tracer) ? tracer.startSpan(name, { kind, ...options }, active) : undefined;
}

/** Also once it has ended: what it caused may outlast it. */
function isKept(span: Span | undefined): boolean {
  return span !== undefined && (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
}

function isTracer(value: unknown): value is Tracer {
  return typeof value === 'object' && value !== null && 'startSpan' in value;
}

/** What is caused now was caused by this; undefined if nothing is traced here. */
export function currentTraceparent(): string | undefined {
  const span = trace.getActiveSpan();
  return span && traceparentOf(span.spanContext());
}

/** Ends the span; what went wrong is told by its class alone, since messages may hold values. */
export function endFailed(span: Span, error: unknown): void {
  span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

async function endingWith<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    span.end();
    return result;
  } catch (error) {
    endFailed(span, error);
    throw error;
  }
}
