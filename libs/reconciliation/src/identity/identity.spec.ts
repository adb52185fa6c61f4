import type { Employee } from '@people-sync/contracts';
import { employee, RulesTestkit } from '../verdicts/rules.testkit';
import { foldedName, mayBeSamePerson, namesMatch } from './same-person';

const MONDAY = '2026-03-02';
const TUESDAY = '2026-03-03';
const FRIDAY = '2026-03-06';

const ines = employee('PW1', { uniqueKey: 'k-1', firstName: 'Ines', lastName: 'Faulkner' });
const omar = employee('PW2', { uniqueKey: 'k-2', firstName: 'Omar', lastName: 'Reyes', startDate: '2020-01-06' });
const leaver = (one: Employee): Employee => ({ ...one, status: '2', leavingDate: '2026-03-01' });

/** Who was added on Monday. */
function staffed(...people: Employee[]): RulesTestkit {
  const tenant = new RulesTestkit();
  tenant.sync(people, MONDAY);
  return tenant;
}

const idOf = (tenant: RulesTestkit, employeeId: string): string => tenant.personOf(employeeId)?.personId ?? 'nobody';

describe('who is who', () => {
  it('is the same person under a new EmployeeId, by UniqueKey', () => {
    const tenant = staffed(ines);
    const person = idOf(tenant, 'PW1');
    const renamed = { ...ines, employeeId: 'PW9', email: 'ines.new@tiles.example' };
    expect(tenant.sync([renamed], TUESDAY)).toMatchObject([{ kind: 'changed', personId: person, sourceVersion: 2 }]);
    expect(idOf(tenant, 'PW9')).toBe(person);
  });

  it('is the same person under a new EmployeeId without UniqueKey, by address and name, whatever its accents', () => {
    const tenant = staffed({ ...ines, uniqueKey: null, firstName: 'Inês' });
    const person = idOf(tenant, 'PW1');
    const renamed = { ...ines, uniqueKey: null, employeeId: 'PW9' };
    expect(tenant.sync([renamed], TUESDAY)).toMatchObject([{ kind: 'changed', personId: person }]);
    expect(tenant.active()).toEqual(['PW9']);
  });

  it.each([
    ['somebody who is here', []],
    ['somebody whose record is gone', [TUESDAY]],
    ['somebody who left', [leaver(ines)]],
  ])('is asked about a newcomer whose UniqueKey alone is that of %s', (_, rows) => {
    const tenant = staffed(ines, omar);
    const person = idOf(tenant, 'PW1');
    const own = rows.length === 0 ? [ines] : rows.filter((row) => typeof row !== 'string');
    tenant.sync([...own, omar], TUESDAY);
    const wasActive = tenant.active().includes('PW1');
    const newcomer = employee('PW9', { uniqueKey: 'k-1', firstName: 'Nia', lastName: 'Okafor' });
    const answer = { employees: [...own, omar, newcomer], today: TUESDAY };
    const problem = { code: 'identity-unique-key', other: 'Ines Faulkner', otherPersonId: person };
    expect(tenant.plan(answer)).toMatchObject({ items: [], refused: [{ row: { employeeId: 'PW9' }, problem }] });
    tenant.apply(answer);
    expect(tenant.active().includes('PW1')).toBe(wasActive);
    expect(tenant.people.get(person)?.name).toBe('Ines Faulkner');
    tenant.settleIdentity('PW9', { kind: 'new-person', personId: null, about: newcomer });
    const joined = tenant.apply(answer);
    expect(joined).toMatchObject({ items: [{ kind: 'joined', row: { employeeId: 'PW9' } }], refused: [] });
    expect(idOf(tenant, 'PW9')).not.toBe(person);
    expect(tenant.plan(answer, true)).toMatchObject({ items: [], refused: [] });
  });

  it.each([
    ['the address', { firstName: 'Nia', lastName: 'Okafor', email: 'pw1@tiles.example' }],
    ['the name', { firstName: 'I\u200bnes', lastName: 'FAULKNER', email: 'ines.new@tiles.example' }],
  ])('is the same person by UniqueKey and %s, whatever else is new', (_, fields) => {
    const tenant = staffed(ines);
    const person = idOf(tenant, 'PW1');
    const renamed = employee('PW9', { uniqueKey: 'k-1', ...fields });
    expect(tenant.sync([renamed], TUESDAY)).toMatchObject([{ kind: 'changed', personId: person }]);
  });

  it('is a newcomer whose EmployeeId and UniqueKey and address nobody has', () => {
    expect(staffed(ines).sync([ines, omar], TUESDAY)).toMatchObject([{ kind: 'joined' }]);
  });

  it('is the same person on a new record, while the old one says leaver', () => {
    const tenant = staffed(ines);
    const person = idOf(tenant, 'PW1');
    const again = { ...ines, employeeId: 'PW9', uniqueKey: 'k-9', startDate: '2026-03-02' };
    const verdicts = tenant.sync([leaver(ines), again], TUESDAY);
    expect(verdicts).toMatchObject([{ kind: 'unchanged' }, { kind: 'changed', personId: person }]);
    expect(tenant.sync([leaver(ines), again], FRIDAY).map(({ kind }) => kind)).not.toContain('left');
    expect(tenant.active()).toEqual(['PW9']);
  });

  it('is the same person who comes back on a new record after they had left', () => {
    const tenant = staffed(ines);
    const person = idOf(tenant, 'PW1');
    tenant.sync([leaver(ines)], TUESDAY);
    const again = { ...ines, employeeId: 'PW9', uniqueKey: 'k-9' };
    const verdicts = tenant.sync([leaver(ines), again], FRIDAY);
    expect(verdicts).toMatchObject([{ kind: 'rejoined', personId: person }]);
  });

  it('has not left because an old record says so and the new one is missing from one answer', () => {
    const again = { ...ines, employeeId: 'PW9' };
    const rehired = staffed(ines);
    rehired.sync([leaver(ines)], TUESDAY);
    rehired.sync([leaver(ines), again], TUESDAY);
    const fromTheBeginning = staffed(leaver(ines), again);
    for (const tenant of [rehired, fromTheBeginning]) {
      expect(tenant.active()).toEqual(['PW9']);
      for (const everything of [false, true]) {
        const { items, absences } = tenant.plan({ employees: [leaver(ines)], today: FRIDAY }, everything);
        expect({ items, absences }).toMatchObject({ items: [], absences: [{ kind: 'missing' }] });
      }
    }
  });

  it('has left if their record turns up under a new EmployeeId as a leaver’s', () => {
    const tenant = staffed(ines);
    const renamed = { ...leaver(ines), employeeId: 'PW9' };
    expect(tenant.sync([renamed], TUESDAY)).toMatchObject([{ kind: 'left', personId: idOf(tenant, 'PW1') }]);
  });

  it('has no second record before that one begins, and none out of the settings', () => {
    const tenant = staffed(ines);
    const next = { ...ines, employeeId: 'PW9', startDate: FRIDAY };
    expect(tenant.sync([{ ...ines, jobRole: 'Lead' }, next], TUESDAY)).toMatchObject([
      { kind: 'changed' },
      { kind: 'unchanged', known: null, due: FRIDAY },
    ]);
    const person = idOf(tenant, 'PW1');
    expect(tenant.sync([leaver(ines), next], TUESDAY)).toMatchObject([{ kind: 'left' }]);
    expect(tenant.sync([leaver(ines), next], FRIDAY).at(-1)).toMatchObject({ kind: 'rejoined', personId: person });
  });

  it('leaves once, however many of their records say leaver', () => {
    const tenant = staffed(ines, omar);
    const records = ['PW8', 'PW9'].map((id) => ({ ...leaver(ines), employeeId: id }));
    expect(tenant.items({ employees: [leaver(ines), ...records, omar], today: TUESDAY })).toMatchObject([
      { kind: 'left', row: { employeeId: 'PW1' } },
    ]);
    expect(tenant.items({ employees: [...records.toReversed(), omar], today: TUESDAY })).toMatchObject([
      { kind: 'left', row: { employeeId: 'PW8' } },
    ]);
  });

  it('leaves by their old record as soon as the new one is somebody else’s after all', () => {
    const tenant = staffed(ines);
    const again = { ...ines, employeeId: 'PW9', email: null };
    expect(tenant.sync([leaver(ines), again], TUESDAY)).toMatchObject([{ kind: 'unchanged' }, { kind: 'refused' }]);
    const stranger = { ...omar, employeeId: 'PW9', email: null };
    expect(tenant.items({ employees: [leaver(ines), stranger], today: TUESDAY })).toMatchObject([{ kind: 'left' }]);
  });

  it('is asked about whoever shares a UniqueKey that is new, and who was there stays as they are', () => {
    const tenant = staffed({ ...ines, uniqueKey: null });
    const rows = [ines, ...['PW8', 'PW9'].map((id) => employee(id, { uniqueKey: 'k-1', firstName: id }))];
    expect(tenant.plan({ employees: rows, today: TUESDAY }).refused).toMatchObject([
      { row: { employeeId: 'PW1' }, problem: { code: 'identity-two-rows', received: 'PW8' } },
      { row: { employeeId: 'PW8' }, problem: { code: 'identity-two-rows', received: 'PW1' } },
      { row: { employeeId: 'PW9' }, problem: { code: 'identity-two-rows', received: 'PW1' } },
    ]);
    for (const row of rows.slice(1)) {
      tenant.settleIdentity(row.employeeId, { kind: 'new-person', personId: null, about: row });
    }
    expect(tenant.sync(rows, TUESDAY).map(({ kind }) => kind)).toEqual(['refused', 'joined', 'joined']);
  });

  it('is not asked again about two whom somebody settled to be two, though they share a UniqueKey', () => {
    const tenant = staffed(ines);
    const twin = { ...omar, uniqueKey: 'k-1' };
    expect(tenant.sync([ines, twin], TUESDAY)).toMatchObject([{ problem: { code: 'identity-unique-key' } }]);
    tenant.settleIdentity('PW2', { kind: 'new-person', personId: null, about: twin });
    tenant.sync([ines, twin], TUESDAY);
    const later = [
      { ...ines, jobRole: 'Lead' },
      { ...twin, jobRole: 'Lead' },
    ];
    expect(tenant.sync(later, FRIDAY)).toMatchObject([{ kind: 'changed' }, { kind: 'changed' }]);
  });

  it('is not asked while both the person and the row are away', () => {
    const tenant = staffed(ines, omar);
    tenant.sync([leaver(ines), omar], TUESDAY);
    const odd = { ...leaver(ines), uniqueKey: 'k-2' };
    expect(tenant.sync([odd, omar], FRIDAY)).toMatchObject([{ kind: 'unchanged' }]);
  });

  it('is known by the address in their record, though somebody else has it by now', () => {
    const tenant = staffed({ ...ines, uniqueKey: null });
    tenant.sync([{ ...leaver(ines), uniqueKey: null }], TUESDAY);
    const heir = { ...omar, email: ines.email };
    tenant.sync([{ ...leaver(ines), uniqueKey: null }, heir], TUESDAY);
    const back = { ...ines, uniqueKey: 'k-9', firstName: 'Agnes', startDate: TUESDAY, leavingDate: null };
    expect(tenant.sync([back, heir], FRIDAY)).toMatchObject([{ problem: { code: 'email-taken' } }]);
  });

  it('is never un-started by a new EmployeeId with a later first day', () => {
    const tenant = staffed(ines);
    const renamed = { ...ines, employeeId: 'PW9', startDate: FRIDAY };
    expect(tenant.sync([renamed], TUESDAY)).toMatchObject([{ kind: 'changed', personId: idOf(tenant, 'PW9') }]);
  });

  it('is asked when EmployeeId and UniqueKey belong to two people, who both stay as they are', () => {
    const tenant = staffed(ines, omar);
    const mixed = { ...ines, uniqueKey: 'k-2', jobRole: 'Lead' };
    expect(tenant.sync([mixed, { ...omar, jobRole: 'Lead' }], TUESDAY)).toMatchObject([
      { kind: 'refused', problem: { code: 'identity-two-people', otherPersonId: idOf(tenant, 'PW2') } },
      { kind: 'refused' },
    ]);
  });

  it('is asked when an EmployeeId looks given to somebody else, and what was settled is remembered', () => {
    const tenant = staffed(ines);
    const before = idOf(tenant, 'PW1');
    const other = employee('PW1', {
      uniqueKey: 'k-7',
      firstName: 'Ada',
      email: 'ada@tiles.example',
      startDate: '2026-03-02',
    });
    expect(tenant.sync([other], TUESDAY)).toMatchObject([{ kind: 'refused', problem: { code: 'identity-recycled' } }]);
    expect(tenant.active()).toEqual(['PW1']);
    tenant.settleIdentity('PW1', { kind: 'new-person', personId: null, about: other });
    expect(tenant.sync([other], TUESDAY)).toMatchObject([{ kind: 'joined' }]);
    const added = idOf(tenant, 'PW1');
    expect(added).not.toBe(before);
    expect(tenant.people.get(before)).toMatchObject({ active: true, employeeId: null });
    expect(tenant.sync([{ ...other, jobRole: 'Lead' }], FRIDAY)).toMatchObject([{ kind: 'changed', personId: added }]);
  });

  it('is the same person with a new record all over, if that is what was settled', () => {
    const tenant = staffed(ines);
    const person = idOf(tenant, 'PW1');
    const other = employee('PW1', {
      uniqueKey: 'k-7',
      firstName: 'Ada',
      email: 'ada@tiles.example',
      startDate: '2026-03-02',
    });
    tenant.settleIdentity('PW1', { kind: 'same-person', personId: person, about: other });
    expect(tenant.sync([other], TUESDAY)).toMatchObject([{ kind: 'changed', personId: person }]);
  });

  it('is asked again when what was settled was about somebody else with that EmployeeId', () => {
    const tenant = staffed(ines);
    const stranger = { uniqueKey: 'k-0', email: 'x@tiles.example', firstName: 'Xu', startDate: '2001-01-01' };
    const other = employee('PW1', {
      uniqueKey: 'k-7',
      firstName: 'Ada',
      email: 'ada@tiles.example',
      startDate: '2026-03-02',
    });
    tenant.settleIdentity('PW1', { kind: 'new-person', personId: null, about: stranger });
    expect(tenant.sync([other], TUESDAY)).toMatchObject([{ kind: 'refused' }]);
  });

  it('is whom somebody settled, whatever changed of the row since', () => {
    const tenant = staffed({ ...ines, uniqueKey: null });
    const person = idOf(tenant, 'PW1');
    const other = { ...omar, uniqueKey: null, email: ines.email };
    expect(tenant.sync([other], TUESDAY)).toMatchObject([{ problem: { code: 'identity-address' } }]);
    tenant.settleIdentity('PW2', { kind: 'same-person', personId: person, about: other });
    expect(tenant.sync([{ ...other, email: 'omar.new@tiles.example' }], TUESDAY)).toMatchObject([
      { kind: 'changed', personId: person },
    ]);
  });

  it('gets their EmployeeId back when it was recycled by mistake, though their row is what it was', () => {
    const tenant = staffed(ines);
    const person = idOf(tenant, 'PW1');
    const other = employee('PW1', { uniqueKey: 'k-7', firstName: 'Ada', email: 'ada@x.example', startDate: TUESDAY });
    tenant.settleIdentity('PW1', { kind: 'new-person', personId: null, about: other });
    tenant.sync([other], TUESDAY);
    tenant.settleIdentity('PW1', { kind: 'same-person', personId: person, about: ines });
    expect(tenant.sync([ines], TUESDAY)).toMatchObject([{ kind: 'changed', personId: person }]);
    expect(idOf(tenant, 'PW1')).toBe(person);
  });

  it('gives nobody an address that its holder keeps, whoever was settled to be somebody new', () => {
    const tenant = staffed(ines);
    const twin = { ...ines, employeeId: 'PW9', email: null };
    tenant.settleIdentity('PW1', { kind: 'new-person', personId: null, about: ines });
    tenant.settleIdentity('PW9', { kind: 'same-person', personId: idOf(tenant, 'PW1'), about: twin });
    expect(tenant.sync([ines, twin], TUESDAY)).toMatchObject([
      { kind: 'refused', problem: { code: 'email-taken' } },
      { kind: 'refused', problem: { code: 'email-blank' } },
    ]);
  });

  it('is asked with the same words whatever the order of the rows', () => {
    const tenant = staffed(ines);
    const twins = ['PW8', 'PW9'].map((id) => ({ ...ines, employeeId: id, email: `${id}@x.example`, lastName: id }));
    const rows = [{ ...ines, jobRole: 'Lead' }, ...twins];
    const problems = (employees: Employee[]) =>
      tenant.plan({ employees, today: TUESDAY }).refused.map(({ row, problem }) => [row.employeeId, problem]);
    expect(problems(rows.toReversed())).toEqual(problems(rows));
  });

  it('is asked when the address is an absent active person’s with another name', () => {
    const tenant = staffed({ ...ines, uniqueKey: null });
    const person = idOf(tenant, 'PW1');
    const other = { ...omar, uniqueKey: null, email: ines.email };
    expect(tenant.sync([other], TUESDAY)).toMatchObject([
      { kind: 'refused', problem: { code: 'identity-address', otherPersonId: person } },
    ]);
    expect(tenant.apply({ employees: [other], today: FRIDAY }).absences).toMatchObject([{ kind: 'missing' }]);
    expect(tenant.active()).toEqual(['PW1']);
  });

  it('is a clash of addresses, not a case, when the holder still works here', () => {
    const tenant = staffed(ines);
    expect(tenant.sync([ines, { ...omar, email: ines.email }], TUESDAY)).toMatchObject([
      { kind: 'refused', problem: { code: 'email-taken' } },
    ]);
  });

  it('is asked when two current rows lead to one person; the one who was there stays as they are', () => {
    const tenant = staffed(ines);
    const twin = { ...ines, employeeId: 'PW9', email: 'second@tiles.example' };
    const rows = [{ ...ines, jobRole: 'Lead' }, twin];
    expect(tenant.sync(rows, TUESDAY)).toMatchObject([
      { kind: 'refused', problem: { code: 'identity-two-rows' } },
      { kind: 'refused', problem: { code: 'identity-two-rows', otherPersonId: idOf(tenant, 'PW1') } },
    ]);
    tenant.settleIdentity('PW9', { kind: 'new-person', personId: null, about: twin });
    expect(tenant.sync(rows, TUESDAY)).toMatchObject([{ kind: 'changed' }, { kind: 'joined' }]);
    expect(tenant.sync(rows, FRIDAY).filter(({ kind }) => kind !== 'unchanged')).toEqual([]);
  });

  it('lets the settled row be the person’s, and asks about the other one', () => {
    const tenant = staffed(ines);
    const person = idOf(tenant, 'PW1');
    const twin = { ...ines, employeeId: 'PW9', email: 'second@tiles.example' };
    tenant.settleIdentity('PW9', { kind: 'same-person', personId: person, about: twin });
    expect(tenant.sync([ines, twin], TUESDAY)).toMatchObject([
      { kind: 'refused' },
      { kind: 'changed', personId: person },
    ]);
    tenant.settleIdentity('PW1', { kind: 'new-person', personId: null, about: ines });
    expect(tenant.sync([ines, twin], FRIDAY).map(({ kind }) => kind)).toContain('joined');
    expect(tenant.active()).toEqual(['PW1', 'PW9']);
    expect(tenant.sync([ines, twin], FRIDAY).filter(({ kind }) => kind !== 'unchanged')).toEqual([]);
  });

  it('never brings back a person under an EmployeeId that was recycled', () => {
    const tenant = staffed(ines);
    const person = idOf(tenant, 'PW1');
    tenant.sync([{ ...ines, employeeId: 'PW9' }], TUESDAY);
    tenant.sync(
      [
        { ...ines, employeeId: 'PW9' },
        { ...omar, employeeId: 'PW1' },
      ],
      TUESDAY,
    );
    expect(idOf(tenant, 'PW1')).not.toBe(person);
    expect(idOf(tenant, 'PW9')).toBe(person);
  });
});

