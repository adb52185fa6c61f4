import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { identityOf, tenantOf } from '@people-sync/platform';
import { finalize, Observable } from 'rxjs';
import { Places } from './places';

const NO_PLACE = 'gateway:no-place';

/**
 * The call takes no place: it waits, for PeopleHR or for a sync to move, and a place would be lost to everybody meanwhile.
 * Its handler bounds it in another way.
 */
export const TakesNoPlace = () => SetMetadata(NO_PLACE, true);

/**
 * A call is at work only in a place of its company, over HTTP and gRPC alike. Guards and the body come before, so that a
 * slow sender holds no place. It is held until the work is over, also when the caller has gone: what was begun at the
 * neighbours goes on there. Whoever goes while they wait leaves the queue.
 */
@Injectable()
export class PlaceInterceptor implements NestInterceptor {
  constructor(
    private readonly places: Places,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (this.reflector.get<boolean | undefined>(NO_PLACE, context.getHandler())) return next.handle();
    const company = tenantOf(context) ?? identityOf(context).tenant ?? '';
    return new Observable((subscriber) => {
      const gone = new AbortController();
      const stopListening = onceGone(context, () => gone.abort());
      this.places
        .enter(company, { gone: gone.signal })
        .finally(stopListening)
        .then(
          // The work is not ended with the subscription, so neither is the place given back then.
          (leave) =>
            next
              .handle()
              .pipe(finalize(leave))
              .subscribe({
                next: (value) => subscriber.next(value),
                error: (error: unknown) => subscriber.error(error),
                complete: () => subscriber.complete(),
              }),
          (error: unknown) => subscriber.error(error),
        );
    });
  }
}

/** Calls back when the caller has hung up or their deadline is over. Returns how to stop listening. */
function onceGone(context: ExecutionContext, gone: () => void): () => void {
  const [event, source] =
    context.getType() === 'http'
      ? ['close', context.switchToHttp().getResponse<ServerResponse>()]
      : ['cancelled', context.getArgByIndex<unknown>(2)];
  if (!(source instanceof EventEmitter)) throw new Error('a call of an unknown kind wants a place');
  source.once(event, gone);
  if (Reflect.get(source, 'cancelled') === true || Reflect.get(source, 'destroyed') === true) gone();
  return () => source.off(event, gone);
}
