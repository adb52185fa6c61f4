import type { Company } from '../companies/company';
import { type DateStyle, queryRows } from '../queries/query-rows';
import type { Answer } from './answer';
import type { Fields } from './employee-request';
import { type Envelope, noRecords, oldSuccess, refusals, refused } from './envelope';

/** GetQueryResultByQueryName: flat rows under the column titles; the query's exact name, letter by letter. */
export const queryResultByName = (company: Company, body: Fields): Answer => run(company, body, 'yyyy/MM/dd');

/** GetQueryResult: the deprecated form, whose dates are in British order. */
export const queryResult = (company: Company, body: Fields): Answer => run(company, body, 'dd/MM/yyyy');

function run(company: Company, { QueryName: name }: Fields, dates: DateStyle): Answer {
  if (typeof name !== 'string' || name === '') return refusals.queryNameMissing;
  const query = company.queries.get(name);
  if (!query) return refusals.queryNameInvalid;
  const rows = queryRows(company, query, dates);
  return rows.length === 0 ? noRecords : oldSuccess(rows);
}

const BUSY = 'Please try after some time, query execution is already in progress';

/** What a query gets while another one runs: it looked like one row of data in 2018, and was to become an error. */
export const queryBusy = (asError: boolean): Envelope => (asError ? refused(5, BUSY) : oldSuccess([{ Message: BUSY }]));
