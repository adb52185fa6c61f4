import type { CompanyClient } from './company.client';
import { ApiProblem } from './problem';

/** What an import did. */
export interface ImportResult {
  readonly imported: number;
  /** Were known already and stay as they are. */
  readonly unchanged: number;
}

/** What is wrong with one line of a list. */
export interface ImportError {
  /** Of the file, its header being line 1. */
  readonly line: number;
  readonly field: string;
  /** A stable word. */
  readonly code: string;
  /** What to mend. */
  readonly message: string;
}

/** Brings in people who are in WeThrive already. */
export class ImportsApi {
  constructor(private readonly company: CompanyClient) {}

  /** All or nothing. @param csv has a line of column names first. */
  csv(csv: string): Promise<ImportResult> {
    return this.company.postText('/people/import', csv, 'text/csv');
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
    typeof one.field === 'string' &&
    'code' in one &&
    typeof one.code === 'string' &&
    'message' in one &&
    typeof one.message === 'string'
  );
}
