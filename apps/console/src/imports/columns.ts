import { rowsOf, type Row } from './csv';

/** What the server takes from a list, by the column's name without case, spaces and signs. */
const fieldOf: Readonly<Record<string, string>> = {
  wethriveid: 'WeThrive record ID',
  wethriverecordid: 'WeThrive record ID',
  orgemployeeid: 'Employee ID',
  email: 'Email',
  emailaddress: 'Email',
  name: 'Name',
  team: 'Team',
  location: 'Location',
  department: 'Department',
  manager: 'Manager',
  unit: 'Unit',
  status: 'Status',
  active: 'Status',
};

/** A column of the list, and what becomes of it. */
export interface Column {
  /** As it stands in the header. */
  readonly header: string;
  /** What it becomes in WeThrive; null: it is not used. */
  readonly field: string | null;
}

/** `Org employee ID (optional)` is `orgemployeeid`. */
const folded = (header: string): string =>
  header
    .toLowerCase()
    .replaceAll(/\([^()]*\)/g, '')
    .replaceAll(/[^a-z0-9]/g, '');

/** What a list looks like before it is sent. */
export interface Preview {
  readonly columns: readonly Column[];
  /** The first people. */
  readonly first: readonly Row[];
  readonly people: number;
  /** Why it cannot be imported, in words; null: nothing is seen yet that is wrong with it. */
  readonly lack: string | null;
}

const FIRST = 5;

/** The columns, the first people, and what the list lacks; undefined if there is no list yet. */
export function previewOf(text: string): Preview | undefined {
  const [header, ...people] = rowsOf(text);
  if (!header) return undefined;
  const columns = header.cells.map((name) => ({ header: name, field: fieldOf[folded(name)] ?? null }));
  return { columns, first: people.slice(0, FIRST), people: people.length, lack: lackOf(columns, people.length) };
}

function lackOf(columns: readonly Column[], people: number): string | null {
  const lacking = ['Name', 'Email'].filter((field) => !columns.some((column) => column.field === field));
  if (lacking.length > 0) {
    return `The first line has to name the columns. There is none called ${lacking.map((name) => `‘${name}’`).join(' or ')}.`;
  }
  return people === 0 ? 'There is nobody below the line with the names of the columns.' : null;
}
