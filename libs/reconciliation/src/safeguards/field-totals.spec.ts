import type { EmployeeField } from '@people-sync/contracts';
import { FieldTotals } from './field-totals';

/** The totals after these changes, one person each. */
function totals(...changes: readonly (readonly [EmployeeField, string | null, string | null])[]): FieldTotals {
  const fields = new FieldTotals();
  for (const [field, old, value] of changes) fields.add([{ field, old, new: value }]);
  return fields;
}

describe('what all changes together do to a field', () => {
  it('counts the people of whom it goes blank, by name of the field', () => {
    const fields = totals(['location', 'Leeds', null], ['department', 'Sales', null], ['location', 'York', null]);
    expect(fields.goneBlank()).toEqual([
      { field: 'department', people: 1 },
      { field: 'location', people: 2 },
    ]);
    expect(fields.becameOneValue()).toEqual([]);
  });

  it('is no surprise if a value was only renamed: everybody had the same before', () => {
    const renamed = ['department', 'Production', 'Manufacturing'] as const;
    expect(totals(renamed, renamed, renamed).becameOneValue()).toEqual([]);
  });

  it('is one if two different values became the same', () => {
    expect(totals(['department', 'Sales', 'All'], ['department', 'Production', 'All']).becameOneValue()).toEqual([
      { field: 'department', people: 2 },
    ]);
  });

  it('names the value that most people got', () => {
    const fields = totals(
      ['department', 'a', 'x'],
      ['department', 'b', 'x'],
      ['department', 'a', 'y'],
      ['department', 'b', 'y'],
      ['department', 'c', 'y'],
      ['department', 'a', 'z'],
    );
    expect(fields.becameOneValue()).toEqual([{ field: 'department', people: 3 }]);
  });

  it('does not count a blank that was filled', () => {
    expect(totals(['department', null, 'All'], ['department', 'Sales', 'All']).becameOneValue()).toEqual([]);
    expect(totals(['department', null, 'All']).goneBlank()).toEqual([]);
  });

  it('counts each field of a person', () => {
    const fields = new FieldTotals();
    fields.add([
      { field: 'location', old: 'Leeds', new: null },
      { field: 'jobRole', old: 'Lead', new: null },
    ]);
    expect(fields.goneBlank().map(({ field }) => field)).toEqual(['jobRole', 'location']);
  });
});
