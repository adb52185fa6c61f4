import { Inject, Injectable, Optional } from '@nestjs/common';
import type { NewEvent } from '@people-sync/contracts';
import {
  currentTraceparent,
  entering,
  EventPublisher,
  spanContextOf,
  SYNC,
  TENANT,
  TRACER,
  type Tracer,
} from '@people-sync/messaging';
import { Pace, PeopleHrUnavailableError, ServiceLogger } from '@people-sync/platform';
import { cleanText } from '../answers/clean-text';
import { FetcherConfig } from '../fetcher.config';
import { KeyClient, type RevealedKey } from '../peoplehr/key.client';
import { PeopleHrClient } from '../peoplehr/peoplehr.client';
import { inTurns } from '../snapshots/in-turns';
import { GaveWayError, MemoryBudget, type MemoryShare } from '../snapshots/memory-budget';
import { AnswerInProgress, type Outcome } from '../snapshots/read-answer';
import type { Snapshot } from '../snapshots/snapshot-builder';
import { type Asked, inChunks, SnapshotEvents } from '../snapshots/snapshot-events';
import type { JobEnd, Job } from './job';
import { JobsRepository } from './jobs.repository';
import { isSpent, nextTry, ownPause, type RetryTerms, spent } from './next-try';

/** What the one who runs a job wants to know, and may say, meanwhile. */
export interface JobRun {
  /** Aborted when the claim is lost: nothing more is to be published. */
  readonly lost: AbortSignal;
  /** Aborted when reading is to stop; what is being published then still goes out. */
  readonly stop: AbortSignal;
  /** PeopleHR or memory is waited for, longer than others should wait for this job's place. */
  onWait(): void;
}

type Failure = Outcome & { readonly ok: false };

/** One run of a job. */
interface Attempt {
  readonly job: Job;
  readonly run: JobRun;
  readonly events: SnapshotEvents;
  /** PeopleHR has been asked. */
  hasAsked: boolean;
}

/** What a run holds of what all share. */
interface Held {
  readonly share: MemoryShare;
  readonly pace: Pace;
}

/** What the weekly look at whose key it is came to. */
type CompanyCheck = 'not-due' | 'untold' | 'same' | Failure;

/** One publish request: well below a broker's 1 MB. */
const CHUNK_BYTES = 480 * 1024;
const MAX_DETAIL = 400;
/** What PeopleHR sends at least, unpacked, when nothing is wrong: whoever is slower is not waited for by others. */
const GOOD_BYTES_PER_SECOND = 1024 * 1024;

/** Carries one claimed job from SnapshotStarted to its end. */
@Injectable()
export class JobHandler {
  private readonly budget: MemoryBudget;
  private readonly digestKey: Buffer;

  constructor(
    private readonly config: FetcherConfig,
    private readonly jobs: JobsRepository,
    private readonly keys: KeyClient,
    private readonly peopleHr: PeopleHrClient,
    private readonly publisher: EventPublisher,
    private readonly logger: ServiceLogger,
    @Optional() @Inject(TRACER) private readonly tracer?: Tracer,
  ) {
    this.budget = new MemoryBudget(config.memory);
    this.digestKey = config.digestKey;
  }

  /**
   * Reads the tenant's company and publishes what came of it. The ending is to be stored after everything was
   * published: a crash in between makes a further attempt, which consumers drop. A fault of ours (a bug, a bus that does
   * not take events) is tried again so often, and ends as `internal-error`.
   * @throws when the run was aborted; the job is then to be claimed again.
   */
  run(job: Job, run: JobRun): Promise<JobEnd> {
    const parent = spanContextOf(job.traceparent ?? undefined);
    const attributes = { [TENANT]: job.tenantId, [SYNC]: job.syncId, 'peoplesync.attempt': job.attempt };
    return entering(parent && this.tracer, 'read PeopleHR', { parent, attributes }, () => this.traced(job, run));
  }

  private async traced(job: Job, run: JobRun): Promise<JobEnd> {
    const origin = { tenantId: job.tenantId, syncId: job.syncId };
    const traceparent = currentTraceparent() ?? job.traceparent ?? undefined;
    const events = new SnapshotEvents(
      { ...origin, actor: job.actor ?? undefined, traceparent },
      { number: job.number, attempt: job.attempt, mode: job.mode },
    );
    const attempt: Attempt = { job, run, events, hasAsked: false };
    try {
      if (job.isLeftOut) return await this.fail(attempt, undefined, leftOut);
      if (isSpent(job.tries)) return await this.fail(attempt, undefined, ownFault(whySpent(job)));
      return await this.attempt(attempt);
    } catch (error) {
      if (run.lost.aborted || run.stop.aborted) throw error;
      return await this.afterOwnFault(attempt, error);
    }
  }

