import type { peoplesyncV1 } from '@people-sync/platform';
import type { FieldChangeJson } from '../plans/field-change.dto';

/** What is null is absent. */
export const changeMessages = (changes: readonly FieldChangeJson[]): peoplesyncV1.FieldChange[] =>
  changes.map((change) => ({
    field: change.field,
    oldValue: change.old ?? undefined,
    newValue: change.new ?? undefined,
  }));
