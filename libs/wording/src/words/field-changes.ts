import { personFieldOf } from '@people-sync/contracts';
import type { FieldChange } from '@people-sync/contracts/api';
import { fieldTitle } from '../fields/field-labels';

/** A change as the reconciler tells it: by PeopleHR's name of the field; what is blank is absent. */
export interface ToldChange {
  readonly field: string;
  readonly oldValue?: string | undefined;
  readonly newValue?: string | undefined;
}

/** Changes as callers see them: by the names that the fields have in the People table. */
export const changesView = (changes: readonly ToldChange[]): FieldChange[] =>
  changes.map(({ field, oldValue, newValue }) => ({
    field: personFieldOf(field),
    label: fieldTitle(field),
    oldValue: oldValue ?? null,
    newValue: newValue ?? null,
  }));
