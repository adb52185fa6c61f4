import type { Problem } from '@people-sync/contracts/api';
import { causeTitle } from '@people-sync/wording';
import { CSV_BOM, csvLine } from '../csv/csv-writer';

const columns = ['problem', 'name', 'employeeId', 'whatToDo', 'received', 'other', 'people', 'since', 'state'];

/** The beginning of the file. */
export const problemCsvHeader = CSV_BOM + csvLine(columns);

/** One line per problem. */
export const problemCsvLines = (problems: readonly Problem[]): string =>
  problems
    .map((one) =>
      csvLine([
        causeTitle(one.code),
        one.name,
        one.employeeId,
        one.message,
        one.received,
        one.other,
        one.affected,
        one.openedAt,
        one.closedAt !== null ? 'settled' : one.setAsideAt !== null ? 'set aside' : 'open',
      ]),
    )
    .join('');