  private async attempt(attempt: Attempt): Promise<JobEnd> {
    const share = this.budget.share();
    const pace = new Pace({ patienceMs: this.config.PATIENCE_MS, bytesPerSecond: GOOD_BYTES_PER_SECOND }, () => {
      attempt.run.onWait();
      share.lag();
    });
    try {
      return await this.readAndTell(attempt, { share, pace });
    } finally {
      pace.stop();
      share.close();
    }
  }

  private async readAndTell(attempt: Attempt, held: Held): Promise<JobEnd> {
    const { job, run, events } = attempt;
    const [key] = await Promise.all([this.keys.reveal(job.tenantId), this.publish([events.started()], run)]);
    if (!key) return this.fail(attempt, undefined, { ok: false, reason: 'not-connected', detail: 'there is no key' });
    attempt.hasAsked = true;
    const company = await this.checkCompany(job, key, run);
    const outcome = typeof company === 'string' ? await this.readAll(job, key, held, run) : company;
    if (!outcome.ok) return await this.fail(attempt, key, outcome);
    await this.succeed(job, key, outcome.snapshot, events, run);
    return { ...claimOf(job), kind: 'done', failure: null, isCompanyChecked: company === 'same' };
  }

  /** To be tried again, or told as the end of the sync; if even that cannot be told, only telling it is tried again. */
  private async afterOwnFault(attempt: Attempt, error: unknown): Promise<JobEnd> {
    const { job, run } = attempt;
    const { tenantId, syncId, traceparent, number, attempt: of } = job;
    const about = { tenantId, syncId, traceparent, number, attempt: of };
    this.logger.error('a job was interrupted', about, error, JobHandler.name);
    try {
      return await this.fail(attempt, undefined, ownFault(error instanceof Error ? error.name : 'unknown'));
    } catch (untold) {
      if (run.lost.aborted || run.stop.aborted) throw untold;
      this.logger.error('the end of a sync cannot be told', about, untold, JobHandler.name);
      const tries = spent(job.tries);
      return { ...claimOf(job), kind: 'again', isCompanyChecked: false, tries, delayMs: ownPause(tries, this.terms) };
    }
  }

  /**
   * Weekly: a key that came to serve another company (docs/semantics.md §1) brings nobody in. If PeopleHR
   * does not say whose it is, the read goes on, and the next sync asks again.
   */
  private async checkCompany(job: Job, key: RevealedKey, run: JobRun): Promise<CompanyCheck> {
    if (!job.isCompanyCheckDue) return 'not-due';
    const answer = await this.peopleHr.companyOf(key.apiKey, AbortSignal.any([run.lost, run.stop]));
    if (!answer.ok) return 'untold';
    if (answer.company.companyId === key.companyId) return 'same';
    return { ok: false, reason: 'wrong-company', detail: 'the key belongs to another company now' };
  }

  private async readAll(job: Job, key: RevealedKey, held: Held, run: JobRun): Promise<Outcome> {
    const ended = this.peopleHr.calls('GetAllEmployeeDetail');
    const outcome = await this.read(job, key, held, run);
    ended(outcome.ok ? 'ok' : outcome.reason);
    return outcome;
  }

  private async read(job: Job, key: RevealedKey, { share, pace }: Held, run: JobRun): Promise<Outcome> {
    const terms = {
      digestKey: this.digestKey,
      erased: new Set(job.erased),
      startedAt: job.clock(),
      onGrow: (bytes: number) => share.take(bytes),
    };
    const answer = new AnswerInProgress(terms, this.config.MAX_BODY_BYTES, key.apiKey);
    const take = async (chunk: Buffer): Promise<boolean> => {
      pace.came(chunk.length);
      if (!share.mayGoOn) run.onWait();
      await share.turn();
      const goesOn = await inTurns(answer.push(chunk));
      pace.waits();
      return goesOn;
    };
    try {
      const signal = AbortSignal.any([run.lost, run.stop, share.signal]);
      const httpStatus = await this.peopleHr.readAll(key.apiKey, { take }, signal);
      const takenAt = job.clock();
      pace.stop();
      share.hasAll();
      return await inTurns(answer.end(httpStatus, takenAt));
    } catch (error) {
      if (error instanceof PeopleHrUnavailableError || error instanceof GaveWayError)
        return { ok: false, reason: 'unavailable', detail: error.message };
      throw error;
    }
  }

