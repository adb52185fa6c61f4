import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { isText } from '@people-sync/contracts';
import { carrierOf, tenantOf } from '../auth/bearer';
import { notFound } from '../http/problem.exception';

/**
 * Runs right behind the guard of the door, before anything is looked up: a name in a path, or a message's tenant, that is
 * no text names nothing, as if it were unknown. What else a request says is the TextPipe's.
 */
@Injectable()
export class TextGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (namesIn(context).every((name) => isText(name, 'line'))) return true;
    throw notFound();
  }
}

function namesIn(context: ExecutionContext): string[] {
  if (context.getType() !== 'http') return [tenantOf(context) ?? ''];
  const params: unknown = Reflect.get(carrierOf(context), 'params');
  if (typeof params !== 'object' || params === null) return [];
  return Object.values(params).filter((name): name is string => typeof name === 'string');
}
