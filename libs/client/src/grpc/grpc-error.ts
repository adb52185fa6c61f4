import { type ServiceError, status } from '@grpc/grpc-js';
import type { Refusal } from '../refusal';

/** What a call over gRPC ended with, if not with an answer. */
export class PeopleSyncError extends Error implements Refusal {
  override readonly name = 'PeopleSyncError';
  readonly code: status;
  readonly reason: string;

  constructor(cause: ServiceError) {
    super(cause.details, { cause });
    this.code = cause.code;
    const [reason] = cause.metadata.get('reason');
    this.reason = typeof reason === 'string' ? reason : '';
  }

  /** Nobody could answer now; the same call may go through later. */
  get isPassing(): boolean {
    return (
      this.code === status.UNAVAILABLE || this.code === status.DEADLINE_EXCEEDED || this.reason === 'too-many-requests'
    );
  }
}
