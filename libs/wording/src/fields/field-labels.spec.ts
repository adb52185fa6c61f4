import { employeeFields, mappings } from '@people-sync/contracts';
import { fieldLabel, fieldTitle } from './field-labels';

const fields = [...employeeFields, ...mappings.map(({ field }) => field), 'unit', 'weThriveId', 'orgEmployeeId'];

describe('fields in words', () => {
  it.each(fields)('have words of their own, over values and inside a sentence: %s', (field) => {
    expect(fieldTitle(field)).toMatch(/^[A-Z][A-Za-z]* ?/);
    expect([fieldTitle(field), fieldLabel(field)]).not.toContain(field === field.toLowerCase() ? '' : field);
    expect(fieldLabel(field)).toMatch(/^[a-z]|^(WeThrive|PeopleHR) /);
  });

  it('that nobody has words for are called as they come', () => {
    expect([fieldTitle('shoeSize'), fieldLabel('shoeSize')]).toEqual(['shoeSize', 'shoeSize']);
  });
});
