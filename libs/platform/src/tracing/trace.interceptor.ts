import type { IncomingMessage, ServerResponse } from 'node:http';
import { Metadata } from '@grpc/grpc-js';
import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
  Optional,
} from '@nestjs/common';
import { context, type Span, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import { contextWithin, openEntry, spanContextOf, TENANT, TRACER } from '@people-sync/messaging';
import { Observable, tap } from 'rxjs';
import { problemOf } from '../http/problem-of';

/** As ServerUnaryCall and its likes have it. */
interface GrpcCall {
  getPath(): string;
}

/** What Express knows of a request when its handler is found. */
interface RoutedRequest extends IncomingMessage {
  readonly route?: { readonly path?: unknown };
  readonly params?: Readonly<Record<string, unknown>>;
}

/**
 * A span for each call over HTTP or gRPC that the guards have let in, until its answer or its stream has ended: a
 * stranger makes none, whatever `traceparent` comes along. It is called by its route, never by its address.
 */
@Injectable()
export class TraceInterceptor implements NestInterceptor {
  constructor(@Optional() @Inject(TRACER) private readonly tracer?: Tracer) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { tracer } = this;
    const opened = tracer && openCall(tracer, execution);
    if (!tracer || !opened) return next.handle();
    const { span, onEnd } = opened;
    return new Observable((subscriber) =>
      // Nest keeps the context in which it is told to go on, not the one in which its answer is wanted.
      context.with(contextWithin(tracer, span), () =>
        next
          .handle()
          .pipe(tap({ error: onEnd, complete: () => onEnd(), unsubscribe: () => onEnd() }))
          .subscribe(subscriber),
      ),
    );
  }
}

interface OpenedCall {
  readonly span: Span;
  /** @param error why there is no good answer */
  onEnd(error?: unknown): void;
}

function openCall(tracer: Tracer, execution: ExecutionContext): OpenedCall | undefined {
  if (execution.getType() === 'http') {
    const http = execution.switchToHttp();
    return openHttp(tracer, http.getRequest<RoutedRequest>(), http.getResponse<ServerResponse>());
  }
  const call: unknown = execution.getArgByIndex(2);
  return isGrpcCall(call) ? openGrpc(tracer, call.getPath(), execution.getArgByIndex(1)) : undefined;
}

function openHttp(tracer: Tracer, request: RoutedRequest, response: ServerResponse): OpenedCall {
  const method = request.method ?? '';
  const route = typeof request.route?.path === 'string' ? request.route.path : '';
  const tenant = request.params?.['tenant'];
  const { traceparent } = request.headers;
  const span = openEntry(tracer, `${method} ${route}`, {
    kind: SpanKind.SERVER,
    parent: spanContextOf(typeof traceparent === 'string' ? traceparent : undefined),
    attributes: {
      'http.request.method': method,
      'http.route': route,
      ...(typeof tenant === 'string' ? { [TENANT]: tenant } : {}),
    },
  });
  return {
    span,
    onEnd: (error) => {
      const status = error === undefined ? response.statusCode : (problemOf(error)?.status ?? 500);
      span.setAttribute('http.response.status_code', status);
      ended(span, error, status >= 500);
    },
  };
}

function openGrpc(tracer: Tracer, path: string, metadata: unknown): OpenedCall {
  const name = path.slice(1);
  const [traceparent] = metadata instanceof Metadata ? metadata.get('traceparent') : [];
  const span = openEntry(tracer, name, {
    kind: SpanKind.SERVER,
    parent: spanContextOf(typeof traceparent === 'string' ? traceparent : undefined),
    attributes: { 'rpc.system.name': 'grpc', 'rpc.method': name },
  });
  return {
    span,
    onEnd: (error) => ended(span, error, error !== undefined && (problemOf(error)?.status ?? 500) >= 500),
  };
}

/** What is the caller's to mend is no error of the service. */
function ended(span: Span, error: unknown, isFault: boolean): void {
  if (error !== undefined) {
    const reason = problemOf(error)?.reason;
    span.setAttribute('error.type', reason ?? (error instanceof Error ? error.name : 'unknown'));
  }
  if (isFault) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

const isGrpcCall = (call: unknown): call is GrpcCall =>
  typeof call === 'object' && call !== null && 'getPath' in call && typeof call.getPath === 'function';
