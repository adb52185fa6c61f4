import type { EmployeeField, FailureReason } from '@people-sync/contracts';
import { AnswerReader, classifyEnvelope, OversizedError } from '@people-sync/platform';
import { wireNames } from '../answers/employee-fields';
import { type Snapshot, SnapshotBuilder, type SnapshotTerms } from './snapshot-builder';

/**
 * What an answer came to: a proven snapshot, or why there is none. `detail` is for support and names nobody; `about` is the
 * EmployeeId of whoever it is about, for the administrator alone.
 */
export type Outcome =
  | { readonly ok: true; readonly snapshot: Snapshot }
  | { readonly ok: false; readonly reason: FailureReason; readonly detail: string; readonly about?: string };

/** The bytes of one answer on their way to an outcome (docs/semantics.md §1). */
export class AnswerInProgress {
  private readonly builder: SnapshotBuilder;
  private readonly reader: AnswerReader<EmployeeField>;

  /** @param apiKey what was asked with: it is in no detail */
  constructor(
    terms: SnapshotTerms,
    maxBodyBytes: number,
    private readonly apiKey: string,
  ) {
    this.builder = new SnapshotBuilder(terms);
    this.reader = new AnswerReader(this.builder, { result: 'array', wireNames, maxBodyBytes });
  }

  /** False: reading on is pointless. */
  push(chunk: Buffer): boolean {
    return this.reader.push(chunk);
  }

  /** The outcome, once there are no more bytes. Only a complete and good answer has a snapshot. */
  end(httpStatus: number, takenAt: Date): Outcome {
    let head;
    try {
      head = this.reader.end(httpStatus);
    } catch (error) {
      if (!(error instanceof OversizedError)) throw error;
      return { ok: false, reason: 'unexpected-answer', detail: error.message };
    }
    const verdict = classifyEnvelope(head, 'array', this.apiKey);
    if (!verdict.ok) return { ok: false, reason: verdict.reason, detail: verdict.said };
    const { defect } = this.builder;
    if (defect !== undefined) return { ok: false, ...defect };
    return { ok: true, snapshot: this.builder.finish(takenAt) };
  }
}
