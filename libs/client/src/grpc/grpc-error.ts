import { type ServiceError, status } from '@grpc/grpc-js';
import type { Refusal, Retry } from '../refusal';
import { detailsIn, type InvalidField, type Said, type StatusDetails } from './status-details';

/** What a call over gRPC ended with, if not with an answer. */
export class PeopleSyncError extends Error implements Refusal {
  override readonly name = 'PeopleSyncError';
  readonly code: status;
  readonly reason: string;
  /** `same-call` too if nobody answered in time: under its key the call is made once. */
  readonly retry: Retry;
  /** Milliseconds until the same call may be made again, where that was said. */
  readonly retryAfterMs: number | undefined;
  /** Of `invalid-request` what is wrong with which field; the first hundred. */
  readonly fields: readonly InvalidField[];
  /** What stands beside the sentence, by its `reason`: e.g. who decided before; nothing where that reason has no more to say. */
  readonly said: Said | undefined;

  constructor(cause: ServiceError) {
    super(cause.details, { cause });
    const details = detailsIn(cause.metadata.get('grpc-status-details-bin')[0]);
    const [reason] = cause.metadata.get('reason');
    this.code = cause.code;
    this.reason = typeof reason === 'string' ? reason : details.reason;
    const { retry, retryAfterMs } = whetherAgain(cause, details);
    this.retry = retry;
    this.retryAfterMs = retryAfterMs;
    this.fields = details.fields;
    this.said = details.said;
  }
}

/** By what PeopleSync says; where somebody else answered, or nobody, by gRPC's own means. */
function whetherAgain({ code, metadata }: ServiceError, details: StatusDetails) {
  const [pushback] = metadata.get('grpc-retry-pushback-ms');
  const pushbackMs = pushback === undefined ? undefined : Number(pushback);
  const retryAfterMs = details.retryAfterMs ?? (pushbackMs !== undefined && pushbackMs >= 0 ? pushbackMs : undefined);
  if (details.retry) return { retry: details.retry, retryAfterMs };
  const isAnswered = code !== status.UNAVAILABLE && code !== status.DEADLINE_EXCEEDED;
  const isOver = pushbackMs === undefined ? isAnswered : retryAfterMs === undefined;
  const retry: Retry = isOver ? 'never' : 'same-call';
  return { retry, retryAfterMs };
}
