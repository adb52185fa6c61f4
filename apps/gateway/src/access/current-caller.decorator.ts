import { Metadata } from '@grpc/grpc-js';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { identityOf, invalidRequest } from '@people-sync/platform';
import { Caller } from './caller';

/** Who makes a changing call, over either door, and what they named it: the header, or metadata, `idempotency-key`. */
export const CurrentCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller => new Caller(identityOf(context), keyOf(context)),
);

function keyOf(context: ExecutionContext): string | undefined {
  const key = context.getType() === 'http' ? headerOf(context) : metadataOf(context);
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw invalidRequest([
    { field: 'Idempotency-Key', message: 'Idempotency-Key must be 1 to 255 printable characters without spaces' },
  ]);
}

function headerOf(context: ExecutionContext): string | undefined {
  const request: { headers: Record<string, unknown> } = context.switchToHttp().getRequest();
  const value = request.headers['idempotency-key'];
  return typeof value === 'string' ? value : undefined;
}

function metadataOf(context: ExecutionContext): string | undefined {
  const metadata: unknown = context.switchToRpc().getContext();
  const [value] = metadata instanceof Metadata ? metadata.get('idempotency-key') : [];
  return typeof value === 'string' ? value : undefined;
}
