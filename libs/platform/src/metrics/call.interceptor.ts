import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { SealedMessage } from '../grpc/messages/sealed-message';
import { metrics } from './catalogue';
import { Meters } from './meters';
import { finalize, type Observable, tap } from 'rxjs';

/**
 * `peoplesync_call_seconds{door, handler, outcome}`: how long handlers of HTTP and gRPC took, streams until they ended.
 * The handler is its method's name, never an address: those hold tenants and people. None gets a sealed message.
 */
@Injectable()
export class CallInterceptor implements NestInterceptor {
  private readonly seconds;

  constructor(meters: Meters) {
    this.seconds = meters.histogram(metrics.calls);
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