describe('people who were imported', () => {
  const jo = { personId: 'p-jo', email: 'jo@tiles.example', name: 'Jo Trustee', active: true };

  it('are found by Org employee ID, then by address, and are the same people from then on', () => {
    const tenant = new RulesTestkit();
    tenant.import([
      { ...jo, orgEmployeeId: 'PW1' },
      { ...jo, personId: 'p-bo', email: 'pw2@tiles.example' },
    ]);
    expect(tenant.sync([ines, omar], MONDAY)).toMatchObject([
      { kind: 'changed', personId: 'p-jo', sourceVersion: 2 },
      { kind: 'changed', personId: 'p-bo', sourceVersion: 2 },
    ]);
  });

  it('stay as they are if PeopleHR has nobody like them, however often', () => {
    const tenant = new RulesTestkit();
    tenant.import([jo]);
    for (const today of [MONDAY, TUESDAY, FRIDAY]) {
      expect(tenant.apply({ employees: [ines], today }).absences).toEqual([]);
    }
    expect(tenant.people.get('p-jo')).toMatchObject({ active: true, sourceVersion: 1 });
  });

  it('come back as themselves if they were inactive', () => {
    const tenant = new RulesTestkit();
    tenant.import([{ ...jo, email: ines.email, active: false }]);
    expect(tenant.sync([ines], MONDAY)).toMatchObject([{ kind: 'rejoined', personId: 'p-jo' }]);
  });
});

