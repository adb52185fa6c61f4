import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { identityOf } from '@people-sync/platform';
import { namedCallOf } from '../idempotency/once.interceptor';
import { Caller } from './caller';

/** Who makes a changing call, over either door. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller => new Caller(identityOf(context), namedCallOf(context)),
);
