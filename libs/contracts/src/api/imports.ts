import { type Static, Type } from '@sinclair/typebox';
import { importedPersonLimits as limits, MAX_IMPORTED } from '../imported-person';
import { Nullable, PersonId } from '../primitives';
import { ofTenant } from './examples/ids';
import { listOf, tenantPath, Whole, Word, WordOrNull } from './fields';
import { ImportError } from './import-error';
import { decidedBy, keyed, request } from './rpc';
import { about, type Json, optional, orElse, said, shape } from './shape';
import { words } from './words';

const textOrNull = (maxLength: number) => Nullable(Type.String({ maxLength }));
const text = (maxLength: number) => optional(textOrNull(maxLength));

export const ImportedPerson = shape(
  'ImportedPerson',
  'Somebody who is in WeThrive already. What is blank, or null, is not known.',
  {
    weThriveId: about(text(limits.weThriveId), "WeThrive's own record ID; null if there is none"),
    orgEmployeeId: about(text(limits.orgEmployeeId), "PeopleHR's EmployeeId; null if it is not known"),
    email: about(textOrNull(limits.email), 'null: they cannot be imported, which is told with their line'),
    name: about(textOrNull(limits.name), 'First and last name; null: they cannot be imported either'),
    team: about(text(limits.team), 'null: blank'),
    location: about(text(limits.location), 'null: blank'),
    department: about(text(limits.department), 'null: blank'),
    manager: about(text(limits.manager), 'The name of the person they report to; null: blank'),
    unit: about(text(limits.unit), 'null: blank'),
    status: orElse(
      about(
        Nullable(
          words('ImportedStatus', 'Where somebody who is imported stands.', {
            active: 'they use a licence, or wait for one',
            inactive: 'they have left',
          }),
        ),
        'null: active',
      ),
      'active',
    ),
  },
);
export type ImportedPerson = Json<typeof ImportedPerson>;

export const ImportPeople = shape('ImportPeople', 'People who are in WeThrive already.', {
  people: about(said(Type.Array(ImportedPerson, { maxItems: MAX_IMPORTED })), 'In the order of their lines'),
});

export const ImportMode = words('ImportMode', 'How much of a list is imported.', {
  all: 'everybody, or nobody if one line is wrong',
  good: 'those whose lines are right',
  preview: 'nobody, and the answer says what good would do',
});
export type ImportMode = Static<typeof ImportMode>;

export const ImportQuery = shape('ImportQuery', 'How much of the list.', {
  mode: about(ImportMode, 'Always said'),
});

export const KnownLine = shape('KnownLine', 'Somebody of the list who is in WeThrive already.', {
  line: about(Whole, 'Of the file, or the place in the list, from 1'),
  knownBy: words('KnownBy', 'By what somebody is known.', {
    weThriveId: "WeThrive's own record ID",
    orgEmployeeId: 'the employee ID, and name or address',
    email: 'the address, and the name',
  }),
  personId: about(PersonId, 'Who they are'),
  message: about(Word, 'The sentence for an administrator'),
});
export type KnownLine = Json<typeof KnownLine>;

export const ImportColumn = shape('ImportColumn', 'A column of a file.', {
  name: about(Word, 'As it stands in the file'),
  field: about(WordOrNull, 'What it is, by the name of a field of ImportedPerson; null: it is not used'),
  label: about(WordOrNull, 'What an administrator calls the field; null: it is not used'),
});

export const UnderstoodFile = shape('UnderstoodFile', 'How a file was understood.', {
  columns: about(listOf(ImportColumn), 'In the order of the file'),
  first: about(listOf(ImportedPerson), 'The first people'),
});
export type UnderstoodFile = Json<typeof UnderstoodFile>;

export const ImportState = words('ImportState', 'Where the people of an import are.', {
  preview: 'nowhere: nobody was imported',
  readable: 'in the People table, at changeNumber and after it',
  'on-its-way': 'taken, and not in the People table yet: they come by themselves, as changes of kind imported',
});
export type ImportState = Static<typeof ImportState>;

export const ImportOutcome = shape('ImportOutcome', 'What an import did, or would do.', {
  imported: about(Whole, 'Of a preview: who would be'),
  unchanged: about(Whole, 'In WeThrive already: left as they are'),
  refused: about(Whole, 'Lines that cannot be imported'),
  errors: about(listOf(ImportError, { maxItems: 100 }), 'The first hundred'),
  moreErrors: about(Whole, 'How many there are beside'),
  known: about(listOf(KnownLine, { maxItems: 100 }), 'The first hundred'),
  moreKnown: about(Whole, 'How many there are beside'),
  state: about(ImportState, 'When this was answered: what is kept for an Idempotency-Key says the same for a day'),
  changeNumber: about(Nullable(Whole), 'The change number at which the People table has them; null unless readable'),
  lastPersonId: about(
    Nullable(PersonId),
    'Of one on its way the person who comes last: the People table has all of them once it has this one; else null',
  ),
  file: optional(about(UnderstoodFile, 'Of a preview of a file; absent of everything else')),
});
export type ImportOutcome = Json<typeof ImportOutcome>;

export const importRpcs = {
  importPeople: decidedBy(
    keyed(
      'People who are in WeThrive already.',
      ['POST /v1/tenants/{tenant}/people/import'],
      request('ImportPeopleRequest', { ...tenantPath, ...ImportPeople.properties, ...ImportQuery.properties }),
      ImportOutcome,
      {
        asked: {
          ...ofTenant,
          mode: 'all',
          people: [{ email: 'tess.moss@northwind-tiles.example', name: 'Tess Moss', unit: 'Board' }],
        },
        answered: {
          ...{ imported: 1, unchanged: 0, refused: 0, errors: [], moreErrors: 0, known: [], moreKnown: 0 },
          ...{ state: 'readable', changeNumber: 816, lastPersonId: null },
        },
      },
      ({ mode }) => mode === 'preview',
    ),
  ),
};
