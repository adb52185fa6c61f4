import {
  type Employee,
  EmployeeSnapshot,
  type FailureReason,
  newEvent,
  type NewEvent,
  newId,
  type Origin,
  SnapshotCompleted,
  SnapshotFailed,
  SnapshotStarted,
  SnapshotUnchanged,
  type SyncMode,
} from '@people-sync/contracts';
import type { Snapshot } from './snapshot-builder';

/** Where the fetcher's events come from. */
export const SOURCE = '/peoplesync/peoplehr-fetcher';

/** What every event of one attempt carries. */
export interface SnapshotHeader {
  readonly number: number;
  readonly attempt: number;
  readonly mode: SyncMode;
}

/** Of whom an answer was asked for, and when. */
export interface Asked {
  readonly companyId: string;
  /** By the database's clock, as the answer's own time. */
  readonly requestedAt: Date;
}

const NOBODY: Employee = {
  employeeId: '',
  uniqueKey: null,
  email: null,
  firstName: null,
  lastName: null,
  jobRole: null,
  location: null,
  department: null,
  reportsTo: null,
  reportsToEmployeeId: null,
  reportsToEmail: null,
  company: null,
  employmentType: null,
  status: null,
  startDate: null,
  leavingDate: null,
};

/** The events of one attempt. */
export class SnapshotEvents {
  private readonly origin: Origin;

  constructor(
    origin: Omit<Origin, 'source'>,
    private readonly header: SnapshotHeader,
  ) {
    this.origin = { ...origin, source: SOURCE };
  }

  started(): NewEvent {
    return newEvent(SnapshotStarted, this.origin, this.header);
  }

  /** @param about the EmployeeId of whoever it is about */
  failed(reason: FailureReason, detail: string | null, about?: string): NewEvent {
    const whom = about === undefined ? {} : { about };
    return newEvent(SnapshotFailed, this.origin, { ...this.header, reason, detail, ...whom });
  }

  unchanged(snapshot: Snapshot, asked: Asked): NewEvent {
    return newEvent(SnapshotUnchanged, this.origin, this.answer(snapshot, asked));
  }

  completed(snapshot: Snapshot, asked: Asked): NewEvent {
    return newEvent(SnapshotCompleted, this.origin, this.answer(snapshot, asked));
  }

  /**
   * One event per row, in the rows' order. Rows are canonical JSON already, so one event is made and checked as a
   * pattern, and the rows are put into it as text: four times as fast as parsing, checking and writing each.
   */
  *employees({ rows, digests }: Snapshot): Generator<NewEvent> {
    const pattern = newEvent(EmployeeSnapshot, this.origin, {
      ...this.header,
      index: 0,
      employee: NOBODY,
      digest: '0'.repeat(64),
    });
    // Before the id there are only constants; behind `"index":` only what is replaced.
    const idAt = pattern.json.indexOf(pattern.id);
    const dataAt = pattern.json.lastIndexOf('"index":') + '"index":'.length;
    const head = pattern.json.slice(0, idAt);
    const middle = pattern.json.slice(idAt + pattern.id.length, dataAt);
    for (let index = 0; index < rows.length; index++) {
      const id = newId();
      const data = `${index},"employee":${rows.text(index)},"digest":"${digests[index] ?? ''}"}}`;
      yield { ...pattern, id, json: head + id + middle + data };
    }
  }

  private answer({ rows, digest, takenAt, fieldsPresent, statusCounts }: Snapshot, asked: Asked) {
    return {
      ...this.header,
      count: rows.length,
      digest,
      takenAt: takenAt.toISOString(),
      requestedAt: asked.requestedAt.toISOString(),
      companyId: asked.companyId,
      fieldsPresent: [...fieldsPresent],
      statusCounts: { ...statusCounts },
    };
  }
}

/** Cuts a stream of events into lists of at most `maxBytes` (one larger event comes alone). */
export function* inChunks(events: Iterable<NewEvent>, maxBytes: number): Generator<NewEvent[]> {
  let chunk: NewEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.json);
    if (chunk.length > 0 && bytes + size > maxBytes) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(event);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}
