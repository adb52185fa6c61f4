import { type DataOf, derivedId, type PeopleImported } from '@people-sync/contracts';
import { nextTurn, type reconcilerV1, type Turn } from '@people-sync/platform';

/** One person as the event carries them. */
export type Imported = DataOf<typeof PeopleImported>['people'][number];

/** A line of an import with its values trimmed, and the id that its person will have. */
export interface ImportedRow extends Omit<Imported, 'sourceVersion' | 'status'> {
  /** From 1. */
  readonly line: number;
  readonly email: string;
  readonly active: boolean;
}

/** People that are worked on, written and told at once: no import, however long, holds up another company. */
export const SLICE = 1_000;

/** The rows of a whole list, in turns of a SLICE. */
export async function importedRows(
  tenantId: string,
  people: readonly reconcilerV1.ImportedPerson[],
  turn: Turn = nextTurn,
): Promise<ImportedRow[]> {
  const rows: ImportedRow[] = [];
  for (const slice of slicesOf(people)) {
    rows.push(...slice.map((one, index) => importedRow(tenantId, one, rows.length + index)));
    await turn();
  }
  return rows;
}

/** In order, nothing twice. */
export const slicesOf = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / SLICE) }, (_, n) => items.slice(n * SLICE, (n + 1) * SLICE));

/**
 * The id rests on the WeThrive id, or on the address if they have none, so that the same list a second time finds the
 * same people.
 */
export function importedRow(tenantId: string, one: reconcilerV1.ImportedPerson, index: number): ImportedRow {
  const email = one.email.trim().toLowerCase();
  const weThriveId = textOf(one.weThriveId);
  return {
    line: index + 1,
    personId: derivedId('imported', tenantId, weThriveId ?? '', weThriveId === null ? email : ''),
    weThriveId,
    orgEmployeeId: textOf(one.orgEmployeeId),
    email,
    name: one.name.trim(),
    team: textOf(one.team),
    location: textOf(one.location),
    department: textOf(one.department),
    manager: textOf(one.manager),
    unit: textOf(one.unit),
    active: one.status !== 'inactive',
  };
}

/** A row that is nobody else's, as the event carries it. */
export const personOf = ({ line: _, active, ...person }: ImportedRow): Imported => ({
  ...person,
  sourceVersion: 1,
  status: active ? 'active' : 'inactive',
});

const textOf = (text: string): string | null => (text.trim() === '' ? null : text.trim());
