import type { Employee } from '@people-sync/contracts';
import type { SyncKey } from '../syncs/sync';

/** One employee of a snapshot, to be kept until the snapshot is proven whole. */
export interface StagedRow extends SyncKey {
  readonly attempt: number;
  readonly index: number;
  readonly employee: Employee;
  readonly digest: string;
}
