import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Histogram, Registry } from 'prom-client';
import { SealedMessage } from '../grpc/messages/sealed-message';
import { finalize, type Observable, tap } from 'rxjs';

/**
 * `peoplesync_call_seconds{door, handler, outcome}`: how long handlers of HTTP and gRPC took, streams until they ended.
 * The handler is its method's name, never an address: those hold tenants and people. None gets a sealed message.
 */
@Injectable()
export class CallInterceptor implements NestInterceptor {
  private readonly seconds: Histogram<'door' | 'handler' | 'outcome'>;

  constructor(registry: Registry) {
    this.seconds = new Histogram({
      name: 'peoplesync_call_seconds',
      help: 'Time that handlers of HTTP and gRPC took, in seconds',
      labelNames: ['door', 'handler', 'outcome'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
      registers: [registry],
    });
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getArgByIndex<unknown>(0) instanceof SealedMessage) throw new Error('no guard has opened the message');
    const handler = `${context.getClass().name}.${context.getHandler().name}`;
    const stop = this.seconds.startTimer({ door: context.getType() === 'http' ? 'http' : 'grpc', handler });
    let outcome = 'cancelled';
    return next.handle().pipe(
      tap({ complete: () => (outcome = 'ok'), error: () => (outcome = 'error') }),
      finalize(() => stop({ outcome })),
    );
  }
}
