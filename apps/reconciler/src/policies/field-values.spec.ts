import { FieldValues } from './field-values';

function counted(...values: (string | null)[]): FieldValues {
  const field = new FieldValues();
  for (const value of values) field.add(value);
  return field;
}

describe('the values of a field', () => {
  it('are one however they are written, shown as most employees have them', () => {
    const field = counted('Sales', 'SALES ', 'Sales', 'caf\u00e9', 'cafe\u0301', 'cafe\u0301', 'cafe\u0301', null);
    expect(field.shown([' sales', 'Café', 'CAFÉ', 'Hull'])).toEqual([
      { value: 'cafe\u0301', employees: 4, named: ['CAFÉ', 'Café'] },
      { value: 'Sales', employees: 3, named: [' sales'] },
      { value: null, employees: 1, named: [] },
    ]);
    expect(field.present).toEqual(['sales', 'café']);
  });

  it('are shown if the settings name them, however many there are', () => {
    const many = Array.from({ length: 300 }, (_, i) => `Site ${i}`);
    const field = counted(...many.flatMap((site) => [site, site]), 'Rare');
    expect(field.shown(['RARE']).slice(199)).toEqual([
      expect.objectContaining({ employees: 2 }),
      { value: 'Rare', employees: 1, named: ['RARE'] },
    ]);
    expect(field.shown([])).toHaveLength(200);
  });
});
