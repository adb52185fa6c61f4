import { cutText, MAX_IMPORTED } from '@people-sync/contracts';
import type { ImportMode } from '@people-sync/contracts/api';
import { type BodyLimits, type ReadBody, refusal, smallJson } from '@people-sync/platform';
import { csvText, NoTextError } from '../csv/csv-text';
import { csvPeople } from './csv-people';
import { invalidPeople, type LineText } from './import-errors';
import { IMPORTS_AT_ONCE } from './imports';
import { fileList, type PeopleList, peopleList } from './people-list';

/** Ten thousand people with long names, and a minute for a slow line. */
export const IMPORT_LIMITS: BodyLimits = {
  bytes: 8_388_608,
  ms: 60_000,
  types: ['application/json', 'text/csv'],
  json: { ...smallJson, depth: 4, items: MAX_IMPORTED, values: 20 * MAX_IMPORTED },
  atOnce: IMPORTS_AT_ONCE,
};

/**
 * The people in a body, JSON or CSV; of a preview also what stands in each line of the file.
 * @throws ProblemException 400 `invalid-request`; 422 `invalid-people` for a file of which nobody can be read.
 */
export async function importBody({ content }: ReadBody, mode: ImportMode): Promise<PeopleList> {
  if (!Buffer.isBuffer(content)) return peopleList(isRecord(content) ? content : {});
  const text = textOf(content);
  const found = await csvPeople(text);
  const lines = mode === 'preview' ? linesOf(text) : undefined;
  if ('errors' in found) throw invalidPeople(found.errors, 'Line', found.errors.length, lines);
  const list = fileList(found.people, found.lines, found.refused, found.columns);
  return lines ? { ...list, textOf: lines } : list;
}

/** Of a line so much is told that it is found. */
const LONGEST_LINE = 200;

/** The lines of a file as errors count them, from 1. */
function linesOf(text: string): LineText {
  const lines = text.split('\n');
  return (line) => cutText(lines[line - 1] ?? '', LONGEST_LINE);
}

function textOf(bytes: Buffer): string {
  try {
    return csvText(bytes);
  } catch (error) {
    if (!(error instanceof NoTextError)) throw error;
    const detail = 'The file is neither in UTF-8 nor in UTF-16. Save it as CSV UTF-8, then import it again.';
    throw refusal('invalid-request', detail, {}, { cause: error });
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
