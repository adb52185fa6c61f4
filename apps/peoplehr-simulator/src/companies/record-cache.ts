import type { EmployeeRow } from './employee-row';
import { type ManagerView, type RecordEdition, recordOf } from './record';

const KEPT_BYTES = 512 * 1024 * 1024;

/** How many bytes of made records all companies together keep. What goes beyond is made anew for each answer. */
export class CacheBudget {
  constructor(private left: number = KEPT_BYTES) {}

  /** False: nothing was taken, there is no room. */
  take(bytes: number): boolean {
    if (bytes > this.left) return false;
    this.left -= bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.left += bytes;
  }
}

interface Kept {
  readonly row: EmployeeRow;
  readonly manager: EmployeeRow | undefined;
  readonly edition: RecordEdition;
  readonly bytes: Buffer;
}

/**
 * The UTF-8 of a company's records. Making one costs ten times as much as sending it, and a company of 50,000 is asked
 * for often. Rows never change in place, so a record is still right if it was made of these very rows.
 */
export class RecordCache {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly budget: CacheBudget) {}

  bytes(row: EmployeeRow, manager: EmployeeRow | undefined, edition: RecordEdition): Buffer {
    const known = this.kept.get(row.employeeId);
    if (known && known.row === row && known.manager === manager && known.edition === edition) return known.bytes;
    const bytes = Buffer.from(JSON.stringify(recordOf(row, viewOf(row, manager), edition)));
    this.forget(row.employeeId);
    if (this.budget.take(bytes.length)) this.kept.set(row.employeeId, { row, manager, edition, bytes });
    return bytes;
  }

  forget(employeeId: string): void {
    this.budget.giveBack(this.kept.get(employeeId)?.bytes.length ?? 0);
    this.kept.delete(employeeId);
  }

  clear(): void {
    for (const employeeId of [...this.kept.keys()]) this.forget(employeeId);
  }
}

/** What a record says of the manager. One who is in no row has the name, if any, that was entered beside the id. */
export function viewOf(row: EmployeeRow, manager: EmployeeRow | undefined): ManagerView {
  if (!manager) return { name: row.reportsToName, employeeId: row.reportsToEmployeeId, email: '' };
  return {
    name: `${manager.firstName} ${manager.lastName}`.trim(),
    employeeId: manager.employeeId,
    email: manager.email,
  };
}
