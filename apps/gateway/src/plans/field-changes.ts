import type { FieldChange } from '@people-sync/contracts/api';
import type { reconcilerV1 } from '@people-sync/platform';

/** Changes as callers see them. */
export const changesView = (changes: readonly reconcilerV1.FieldChange[]): FieldChange[] =>
  changes.map(({ field, oldValue, newValue }) => ({ field, old: oldValue ?? null, new: newValue ?? null }));
