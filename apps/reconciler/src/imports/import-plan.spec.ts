import type { reconcilerV1 } from '@people-sync/platform';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { importPlan, type KnownPerson } from './import-plan';
import { importedRow, importedRows, SLICE } from './imported-row';

const NOTHING: reconcilerV1.ImportedPerson = {
  weThriveId: '',
  orgEmployeeId: '',
  email: '',
  name: '',
  team: '',
  location: '',
  department: '',
  manager: '',
  unit: '',
  status: '',
};
type Given = Partial<reconcilerV1.ImportedPerson>;

const rowsOf = (list: readonly Given[]) => list.map((one, index) => importedRow('t1', { ...NOTHING, ...one }, index));
const plan = (list: readonly Given[], known: readonly KnownPerson[] = []) => importPlan(rowsOf(list), known);

const person = (given: Partial<KnownPerson>): KnownPerson => ({
  personId: 'p1',
  email: 'ada@northwind.example',
  name: 'Ada Moss',
  weThriveId: null,
  employeeId: 'E1',
  orgEmployeeId: null,
  active: true,
  ...given,
});
const di = { name: 'Di Reed', email: 'di@northwind.example' };
const cy = { name: 'Cy Reed', email: 'cy@northwind.example' };

describe('a list of people who are in WeThrive already', () => {
  it.each<[string, Given, Partial<KnownPerson>, string]>([
    [
      'the record ID, whatever else is different',
      { weThriveId: 'W1', name: 'X', email: 'x@northwind.example' },
      { weThriveId: 'W1' },
      'weThriveId',
    ],
    [
      'the employee ID that PeopleHR gave them, and the name',
      { orgEmployeeId: 'E1', name: 'ada  MOSS', email: 'ada@home.example' },
      {},
      'orgEmployeeId',
    ],
    [
      'the employee ID, and the address',
      { orgEmployeeId: 'E1', name: 'A. M.', email: 'Ada@Northwind.example ' },
      {},
      'orgEmployeeId',
    ],
    [
      'the employee ID that another list gave them',
      { orgEmployeeId: 'E7', name: 'Ada Moss', email: 'ada@home.example' },
      { employeeId: null, orgEmployeeId: 'E7' },
      'orgEmployeeId',
    ],
    ['the address, and the name', { name: 'Ada Moss', email: 'ada@northwind.example' }, {}, 'email'],
    [
      'the same of somebody who left',
      { name: 'Ada Moss', email: 'ada@northwind.example', status: 'inactive' },
      { active: false },
      'email',
    ],
  ])('leaves somebody as they are who is known by %s', (_by, given, known, by) => {
    const done = plan([given, cy], [person(known)]);
    expect(done.known).toEqual([{ line: 1, by, personId: 'p1', active: known.active ?? true }]);
    expect(done.people).toMatchObject([cy]);
    expect(done.errors).toEqual([]);
  });

  it.each<[string, Given, Partial<KnownPerson>, string, string]>([
    [
      'the employee ID of somebody with another name and address',
      { ...di, orgEmployeeId: 'E1' },
      {},
      'orgEmployeeId',
      'id-taken',
    ],
    [
      'the employee ID of somebody else who left',
      { ...di, orgEmployeeId: 'E1' },
      { active: false },
      'orgEmployeeId',
      'id-taken',
    ],
    [
      'the employee ID of somebody with another record',
      { ...di, name: 'Ada Moss', orgEmployeeId: 'E1', weThriveId: 'W2' },
      { weThriveId: 'W1' },
      'orgEmployeeId',
      'id-taken',
    ],
    [
      'the address of somebody with another name',
      { name: 'Eve Moss', email: 'ada@northwind.example' },
      {},
      'email',
      'email-taken',
    ],
  ])('refuses a line with %s: no second person comes to be', (_what, given, known, field, code) => {
    const done = plan([cy, given], [person(known)]);
    expect(done).toMatchObject({ refused: 1, errors: [{ line: 2, field, code }], known: [] });
    expect(done.people).toMatchObject([cy]);
  });

  it('names the address, and no ID, where somebody without an ID stands there twice', () => {
    const gone = { ...cy, status: 'inactive' };
    for (const list of [
      [cy, cy],
      [gone, gone],
      [gone, { ...gone, name: 'Cy Moss' }],
      [gone, { ...gone, orgEmployeeId: 'E9' }],
    ]) {
      expect(plan(list).errors).toEqual([{ line: 2, field: 'email', code: 'email-twice' }]);
    }
    const [known] = plan([cy]).people;
    const again = plan([{ ...cy, name: 'Cy Renamed' }], [person({ ...known, employeeId: null, active: true })]);
    expect(again.known).toMatchObject([{ line: 1, by: 'email' }]);
  });

  it('lets a refused line stand in nobody’s way', () => {
    const done = plan([{ ...cy, name: '' }, cy, { ...cy, weThriveId: 'W9' }]);
    expect(done.errors.map(({ line, code }) => [line, code])).toEqual([
      [1, 'name-blank'],
      [3, 'email-twice'],
    ]);
    expect(done.people).toMatchObject([cy]);
  });

  it('comes to the same a second time: everybody is known, nobody is added', () => {
    const few = (values: readonly string[]) => fc.constantFrom('', ...values);
    const line = fc.record({
      weThriveId: few(['W1', 'W2']),
      orgEmployeeId: few(['E1', 'E2']),
      name: few(['Ada Moss', 'Ben Moss']),
      email: few(['a@northwind.example', 'b@northwind.example', 'none']),
      status: few(['active', 'inactive']),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (list) => {
        const first = plan(list);
        expect(first.people.length + first.known.length + first.refused).toBe(list.length);
        const known = first.people.map((one) => person({ ...one, employeeId: null, active: one.status === 'active' }));
        const active = known.filter((one) => one.active);
        // An address is one active person's, an ID is one person's.
        expect(new Set(active.map(({ email }) => email)).size).toBe(active.length);
        for (const mark of ['weThriveId', 'orgEmployeeId', 'personId'] as const) {
          const named = known.flatMap((one) => one[mark] ?? []);
          expect(new Set(named).size).toBe(named.length);
        }
        const again = plan(list, known);
        expect(again.people).toEqual([]);
        const imported = new Set(first.people.map(({ personId }) => personId));
        expect(again.known.map(({ personId }) => personId)).toEqual(expect.arrayContaining([...imported]));
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });

  it('is read in turns of few people, in its order', async () => {
    const people = Array.from({ length: 2 * SLICE + 1 }, (_, n) => ({ ...NOTHING, name: `P${n}` }));
    let turns = 0;
    const rows = await importedRows('t1', people, () => Promise.resolve((turns += 1)));
    expect(turns).toBe(3);
    expect(rows.map(({ line, name }) => [line, name])).toEqual(people.map(({ name }, n) => [n + 1, name]));
  });
});
