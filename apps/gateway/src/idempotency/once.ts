import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AtOnce, beingUpgraded, GrpcError, ProblemException, refusal, ServiceLogger } from '@people-sync/platform';
import { isReason, reasons } from '@people-sync/contracts/api';
import { Answer, type StoredProblem } from './answer';
import { type CallName, IdempotencyKeysRepository } from './idempotency-keys.repository';

/** A changing call that named itself. */
export interface ChangingCall {
  /** Empty if it is about no one tenant. */
  readonly tenantId: string;
  /** The token's subject. */
  readonly subject: string;
  /** What the caller named it. */
  readonly key: string;
  /** Operation and input: what makes two requests the same one. */
  readonly request: readonly unknown[];
}

/** How long a duplicate waits for the first call's answer. */
const PATIENCE_MS = 15_000;
/** Calls of one company that wait for a first call's answer: of whatever is asked, over both doors together. */
const WAITING_AT_ONCE = 32;
/** Pauses before storing an answer is tried again. */
const STORE_AGAIN_MS = [50, 200, 800];

/** Makes a call that named itself at most once, and gives its answer again for 24 hours, on whichever gateway. */
@Injectable()
export class Once {
  private readonly waiting = new AtOnce();

  constructor(
    private readonly keys: IdempotencyKeysRepository,
    private readonly logger: ServiceLogger,
  ) {}

  /**
   * @param work gets when the call was first made, the same after a crash: ids derived from it name the same thing.
   * @throws ProblemException 422 `idempotency-key-reused` for another request with the same key; 409
   * `request-in-progress` if the first call takes too long; 429 `too-many-requests` if too many wait for it.
   */
  async run<T>(call: ChangingCall, work: (firstMade: Date) => Promise<Answer<T>>): Promise<Answer<T>> {
    const { tenantId, subject, key } = call;
    const request = createHash('sha256').update(JSON.stringify(call.request)).digest('hex');
    const attempt = () => this.attempt({ tenantId, subject, key }, request, work);
    const answer = await attempt();
    return answer ?? this.waiting.run(tenantId, WAITING_AT_ONCE, () => whenThereIsOne(attempt));
  }

  /** Makes the call, or gives the answer that it had; undefined while somebody else is at work on it. */
  private async attempt<T>(
    name: CallName,
    request: string,
    work: (firstMade: Date) => Promise<Answer<T>>,
  ): Promise<Answer<T> | undefined> {
    const firstMade = await this.keys.claim(name, request);
    if (firstMade) return this.make(name, () => work(firstMade));
    const earlier = await this.keys.earlier<T>(name);
    if (earlier && earlier.request !== request) throw reused();
    if (!earlier?.answer) return undefined;
    if ('answer' in earlier.answer) {
      const { body, status, location } = earlier.answer.answer;
      return new Answer(body, status, location);
    }
    const { slug, detail, extra } = earlier.answer.problem;
    // A newer version keeps answers here too, and knows more reasons.
    throw isReason(slug) ? new ProblemException(slug, detail, extra) : beingUpgraded();
  }

  /**
   * What became of the call is told to whoever made it, whether or not that could be stored. A refusal is kept like an
   * answer: it may have begun something (a new check). But where it asks for a step first, the name is free for the same
   * call after that, and after input that could not be used for what was meant.
   */
  private async make<T>(name: CallName, work: () => Promise<Answer<T>>): Promise<Answer<T>> {
    let answer: Answer<T>;
    try {
      answer = await work();
    } catch (error) {
      const problem = refusalIn(error);
      await this.store(name, () =>
        !problem
          ? this.keys.release(name)
          : isNoCall(problem)
            ? this.keys.forget(name)
            : this.keys.keep(name, { problem }),
      );
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

async function whenThereIsOne<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let pause = 20; Date.now() < deadline; pause = Math.min(pause * 2, 500)) {
    await wait(pause);
    const answer = await attempt();
    if (answer !== undefined) return answer;
  }
  throw inProgress();
}

/** A refusal that would be the same again; undefined for what may pass: an outage, a limit, a bug. */
function refusalIn(error: unknown): StoredProblem | undefined {
  const problem =
    error instanceof GrpcError && error.reason !== ''
      ? { status: reasons[error.reason].status, slug: error.reason, detail: error.message, extra: error.said }
      : error instanceof ProblemException
        ? { status: error.status, slug: error.reason, detail: error.detail, extra: error.said }
        : undefined;
  return problem && problem.status < 500 && problem.status !== 429 ? problem : undefined;
}

/** The same call, or another under its name, is still to come. */
const isNoCall = ({ status, slug }: StoredProblem): boolean =>
  status === 400 || (isReason(slug) && reasons[slug].retry === 'after-a-step');

const reused = (): ProblemException =>
  refusal(
    'idempotency-key-reused',
    'This Idempotency-Key was used for another request: take a new key for a new request.',
  );

const inProgress = (): ProblemException =>
  refusal(
    'request-in-progress',
    'The same request is still being worked on: send it again in a moment.',
    {},
    { headers: { 'retry-after': '2' } },
  );
