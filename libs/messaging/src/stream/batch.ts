import { applyDecorators, type ArgumentsHost, Catch, type RpcExceptionFilter, UseFilters } from '@nestjs/common';
import { BaseRpcContext, EventPattern } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';

/** A record as it came off a topic. */
export interface RawRecord {
  readonly offset: number;
  readonly key: string | null;
  readonly value: Buffer | null;
}

/** Where a batch came from; what a handler gets beside its records. */
export interface BatchOrigin {
  readonly topic: string;
  readonly partition: number;
  /** 1 for the first try of this first offset. */
  readonly attempt: number;
  /** Offset that the next record written to the partition will get. */
  readonly highWatermark: number;
  /** True while the batch is still ours and we are not stopping. */
  live(): boolean;
}

/** Nest's context of one batch of one partition. */
export class BatchContext extends BaseRpcContext<[BatchOrigin]> {
  get topic(): string {
    return this.args[0].topic;
  }
  get partition(): number {
    return this.args[0].partition;
  }
  get attempt(): number {
    return this.args[0].attempt;
  }
  get highWatermark(): number {
    return this.args[0].highWatermark;
  }
  get live(): boolean {
    return this.args[0].live();
  }
}

/** Nest's default filter swaps the error for a plain object; the strategy must see the real one to hold the partition. */
@Catch()
export class RethrowFilter implements RpcExceptionFilter {
  catch(error: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => error);
  }
}

/** Binds handlers to PeopleSync's batch strategies only, whichever transport runs. */
export const EVENT_BATCHES = Symbol('EVENT_BATCHES');

/**
 * The whole batch of one partition of `topic`: `(records: RawRecord[], context: BatchContext) => Promise<void>`.
 * The place in the partition moves on only when the promise resolves; if it rejects, the same batch comes again.
 */
export const EventBatch = (topic: string): MethodDecorator =>
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-arguments -- without it another overload is taken
  applyDecorators(EventPattern<string>(topic, EVENT_BATCHES), UseFilters(RethrowFilter));
