import {
  type DataOf,
  type Employee,
  employeeFields,
  joinPersonal,
  type SnapshotCompleted,
} from '@people-sync/contracts';
import type { RecordedRow, RecordedSnapshot } from '@people-sync/reconciliation';
import type { AddedRow, SnapshotRows } from '../record/entry';
import { readPart } from '../sealing/content';
import type { Opened } from '../sealing/sealing';
import { RecordFaultError } from './opened-entry';

/** A row of an answer. `row` is null once its employee is erased; `isWhole` is false if a part of it is. */
interface KeptRow {
  readonly row: RecordedRow | null;
  readonly isWhole: boolean;
}

/**
 * PeopleHR's answers as their entries tell them: of each the difference to the one before, so that what is held is one
 * company, however many nights there were. An answer waits here for the plan that was made of it.
 */
export class Answers {
  /** Of the newest whole answer, by digest. */
  private rows = new Map<string, KeptRow>();
  private newest: number | null = null;
  /** By sync and moment. */
  private readonly waiting = new Map<string, RecordedSnapshot>();

  /** The hashes of what the rows of this entry say about people. */
  static hashesOf(rows: SnapshotRows | undefined): string[] {
    return rows?.kind === 'whole' ? rows.added.flatMap(([, ...parts]) => parts) : [];
  }

  /**
   * An answer whose rows are in its entry.
   * @throws RecordFaultError if they do not follow those before, or something of them cannot be opened
   */
  completed(
    index: number,
    syncId: string,
    answer: DataOf<typeof SnapshotCompleted>,
    rows: SnapshotRows,
    opened: Opened,
  ): void {
    // Not the rows came that it says it has: no plan was made of it.
    if (rows.kind !== 'whole') return;
    if (rows.since !== this.newest)
      throw new RecordFaultError('record-altered', index, "PeopleHR's answer does not follow the one before it.");
    for (const digest of rows.removed)
      if (!this.rows.delete(digest))
        throw new RecordFaultError('record-altered', index, "PeopleHR's answer takes out a row that was not there.");
    for (const added of rows.added) this.rows.set(added[0], openRow(index, added, opened));
    this.newest = index;
    const all = [...this.rows.values()];
    this.keep(syncId, {
      answer,
      rows: all.flatMap(({ row }) => row ?? []),
      erased: all.filter(({ isWhole }) => !isWhole).length,
    });
  }

  /** An answer that was equal to the base, and came without its rows. */
  unchanged(syncId: string, answer: DataOf<typeof SnapshotCompleted>): void {
    const erased = [...this.rows.values()].filter(({ isWhole }) => !isWhole).length;
    this.keep(syncId, { answer, rows: null, erased });
  }

  /** The answer of a plan; undefined if it has not come so far. What is older is not asked for any more. */
  of(syncId: string, takenAt: string): RecordedSnapshot | undefined {
    const found = this.waiting.get(keyOf(syncId, takenAt));
    if (found)
      for (const [key, { answer }] of this.waiting) if (answer.number <= found.answer.number) this.waiting.delete(key);
    return found;
  }

  private keep(syncId: string, snapshot: RecordedSnapshot): void {
    const key = keyOf(syncId, snapshot.answer.takenAt);
    // The first one that is complete settles the sync.
    if (!this.waiting.has(key)) this.waiting.set(key, snapshot);
  }
}

const keyOf = (syncId: string, takenAt: string): string => `${syncId} ${takenAt}`;

const nothing = Object.fromEntries(employeeFields.map((field) => [field, null]));

function openRow(index: number, [digest, ...hashes]: AddedRow, { contents, erased }: Opened): KeptRow {
  if (hashes.some((hash) => !contents.has(hash) && !erased.has(hash)))
    throw new RecordFaultError(
      'key-missing',
      index,
      "A row of PeopleHR's answer cannot be opened, and nobody erased it.",
    );
  const parts = hashes.flatMap((hash) => contents.get(hash) ?? []).map(readPart);
  const employee = employeeIn(joinPersonal({ employee: nothing }, parts));
  return { row: employee && { employee, digest }, isWhole: parts.length === hashes.length };
}

/** Null once who it is about is erased. */
function employeeIn(data: unknown): Employee | null {
  if (typeof data !== 'object' || data === null || !('employee' in data)) return null;
  return isEmployee(data.employee) ? data.employee : null;
}

const isEmployee = (value: unknown): value is Employee =>
  typeof value === 'object' && value !== null && 'employeeId' in value && typeof value.employeeId === 'string';
