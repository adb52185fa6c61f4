import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { finalize, type Observable } from 'rxjs';
import { refuseUnfit } from '../input/refuse-unfit';
import { AtOnce } from './at-once';
import { BODY_LIMITS, type BodyLimits } from './body-limits.decorator';
import { type ReadBody, readBody } from './body-reader';
import { announcesBody } from './unread-body';

interface WithBody extends IncomingMessage {
  params: Record<string, unknown>;
  /** What `@Body()` gives a handler. */
  body?: unknown;
}

const READ = Symbol('read body');

/**
 * Reads the bodies of HTTP calls, for `@Body()` and `@TypedBody()`, as `@TakesBody` says. Guards run before: of a sender
 * who is not let in no byte is looked at.
 */
@Injectable()
export class BodyInterceptor implements NestInterceptor {
  private readonly atWork = new AtOnce();

  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> | Promise<Observable<unknown>> {
    if (context.getType() !== 'http') return next.handle();
    const limits = this.reflector.get<BodyLimits | undefined>(BODY_LIMITS, context.getHandler());
    const http = context.switchToHttp();
    const request = http.getRequest<WithBody>();
    if (!limits) return next.handle();
    if (!announcesBody(request)) {
      request.body = {};
      return next.handle();
    }
    const place = `${context.getClass().name}.${context.getHandler().name} ${String(request.params['tenant'])}`;
    return this.read(request, http.getResponse<ServerResponse>(), limits, place, next);
  }

  private async read(
    request: WithBody,
    response: ServerResponse,
    limits: BodyLimits,
    place: string,
    next: CallHandler,
  ): Promise<Observable<unknown>> {
    const leave = this.atWork.enter(place, limits.atOnce);
    try {
      const body = await readBody(request, response, limits);
      if (!Buffer.isBuffer(body.content)) refuseUnfit(body.content);
      Reflect.set(request, READ, body);
      request.body = body.content;
    } catch (error) {
      leave();
      throw error;
    }
    return next.handle().pipe(finalize(leave));
  }
}

/** The body with its media type, for routes that take more than one. Without a body an empty object. */
export const TypedBody = createParamDecorator((_: unknown, context: ExecutionContext): ReadBody => {
  const read: unknown = Reflect.get(context.switchToHttp().getRequest<object>(), READ);
  return isReadBody(read) ? read : { type: 'application/json', content: {} };
});

/** What `intercept` has put there. */
const isReadBody = (value: unknown): value is ReadBody => typeof value === 'object' && value !== null;
