import { memberOf, reasonOf, type Refusal, type Retry, retryOf } from '../refusal';

/** A call over HTTP was answered with a problem. */
export class RefusedError extends Error implements Refusal {
  override readonly name = 'RefusedError';
  readonly reason: string;
  readonly retry: Retry;

  constructor(readonly problem: unknown) {
    const detail = memberOf(problem, 'detail');
    super(typeof detail === 'string' ? detail : 'PeopleSync did not answer.');
    this.reason = reasonOf(problem);
    this.retry = retryOf(problem);
  }
}
