/** People in one import at most. */
export const MAX_IMPORTED = 10_000;

/** The most characters of each text of somebody who is imported. */
export const importedPersonLimits = {
  weThriveId: 254,
  orgEmployeeId: 254,
  email: 512,
  name: 512,
  team: 254,
  location: 254,
  department: 254,
  manager: 512,
  unit: 254,
} as const;

/** What can be wrong with the form of one person; what their values mean together is the reconciler's to judge. */
export interface ImportedPersonFault {
  /** Empty if it is the whole person. */
  readonly field: string;
  readonly code: 'no-person' | 'unknown-field' | 'not-text' | 'too-long' | 'unknown-status';
}

const limits = new Map<string, number>(Object.entries(importedPersonLimits));

/** `active` also when it is blank or not given. */
const statuses: readonly unknown[] = ['active', 'inactive', '', null, undefined];

/**
 * What is wrong with the form of a person to be imported: nothing is, if this is empty. Written without a library that
 * would take a second for ten thousand people, in one turn.
 */
export function importedPersonFaults(item: unknown): ImportedPersonFault[] {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return [{ field: '', code: 'no-person' }];
  const faults: ImportedPersonFault[] = [];
  for (const [field, value] of Object.entries(item)) {
    const limit = limits.get(field);
    if (field === 'status') {
      if (!statuses.includes(value)) faults.push({ field, code: 'unknown-status' });
    } else if (limit === undefined) faults.push({ field, code: 'unknown-field' });
    else if (typeof value === 'string') {
      if (value.length > limit) faults.push({ field, code: 'too-long' });
    } else if (value !== null && value !== undefined) faults.push({ field, code: 'not-text' });
  }
  return faults;
}
