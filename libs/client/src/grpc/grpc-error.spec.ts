import { Metadata, status } from '@grpc/grpc-js';
import { ErrorInfo } from '../gen/google/rpc/error_details';
import { Status } from '../gen/google/rpc/status';
import { PeopleSyncError } from './grpc-error';

/** A call that ended so, with these trailers, and with what ErrorInfo says of retrying. */
function ended(code: status, trailers: Record<string, string> = {}, retry?: string): PeopleSyncError {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  if (retry !== undefined) {
    const info = ErrorInfo.encode({ reason: 'SOME_REASON', domain: 'peoplesync', metadata: { retry } }).finish();
    const details = [{ typeUrl: 'type.googleapis.com/google.rpc.ErrorInfo', value: Buffer.from(info) }];
    metadata.set(
      'grpc-status-details-bin',
      Buffer.from(Status.encode({ code, message: 'A sentence.', details }).finish()),
    );
  }
  return new PeopleSyncError(Object.assign(new Error(), { code, details: 'A sentence.', metadata }));
}

describe('what a call over gRPC ended with', () => {
  it('is told by reason and sentence, also where only the details have the reason', () => {
    expect(ended(status.NOT_FOUND, { reason: 'not-found' })).toMatchObject({
      reason: 'not-found',
      message: 'A sentence.',
      code: status.NOT_FOUND,
    });
    expect(ended(status.ABORTED, {}, 'never').reason).toBe('some-reason');
  });

  it('may be made again if PeopleSync says so, whatever its code', () => {
    expect(ended(status.ABORTED, { reason: 'request-in-progress' }, 'same-call').retry).toBe('same-call');
    expect(ended(status.UNAVAILABLE, {}, 'never').retry).toBe('never');
    expect(ended(status.ABORTED, {}, 'read-anew').retry).toBe('read-anew');
  });

  it.each([
    [status.UNAVAILABLE, undefined, 'same-call', undefined],
    [status.DEADLINE_EXCEEDED, undefined, 'same-call', undefined],
    [status.UNAVAILABLE, '-1', 'never', undefined],
    [status.RESOURCE_EXHAUSTED, undefined, 'never', undefined],
    [status.RESOURCE_EXHAUSTED, '1500', 'same-call', 1_500],
    [status.RESOURCE_EXHAUSTED, '-1', 'never', undefined],
    [status.CANCELLED, undefined, 'never', undefined],
    [status.UNAVAILABLE, '0', 'same-call', 0],
  ])('where nobody of ours answered goes by code %i and pushback %s: %s', (code, pushback, retry, retryAfterMs) => {
    const trailers = pushback === undefined ? undefined : { 'grpc-retry-pushback-ms': pushback };
    const error = ended(code, trailers);
    expect([error.retry, error.retryAfterMs]).toEqual([retry, retryAfterMs]);
  });
});
