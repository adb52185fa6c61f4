import { type Static, Type } from '@sinclair/typebox';
import { importedPersonLimits as limits, MAX_IMPORTED } from '../imported-person';
import { Nullable, oneOf, PersonId } from '../primitives';
import { listOf, tenantPath, Whole, Word, WordOrNull } from './fields';
import { ImportError } from './import-error';
import { decidedBy, keyed, request } from './rpc';
import { about, type Json, optional, orElse, said, shape } from './shape';

const textOrNull = (maxLength: number) => Nullable(Type.String({ maxLength }));
const text = (maxLength: number) => optional(textOrNull(maxLength));

export const ImportedPerson = shape(
  'ImportedPerson',
  'Somebody who is in WeThrive already. What is blank, or null, is not known.',
  {
    weThriveId: about(text(limits.weThriveId), "WeThrive's own record ID"),
    orgEmployeeId: about(text(limits.orgEmployeeId), "PeopleHR's EmployeeId, if it is known"),
    email: about(textOrNull(limits.email), 'Whoever has none cannot be imported, which is told with their line'),
    name: about(textOrNull(limits.name), 'Likewise'),
    team: text(limits.team),
    location: text(limits.location),
    department: text(limits.department),
    manager: about(text(limits.manager), 'The name of the person they report to'),
    unit: text(limits.unit),
    status: orElse(Nullable(Type.String({ enum: ['active', 'inactive'] })), 'active'),
  },
);
export type ImportedPerson = Json<typeof ImportedPerson>;

export const ImportPeople = shape('ImportPeople', 'People who are in WeThrive already.', {
  people: said(Type.Array(ImportedPerson, { maxItems: MAX_IMPORTED })),
});

export const ImportMode = oneOf('all', 'good', 'preview');
export type ImportMode = Static<typeof ImportMode>;

export const ImportQuery = shape('ImportQuery', 'How much of the list.', {
  mode: about(
    ImportMode,
    'all: everybody, or nobody if one line is wrong; good: those whose lines are right; preview: nobody, and the answer says what good would do',
  ),
});

export const KnownLine = shape('KnownLine', 'Somebody of the list who is in WeThrive already.', {
  line: Whole,
  by: about(oneOf('weThriveId', 'orgEmployeeId', 'email'), 'By what they are known'),
  personId: PersonId,
  message: Word,
});
export type KnownLine = Json<typeof KnownLine>;

export const ImportColumn = shape('ImportColumn', 'A column of a file.', {
  name: Word,
  field: about(WordOrNull, 'null: it is not used'),
  label: about(WordOrNull, 'What an administrator calls the field; null: it is not used'),
});

export const UnderstoodFile = shape('UnderstoodFile', 'How a file was understood.', {
  columns: listOf(ImportColumn),
  first: about(listOf(ImportedPerson), 'The first people'),
});
export type UnderstoodFile = Json<typeof UnderstoodFile>;

export const ImportOutcome = shape('ImportOutcome', 'What an import did, or would do.', {
  imported: about(Whole, 'Of a preview: who would be'),
  unchanged: about(Whole, 'In WeThrive already: left as they are'),
  refused: about(Whole, 'Lines that cannot be imported'),
  errors: about(listOf(ImportError), 'The first hundred'),
  moreErrors: Whole,
  known: about(listOf(KnownLine), 'The first hundred'),
  moreKnown: Whole,
  file: optional(about(UnderstoodFile, 'Of a preview of a file')),
});
export type ImportOutcome = Json<typeof ImportOutcome>;

export const importRpcs = {
  importPeople: decidedBy(
    keyed(
      'People who are in WeThrive already.',
      ['POST /v1/tenants/{tenant}/people/import'],
      request('ImportPeopleRequest', { ...tenantPath, ...ImportPeople.properties, ...ImportQuery.properties }),
      ImportOutcome,
      ({ mode }) => mode === 'preview',
    ),
  ),
};
