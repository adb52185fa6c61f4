import { audiences, type ColumnField, columnFields, type SavedQuery } from '../queries/saved-query';
import { companyOf } from './company-of';
import { ControlError, fieldsOf, type Input, only, required, wordIn } from './input';
import type { ControlCall, Reply, Route } from './route';

const MAX_COLUMNS = 50;

/** What an administrator of PeopleHR does in the Query Builder, which is not told to those who use a query. */
export const queryRoutes: readonly Route[] = [
  ['GET', '/companies/:id/queries', (call) => [200, { queries: companyOf(call).queries.all().map(told) }]],
  ['PUT', '/companies/:id/queries/:name', put],
  ['DELETE', '/companies/:id/queries/:name', remove],
];

const told = ([name, { who, columns }]: [string, SavedQuery]) => ({
  name,
  who,
  columns: Object.fromEntries(columns),
});

function put(call: ControlCall): Reply {
  const { queries } = companyOf(call);
  only(call.input, 'who', 'columns');
  const name = call.part('name');
  const query = { who: wordIn(call.input, 'who', audiences) ?? 'current', columns: columnsIn(call.input) };
  queries.put(name, query);
  return [200, told([name, query])];
}

function remove(call: ControlCall): Reply {
  const name = call.part('name');
  if (!companyOf(call).queries.remove(name)) throw new ControlError(404, `there is no query ${name}`);
  return [200, {}];
}

/** Title by title, which of the fields it shows. */
function columnsIn(input: Input): Map<string, ColumnField> {
  const given = fieldsOf(input['columns'], 'columns');
  const titles = Object.keys(given);
  if (titles.length === 0 || titles.length > MAX_COLUMNS)
    throw new ControlError(400, `columns must have 1 to ${MAX_COLUMNS} titles`);
  return new Map(titles.map((title) => [title, required(wordIn(given, title, columnFields), title)]));
}
