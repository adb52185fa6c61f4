import type { ImportError, ImportMode, ImportOutcome } from '@people-sync/contracts/api';
import type { CompanyClient } from './company.client';
import { ApiProblem } from './problem';

/** Brings in people who are in WeThrive already. */
export class ImportsApi {
  constructor(private readonly company: CompanyClient) {}

  /** @param csv has a line of column names first. */
  csv(csv: string, mode: ImportMode): Promise<ImportOutcome> {
    return this.company.postText(`/people/import?mode=${mode}`, csv, 'text/csv');
  }
}

/** What is wrong with the list that was refused; empty if it was something else. */
export function importErrorsOf(error: unknown): ImportError[] {
  if (!(error instanceof ApiProblem)) return [];
  const errors = error.facts['errors'];
  return Array.isArray(errors) ? errors.filter(isImportError) : [];
}

function isImportError(one: unknown): one is ImportError {
  return (
    typeof one === 'object' &&
    one !== null &&
    'line' in one &&
    typeof one.line === 'number' &&
    'field' in one &&
    isTextOrNull(one.field) &&
    'label' in one &&
    isTextOrNull(one.label) &&
    'code' in one &&
    typeof one.code === 'string' &&
    'message' in one &&
    typeof one.message === 'string'
  );
}

/** null: it is about the whole line. */
const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === 'string';
