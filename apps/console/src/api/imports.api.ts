import type { CompanyClient } from './company.client';
import { ApiProblem } from './problem';

/** `all`: everybody, or nobody if one line is wrong; `good`: those whose lines are right; `preview`: nobody yet. */
export type ImportMode = 'all' | 'good' | 'preview';

/** What is wrong with one line of a list. */
export interface ImportError {
  /** Of the file, its first line being line 1. */
  readonly line: number;
  readonly field: string;
  /** A stable word. */
  readonly code: string;
  /** What to mend. */
  readonly message: string;
}

/** Somebody of a list who is in WeThrive already. */
export interface KnownLine {
  readonly line: number;
  readonly message: string;
}

/** Somebody of a list, as far as the list says. */
export type ListedPerson = Readonly<Partial<Record<string, string | null>>>;

/** How a file was understood. */
export interface UnderstoodFile {
  /** `field` is null if the column is not used. */
  readonly columns: readonly { readonly name: string; readonly field: string | null }[];
  readonly first: readonly ListedPerson[];
}

/** What an import did, or would do. */
export interface ImportOutcome {
  readonly imported: number;
  /** In WeThrive already; they stay as they are. */
  readonly unchanged: number;
  /** Lines that cannot be imported. */
  readonly refused: number;
  /** The first hundred. */
  readonly errors: readonly ImportError[];
  readonly moreErrors: number;
  /** The first hundred of those who are unchanged. */
  readonly known: readonly KnownLine[];
  readonly moreKnown: number;
  /** Of a preview. */
  readonly file?: UnderstoodFile;
}

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
    typeof one.field === 'string' &&
    'code' in one &&
    typeof one.code === 'string' &&
    'message' in one &&
    typeof one.message === 'string'
  );
}
