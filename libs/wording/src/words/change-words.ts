import type { FieldChange } from '@people-sync/contracts/api';
import { fieldLabel } from '../fields/field-labels';
import { statusWords } from '../fields/status-words';
import { counted, listed } from './counted';

/** A change as sentences need it. */
export type ChangedField = Omit<FieldChange, 'label'>;

/** Fields that a sentence names; the list beside it has them all. */
const NAMED = 4;

/** `team from Apprentice to Tilers, and location from Leeds to nothing`. */
export function changeWords(changes: readonly ChangedField[]): string {
  const named = changes
    .slice(0, NAMED)
    .map(
      ({ field, oldValue, newValue }) =>
        `${fieldLabel(field)} from ${words(field, oldValue)} to ${words(field, newValue)}`,
    );
  const others = changes.length - named.length;
  return listed(others > 0 ? [...named, counted(others, 'other value', 'other values')] : named);
}

function words(field: string, value: string | null): string {
  if (value === null || value === '') return 'nothing';
  return `“${field === 'status' ? statusWords(value) : value}”`;
}