  private async succeed(
    job: Job,
    key: RevealedKey,
    snapshot: Snapshot,
    events: SnapshotEvents,
    run: JobRun,
  ): Promise<void> {
    const asked = { companyId: key.companyId, requestedAt: job.requestedAt };
    const isUnchanged = job.mode !== 'repair' && job.baseDigest === snapshot.digest;
    if (isUnchanged) await this.publish([events.unchanged(snapshot, asked)], run);
    else await this.publishAll(snapshot, events, asked, run);
    if (job.refusedConnection !== null) await this.keyWorks(job, key);
  }

  /** The next chunk is made while the one before is on its way. */
  private async publishAll(snapshot: Snapshot, events: SnapshotEvents, asked: Asked, run: JobRun): Promise<void> {
    let sent: Promise<void> = Promise.resolve();
    const all = function* () {
      yield* events.employees(snapshot);
      yield events.completed(snapshot, asked);
    };
    for (const chunk of inChunks(all(), CHUNK_BYTES)) {
      await sent;
      sent = this.publish(chunk, run);
    }
    await sent;
  }

  private async fail(attempt: Attempt, key: RevealedKey | undefined, failed: Failure): Promise<JobEnd> {
    const { job, run, events, hasAsked } = attempt;
    const { reason } = failed;
    const ageMs = job.clock().getTime() - job.requestedAt.getTime();
    const again = nextTry({ reason, trigger: job.trigger, tries: job.tries, ageMs, hasAsked }, this.terms);
    const { tenantId, syncId, traceparent, number, attempt: of } = job;
    const about = {
      tenantId,
      syncId,
      traceparent,
      number,
      attempt: of,
      reason,
      said: cleanText(failed.detail, MAX_DETAIL),
    };
    this.logger.warn('no snapshot', { ...about, againMs: again?.delayMs }, JobHandler.name);
    const unchecked = { ...claimOf(job), isCompanyChecked: false };
    if (again) return { ...unchecked, kind: 'again', ...again };
    run.lost.throwIfAborted();
    if (reason === 'invalid-api-key' && key !== undefined) await this.keyIsRefused(job, key);
    await this.publish([events.failed(reason, cleanText(failed.detail, MAX_DETAIL), failed.about)], run);
    return { ...unchecked, kind: 'done', failure: reason };
  }

  private get terms(): RetryTerms {
    const { RETRY_BASE_MS, THROTTLE_WAIT_MS, SCHEDULED_PATIENCE_MS } = this.config;
    return {
      retryBaseMs: RETRY_BASE_MS,
      throttleWaitMs: THROTTLE_WAIT_MS,
      scheduledPatienceMs: SCHEDULED_PATIENCE_MS,
    };
  }

  private async publish(events: readonly NewEvent[], run: JobRun): Promise<void> {
    run.lost.throwIfAborted();
    await this.publisher.publish(events, this.config.PUBLISH_PATIENCE_MS);
  }

  /** Remembered first: what was remembered without need is reported once too often, which changes nothing. */
  private async keyIsRefused(job: Job, key: RevealedKey): Promise<void> {
    await this.jobs.rememberRefusal(job.tenantId, key.connectionId);
    await this.isReported(job, key, 'invalid-api-key');
  }

  private async keyWorks(job: Job, key: RevealedKey): Promise<void> {
    if (await this.isReported(job, key, null)) await this.jobs.rememberRefusal(job.tenantId, null);
  }

  /** The sync's outcome does not wait for the vault: what it is not told now, the next sync tells it. */
  private async isReported(job: Job, key: RevealedKey, reason: 'invalid-api-key' | null): Promise<boolean> {
    try {
      await this.keys.report(job.tenantId, key.connectionId, reason);
      return true;
    } catch (error) {
      this.logger.warn('the state of a key could not be reported', { tenantId: job.tenantId }, error, JobHandler.name);
      return false;
    }
  }
}

/** Nothing was read. */
const leftOut: Failure = { ok: false, reason: 'request-left-out', detail: 'its request could not be taken' };

const ownFault = (detail: string): Failure => ({
  ok: false,
  reason: 'internal-error',
  detail: `a fault of ours: ${detail}`,
});

const whySpent = ({ tries }: Job): string =>
  tries.deaths > 0 ? 'processes ended while they read this answer' : 'it was tried often enough';

const claimOf = ({ tenantId, number, attempt }: Job) => ({ tenantId, number, attempt });
