import type { ServerResponse } from 'node:http';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { carrierOf } from '@people-sync/platform';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { NamedCall } from '../access/caller';
import { Answer } from './answer';
import { changingCallOf } from './changing-call';
import { Once } from './once';

/** Calls at work that named themselves, by what lives as long as they do. */
const atWork = new WeakMap<object, NamedCall>();

/** How a call that is at work was named; undefined if it was not. */
export const namedCallOf = (context: ExecutionContext): NamedCall | undefined => atWork.get(carrierOf(context));

/**
 * Makes a changing call at most once, over both doors alike: HTTP's header `Idempotency-Key` and gRPC's metadata of that name.
 * It runs behind the guards and before the input is looked at; a route says `@Changing()`, an rpc that it is `keyed`, and
 * nothing else.
 */
@Injectable()
export class OnceInterceptor implements NestInterceptor {
  constructor(private readonly once: Once) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    // As a promise: what was begun comes to its end, and is stored, whether or not somebody still waits for it.
    return from(this.answered(context, next));
  }

  private async answered(context: ExecutionContext, next: CallHandler): Promise<unknown> {
    const make = async () => Answer.of<unknown>(await lastValueFrom(next.handle(), { defaultValue: undefined }));
    const call = changingCallOf(context);
    const { body, status, location } = call
      ? await this.once.run(call, (firstMade) => {
          atWork.set(carrierOf(context), { ...call, firstMade });
          return make();
        })
      : await make();
    if (context.getType() === 'http') {
      const response = context.switchToHttp().getResponse<ServerResponse>();
      if (status !== undefined) response.statusCode = status;
      if (location !== undefined) response.setHeader('location', location);
    }
    return body;
  }
}
