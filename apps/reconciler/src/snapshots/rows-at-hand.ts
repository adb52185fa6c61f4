import type { Employee } from '@people-sync/contracts';
import type { PlannedItem } from '../judging/planned-item';
import { keyOf } from '../syncs/sync';
import type { StagedRow } from './staged-row';

/**
 * The rows of the batch that is being handled. A small company's whole snapshot comes in one batch, so that its
 * employees need not be read back from staging.
 */
export class RowsAtHand {
  private readonly rows: ReadonlyMap<string, StagedRow>;

  constructor(rows: readonly StagedRow[]) {
    this.rows = new Map(rows.map((row) => [placeOf(row, row.attempt, row.index), row]));
  }

  /** The item's employee as received; undefined if the row came earlier. */
  employeeOf({ judging, verdict, idx }: PlannedItem): Employee | undefined {
    const row = this.rows.get(placeOf(judging, judging.attempt, idx));
    // The same place may have come before with another content: what is staged decides.
    return row && row.digest === verdict.row?.digest ? row.employee : undefined;
  }
}

const placeOf = (sync: { tenantId: string; number: number }, attempt: number, index: number): string =>
  `${keyOf(sync)}/${attempt}/${index}`;
