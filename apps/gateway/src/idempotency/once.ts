import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { GrpcError, httpStatusOf, ProblemException, ServiceLogger } from '@people-sync/platform';
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
/** Pauses before storing an answer is tried again. */
const STORE_AGAIN_MS = [50, 200, 800];

/** Makes a call that named itself at most once, and gives its answer again for 24 hours, on whichever gateway. */
@Injectable()
export class Once {
  constructor(
    private readonly keys: IdempotencyKeysRepository,
    private readonly logger: ServiceLogger,
  ) {}

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

  /** What became of the call is told to whoever made it, whether or not that could be stored. */
  private async make<T>(name: CallName, work: () => Promise<Answer<T>>): Promise<Answer<T>> {
    let answer: Answer<T>;
    try {
      answer = await work();
    } catch (error) {
      const problem = refusalIn(error);
      await this.store(name, () => (problem ? this.keys.keep(name, { problem }) : this.keys.release(name)));
      throw error;
    }
    await this.store(name, () => this.keys.keep(name, { answer }));
    return answer;
  }

  /**
   * If it cannot be stored, the claim stays: nobody makes the call anew until it is taken over as after a crash, and then
   * with the same ids, so that what it did is found.
   */
  private async store({ tenantId }: CallName, store: () => Promise<void>): Promise<void> {
    for (const pause of [...STORE_AGAIN_MS, undefined]) {
      try {
        await store();
        return;
      } catch (error) {
        if (pause === undefined) {
          this.logger.warn({ tenant: tenantId }, error instanceof Error ? error : {}, 'Once');
          return;
        }
        await wait(pause);
      }
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
