import { type SyncStatus, syncSteps } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { noCounts } from '@people-sync/contracts';
import { afterCommit, Meters, metrics, ServiceLogger } from '@people-sync/platform';
import { sentencesByReason } from '@people-sync/wording';
import type { EntityManager } from 'typeorm';
import { isFinal, type SyncState } from './sync-state';
import { type LeftStep, syncEndings } from './sync-steps';

/** A sync that moved. */
export interface Move {
  readonly before: SyncState;
  readonly after: SyncState;
  readonly left: readonly LeftStep[];
  /** W3C's, of what moved it. */
  readonly traceparent?: string | undefined;
}

/** Of an ending that has none. */
const NO_REASON = 'none';
/** The reasons that are none of a failure. */
const mildReasons: Partial<Record<SyncStatus, readonly string[]>> = {
  completed: ['leavers-only'],
  'completed-with-problems': ['leavers-only'],
  rejected: ['not-now'],
  cancelled: ['disconnected'],
};

/** What an ending is counted as; what nobody knows is `other`, so that no text from elsewhere becomes a label. */
const reasonOf = (reason: string | null): string => {
  if (reason === null) return NO_REASON;
  return knownReasons.has(reason) ? reason : 'other';
};
const knownReasons = new Set([...Object.keys(sentencesByReason), ...Object.values(mildReasons).flat()]);

/**
 * Says what syncs came to, once it is committed: numbers of their steps and ends, and of each that is over one line. A
 * process that dies between the commit and the line leaves none; the sync itself is in `GET …/syncs`.
 */
@Injectable()
export class SyncJournal {
  private readonly ends;
  private readonly seconds;
  private readonly steps;

  constructor(
    meters: Meters,
    private readonly logger: ServiceLogger,
  ) {
    const known = syncEndings.flatMap((outcome) => {
      const reasons = outcome === 'failed' ? Object.keys(sentencesByReason) : (mildReasons[outcome] ?? []);
      return [NO_REASON, ...reasons].map((reason) => ({ outcome, reason }));
    });
    this.ends = meters.counter(metrics.syncs, known);
    this.seconds = meters.histogram(
      metrics.syncSeconds,
      syncEndings.map((outcome) => ({ outcome })),
    );
    this.steps = meters.histogram(
      metrics.syncStepSeconds,
      syncSteps.map((step) => ({ step })),
    );
  }

  /** Of syncs that this transaction stores; call it when nothing that may fail comes behind. */
  note(tx: EntityManager, moves: readonly Move[]): void {
    if (moves.length > 0) afterCommit(tx, () => moves.forEach((move) => this.tell(move)));
  }

  private tell({ before, after, left, traceparent }: Move): void {
    for (const { step, seconds } of left) this.steps.observe({ step }, seconds);
    if (!isFinal(after.status) || isFinal(before.status)) return;
    const { status: outcome, reason } = after;
    const seconds = Math.max(0, after.statusSince.getTime() - after.requestedAt.getTime()) / 1000;
    this.ends.inc({ outcome, reason: reasonOf(reason) });
    this.seconds.observe({ outcome }, seconds);
    const line = {
      tenant: after.tenantId,
      sync: after.id,
      trace: traceparent?.split('-')[1],
      number: after.number,
      mode: after.mode,
      trigger: after.trigger,
      outcome,
      reason: reason ?? undefined,
      step: before.approving ? 'approving' : before.status,
      seconds,
      counts: { ...noCounts, ...after.counts },
      problems: after.problems,
    };
    if (outcome === 'failed') this.logger.warn('a sync failed', line, SyncJournal.name);
    else this.logger.log('a sync ended', line, SyncJournal.name);
  }
}
