import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { jsonOf, messageOf, peopleSyncRpcs, protoPath, type RpcName, type TObject } from '@people-sync/contracts/api';
import { ProblemException } from '@people-sync/platform';
import { catchError, map, type Observable, throwError } from 'rxjs';

const RPC = 'gateway:rpc';

/** The method answers this rpc. */
export const Answers = (rpc: RpcName) => SetMetadata(RPC, rpc);

/** The rpc that a call asks for. */
export const rpcOf = (context: ExecutionContext): RpcName => {
  const name: unknown = Reflect.getMetadata(RPC, context.getHandler());
  if (!isRpc(name)) throw new Error('the handler answers no rpc');
  return name;
};

const isRpc = (name: unknown): name is RpcName => typeof name === 'string' && name in peopleSyncRpcs;

/**
 * Between the messages of gRPC and the JSON that both doors speak: a handler is asked in JSON, and answers in JSON. It is the
 * only place that knows of messages; it runs behind the guards, which open them (docs/adr/0012).
 */
@Injectable()
export class MessageInterceptor implements NestInterceptor<object, object> {
  intercept(context: ExecutionContext, next: CallHandler<object>): Observable<object> {
    const { request, answer } = peopleSyncRpcs[rpcOf(context)];
    const args = context.getArgs<unknown[]>();
    args[0] = jsonOf(request, context.switchToRpc().getData<Record<string, unknown>>());
    return next.handle().pipe(
      map((said) => messageOf(answer, { ...said })),
      catchError((error: unknown) => throwError(() => inMessage(request, error))),
    );
  }
}

/** A refusal that names fields of the request as the .proto file has them. */
function inMessage(request: TObject, error: unknown): unknown {
  if (!(error instanceof ProblemException) || error.reason !== 'invalid-request') return error;
  const { reason, detail, said, headers, cause } = error;
  return new ProblemException(reason, detail, said, {
    headers,
    cause,
    fieldPath: (field) => protoPath(request, field),
  });
}
