import { delimiterOf, rowsOf, textOf } from './csv';

const cellsOf = (text: string) => rowsOf(text).map(({ cells }) => cells);

describe('a list of people as text', () => {
  it('is read with quotes, commas and line breaks inside them', () => {
    expect(cellsOf('Name,Team\r\n"Quill, Mara","Kiln\nand ""glaze"""\r\n')).toEqual([
      ['Name', 'Team'],
      ['Quill, Mara', 'Kiln\nand "glaze"'],
    ]);
  });

  it('knows the line on which each record begins', () => {
    expect(rowsOf('Name\n\n"Mara\nQuill"\nOmar Reyes').map(({ line, cells }) => [line, cells[0]])).toEqual([
      [1, 'Name'],
      [3, 'Mara\nQuill'],
      [5, 'Omar Reyes'],
    ]);
  });

  it('may be pasted from a spreadsheet, or come with semicolons', () => {
    expect([delimiterOf('Name\tEmail address\n'), delimiterOf('Name;Email'), delimiterOf('Name,Email')]).toEqual([
      '\t',
      ';',
      ',',
    ]);
    expect(cellsOf('Name\tTeam\nMara Quill\tKiln, Leeds')[1]).toEqual(['Mara Quill', 'Kiln, Leeds']);
  });

  it('may be a file of an older spreadsheet', () => {
    expect(textOf(new Uint8Array([0x5a, 0x6f, 0xeb]).buffer)).toBe('Zoë');
    expect(textOf(new TextEncoder().encode('Zoë').buffer)).toBe('Zoë');
  });
});
