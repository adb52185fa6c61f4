import { mappings } from '@people-sync/contracts';
import type { Person } from '@people-sync/contracts/api';
import { CSV_BOM, csvLine } from '../csv/csv-writer';

const columns = [
  ...(['personId', 'name', 'email'] as const),
  ...mappings.map(({ field }) => field),
  ...(['unit', 'status', 'orgEmployeeId', 'weThriveId'] as const),
] satisfies readonly (keyof Person)[];

/** The beginning of the file: the names of the columns, as in JSON. */
export const csvHeader = CSV_BOM + csvLine(columns);

/** People as lines of CSV; null is an empty field. */
export const csvLines = (people: readonly Person[]): string =>
  people.map((person) => csvLine(columns.map((column) => person[column]))).join('');
