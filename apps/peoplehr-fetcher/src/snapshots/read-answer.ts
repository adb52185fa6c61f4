import type { EmployeeField, FailureReason } from '@people-sync/contracts';
import { AnswerReader, classifyEnvelope, OversizedError } from '@people-sync/platform';
import { wireNames } from '../answers/employee-fields';
import { TooLargeError } from './memory-budget';
import { type Snapshot, SnapshotBuilder, type SnapshotTerms } from './snapshot-builder';

/**
 * What an answer came to: a proven snapshot, or why there is none. `detail` is for support and names nobody; `about` is the
 * EmployeeId of whoever it is about, for the administrator alone.
 */
export type Outcome =
  | { readonly ok: true; readonly snapshot: Snapshot }
  | { readonly ok: false; readonly reason: FailureReason; readonly detail: string; readonly about?: string };

/** One turn reads so much, whichever is reached first: what a real company has in a chunk, or some milliseconds of tiny rows. */
export const ROWS_A_TURN = 100;
export const BYTES_A_TURN = 32 * 1024;
/** Read at once; it has no more than so many rows of a few bytes. */
const STEP_BYTES = 1024;

/** The bytes of one answer on their way to an outcome (docs/semantics.md §1). */
export class AnswerInProgress {
  private readonly builder: SnapshotBuilder;
  private readonly reader: AnswerReader<EmployeeField>;
  private tooLarge: TooLargeError | undefined;
  private turnRows = 0;
  private turnBytes = 0;

  /**
   * @param apiKey what was asked with: it is in no detail
   * @throws TooLargeError
   */
  constructor(
    terms: SnapshotTerms,
    maxBodyBytes: number,
    private readonly apiKey: string,
  ) {
    this.builder = new SnapshotBuilder(terms);
    this.reader = new AnswerReader(this.builder, { result: 'array', wireNames, maxBodyBytes });
  }

  /** Takes the next bytes; yields where others should have a turn. Returns false: reading on is pointless. */
  *push(chunk: Buffer): Generator<void, boolean> {
    for (let at = 0; at < chunk.length; at += STEP_BYTES) {
      const step = chunk.subarray(at, at + STEP_BYTES);
      if (!this.isTaken(() => this.reader.push(step))) return false;
      this.turnBytes += step.length;
      if (this.builder.rowsRead - this.turnRows < ROWS_A_TURN && this.turnBytes < BYTES_A_TURN) continue;
      this.turnRows = this.builder.rowsRead;
      this.turnBytes = 0;
      yield;
    }
    return true;
  }

  /**
   * The outcome, once there are no more bytes; yields where others should have a turn. Only a complete and good answer
   * has a snapshot.
   */
  *end(httpStatus: number, takenAt: Date): Generator<void, Outcome> {
    let head;
    try {
      head = this.reader.end(httpStatus);
    } catch (error) {
      if (!(error instanceof OversizedError)) throw error;
      return { ok: false, reason: 'unexpected-answer', detail: error.message };
    }
    if (!this.tooLarge) {
      const verdict = classifyEnvelope(head, 'array', this.apiKey);
      if (!verdict.ok) return { ok: false, reason: verdict.reason, detail: verdict.said };
      const { defect } = this.builder;
      if (defect !== undefined) return { ok: false, ...defect };
      const leavers = this.builder.settleLeavers(takenAt);
      while (this.isTaken(() => !leavers.next().done)) yield;
    }
    if (this.tooLarge) return { ok: false, reason: 'answer-too-large', detail: this.tooLarge.message };
    return { ok: true, snapshot: this.builder.finish(takenAt) };
  }

  /** What `take` says; false if the answer is too large. */
  private isTaken(take: () => boolean): boolean {
    if (this.tooLarge) return false;
    try {
      return take();
    } catch (error) {
      if (!(error instanceof TooLargeError)) throw error;
      this.tooLarge = error;
      return false;
    }
  }
}
