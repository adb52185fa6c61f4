import { csvLine } from './csv-writer';

describe('a line of a file for a spreadsheet', () => {
  it('has every value in quotes, so that no value ends before its end', () => {
    expect(csvLine(['Ada', null, 7, '', 'Moss, "Ada"\nJr'])).toBe('"Ada","","7","","Moss, ""Ada""\nJr"\r\n');
  });

  it('holds nothing that is computed, for whichever list separator the program has', () => {
    expect(csvLine(['=1', 'Moss;=1+1', '＠x'])).toBe('"\'=1","Moss;\'=1+1","\'＠x"\r\n');
  });
});
