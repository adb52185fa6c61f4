import { employeeFields, mappings, Person } from '@people-sync/contracts';
import { changesView } from './field-changes';

const fieldsOfAPerson = Object.keys(Person.properties);

describe('the field of a change', () => {
  it.each(mappings.map(({ from, field }) => [from, field]))(
    'that PeopleHR calls %s is called %s, as in the People table',
    (from, field) => {
      expect(changesView([{ field: from, oldValue: 'a', newValue: 'b' }])).toEqual([
        { field, label: expect.any(String) as string, oldValue: 'a', newValue: 'b' },
      ]);
    },
  );

  it('never has the name of one that says something else in the People table', () => {
    const names = employeeFields.map((field) => changesView([{ field }])[0]?.field ?? '');
    expect(new Set(names).size).toBe(employeeFields.length);
    // Who somebody reports to is an id there, and a name in PeopleHR.
    expect(names).not.toContain('reportsTo');
    expect(names.filter((name) => fieldsOfAPerson.includes(name)).sort()).toEqual(
      ['orgEmployeeId', 'email', 'status', ...mappings.map(({ field }) => field)].sort(),
    );
  });
});
