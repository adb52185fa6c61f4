import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { GrpcError, httpStatusOf, ProblemException } from '@people-sync/platform';
import type { Answer, StoredProblem } from './answer';
import { type CallName, IdempotencyKeysRepository } from './idempotency-keys.repository';

/** A changing call. Without a key it is simply made. */
export interface ChangingCall {
  readonly tenantId: string;
  /** The token's subject. */
  readonly subject: string;
  /** What the caller named it, if anything. */
  readonly key: string | undefined;
  /** Operation and input: what makes two requests the same one. */
  readonly request: readonly unknown[];
}

/** How long a duplicate waits for the first call's answer. */
const PATIENCE_MS = 15_000;

/** Makes a call that named itself at most once, and gives its answer again for 24 hours, on whichever gateway. */
@Injectable()
export class Once {
  constructor(private readonly keys: IdempotencyKeysRepository) {}

  /**
   * @param work gets when the call was first made, the same after a crash: ids derived from it name the same thing.
   * @throws ProblemException 422 `idempotency-key-reused` for another request with the same key; 409
   * `request-in-progress` if the first call takes too long.
   */
  async run<T>(call: ChangingCall, work: (firstMade: Date | undefined) => Promise<Answer<T>>): Promise<Answer<T>> {
    if (call.key === undefined) return work(undefined);
    const name: CallName = { tenantId: call.tenantId, subject: call.subject, key: call.key };
    const request = createHash('sha256').update(JSON.stringify(call.request)).digest('hex');
    const deadline = Date.now() + PATIENCE_MS;
    for (let pause = 20; ; pause = Math.min(pause * 2, 500)) {
      const firstMade = await this.keys.claim(name, request);
      if (firstMade) return this.make(name, () => work(firstMade));
      const earlier = await this.keys.earlier<T>(name);
      if (earlier && earlier.request !== request) throw reused();
      if (earlier?.answer) {
        if ('answer' in earlier.answer) return earlier.answer.answer;
        const { status, slug, detail, extra } = earlier.answer.problem;
        throw new ProblemException(status, slug, detail, extra);
      }
      if (Date.now() > deadline) throw inProgress();
      await wait(pause);
    }
  }

  private async make<T>(name: CallName, work: () => Promise<Answer<T>>): Promise<Answer<T>> {
    try {
      const answer = await work();
      await this.keys.keep(name, { answer });
      return answer;
    } catch (error) {
      const problem = refusalIn(error);
      if (problem) await this.keys.keep(name, { problem });
      else await this.keys.giveUp(name);
      throw error;
    }
  }
}

/** A refusal that would be the same again; undefined for what may pass: an outage, a limit, a bug. */
function refusalIn(error: unknown): StoredProblem | undefined {
  const problem =
    error instanceof GrpcError && error.reason !== ''
      ? { status: httpStatusOf(error.code, error.reason), slug: error.reason, detail: error.message, extra: {} }
      : error instanceof ProblemException
        ? { status: error.status, slug: error.slug, detail: error.detail, extra: error.extra }
        : undefined;
  return problem && problem.status < 500 && problem.status !== 429 ? problem : undefined;
}

const reused = (): ProblemException =>
  new ProblemException(
    422,
    'idempotency-key-reused',
    'This Idempotency-Key was used for another request: take a new key for a new request.',
  );

const inProgress = (): ProblemException =>
  new ProblemException(
    409,
    'request-in-progress',
    'The same request is still being worked on: send it again in a moment.',
    {},
    { headers: { 'retry-after': '2' } },
  );
