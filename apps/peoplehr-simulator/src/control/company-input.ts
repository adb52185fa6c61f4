import { Company } from '../companies/company';
import type { Directory } from '../companies/directory';
import { makeCompany } from '../companies/made-company';
import { FEWEST_TILE_MAKERS, MOST_TILE_MAKERS, tileMaker } from '../companies/tile-maker';
import { checkRoom } from './company-of';
import { ControlError, type Input, rowsIn, seedIn, textIn, wholeIn, wordIn } from './input';

const MAX_EMPLOYEES = 200_000;

/** The company that a request describes: given rows, a made one of any size, or one to be shown to somebody. */
export function companyIn(directory: Directory, input: Input, id: number): Company {
  const name = textIn(input, 'name') ?? `Company ${id}`;
  const kind = wordIn(input, 'kind', ['plain', 'tile-maker'] as const) ?? 'plain';
  if (input['rows'] !== undefined) return withRows(directory, input, id, name);
  const isShown = kind === 'tile-maker';
  const employees = isShown
    ? (wholeIn(input, 'employees', FEWEST_TILE_MAKERS, MOST_TILE_MAKERS) ?? FEWEST_TILE_MAKERS)
    : (wholeIn(input, 'employees', 0, MAX_EMPLOYEES) ?? 0);
  checkRoom(directory, employees);
  const made = { id, name, employees, seed: seedIn(input) ?? id, budget: directory.budget };
  return isShown ? tileMaker(made) : makeCompany(made);
}

function withRows(directory: Directory, input: Input, id: number, name: string): Company {
  if (input['employees'] !== undefined || input['kind'] !== undefined)
    throw new ControlError(400, 'a company takes rows or employees, not both');
  const rows = rowsIn(input, MAX_EMPLOYEES);
  checkRoom(directory, rows.length);
  return new Company(id, name, () => rows, directory.budget);
}