describe('another company behind the key', () => {
  it('is matched by address and name alone: equal EmployeeIds mean other people', () => {
    const tenant = staffed(ines, omar);
    const [person] = [idOf(tenant, 'PW1')];
    const employees = [
      { ...ines, employeeId: 'PW2', uniqueKey: 'k-2' },
      { ...omar, employeeId: 'PW1', uniqueKey: 'k-9', email: 'new@tiles.example', firstName: 'Ada' },
    ];
    const answer = { employees, today: TUESDAY, companyId: 'other' };
    expect(tenant.held(answer)).toContain('first-after-other-company');
    const { verdicts, absences } = tenant.apply(answer);
    expect(verdicts).toMatchObject([{ kind: 'changed', personId: person }, { kind: 'joined' }]);
    expect(absences).toMatchObject([{ kind: 'missing' }]);
  });

  it('knows somebody by their address who has their old EmployeeId there as well', () => {
    const tenant = staffed(ines, omar);
    const employees = [
      { ...ines, uniqueKey: 'k-9' },
      { ...omar, uniqueKey: 'k-8' },
    ];
    expect(tenant.plan({ employees, today: TUESDAY, companyId: 'other' }).verdicts).toMatchObject([
      { kind: 'changed', personId: idOf(tenant, 'PW1') },
      { kind: 'changed', personId: idOf(tenant, 'PW2') },
    ]);
  });

  it('does not mean whoever was imported with an EmployeeId of before', () => {
    const tenant = staffed(ines);
    tenant.import([
      { personId: 'p-jo', email: 'jo@tiles.example', name: 'Jo Trustee', active: true, orgEmployeeId: 'PW2' },
      { personId: 'p-bo', email: 'bo@tiles.example', name: 'Bo Trustee', active: true },
    ]);
    const employees = [omar, employee('PW3', { email: 'bo@tiles.example' })];
    expect(tenant.items({ employees, today: TUESDAY, companyId: 'other' })).toMatchObject([
      { kind: 'changed', personId: 'p-bo' },
      { kind: 'joined', row: { employeeId: 'PW2' } },
    ]);
  });
});

describe('names', () => {
  it.each([
    ['Zoë  O’Neill', 'ZOE O NEILL'],
    ['Straße', 'straße'],
    ['Anne-Marie', 'anne marie'],
    ['Łukasz', 'łukasz'],
  ])('%s and %s are one name', (one, other) => expect(namesMatch(one, other)).toBe(true));

  it('without letters match nothing', () => {
    expect(foldedName(' - ')).toBe('');
    expect(namesMatch('-', '-')).toBe(false);
    expect(namesMatch(null, null)).toBe(false);
  });

  it('of which nothing else is the same are two people, unless one mark is', () => {
    const one = { uniqueKey: 'a', email: 'a@x.example', firstName: 'A', startDate: '2020-01-01' };
    const other = { uniqueKey: 'b', email: 'b@x.example', firstName: 'B', startDate: '2021-01-01' };
    expect(mayBeSamePerson(one, other)).toBe(false);
    for (const mark of ['uniqueKey', 'email', 'firstName', 'startDate'] as const) {
      expect(mayBeSamePerson(one, { ...other, [mark]: one[mark] })).toBe(true);
    }
    expect(mayBeSamePerson({ ...one, uniqueKey: null }, { ...other, uniqueKey: null })).toBe(false);
  });
});
