import { mappings, ofMapped } from '@people-sync/contracts';
import type { Person } from '@people-sync/contracts/api';
import { csvHeader, csvLines } from './people-csv';

const person = (overrides: Partial<Person>): Person => ({
  personId: 'p1',
  email: 'ada@northwind.example',
  name: 'Ada Moss',
  ...ofMapped(() => null),
  unit: null,
  status: 'active',
  weThriveId: null,
  orgEmployeeId: 'E1',
  version: 1,
  updatedAt: '2026-03-02T06:00:00.000Z',
  reportsTo: null,
  changeNumber: 1,
  notFromPeopleHr: false,
  ...overrides,
});

describe('people as a file for a spreadsheet', () => {
  it('has one column per field and one line per person', () => {
    expect(csvHeader).toMatch(/^\ufeff"personId","name",/);
    expect(csvHeader.split(',')).toHaveLength(7 + mappings.length);
    const blank = '"",'.repeat(mappings.length);
    expect(csvLines([person({}), person({ name: 'Zoë Ångström' })])).toBe(
      `"p1","Ada Moss","ada@northwind.example",${blank}"","active","E1",""\r\n` +
        `"p1","Zoë Ångström","ada@northwind.example",${blank}"","active","E1",""\r\n`,
    );
  });

  it('keeps commas, quotes and line breaks inside their field', () => {
    expect(csvLines([person({ name: 'Moss, "Ada"\nJr' })])).toContain('"Moss, ""Ada""\nJr"');
  });

  it.each(['=1+1', '+44', '-5', '@cmd', '\tx', '\u200b=1', '＝1'])(
    'keeps %j from being taken for a formula',
    (name) => {
      expect(csvLines([person({ name })])).toContain(`,"'${name}",`);
    },
  );
});
