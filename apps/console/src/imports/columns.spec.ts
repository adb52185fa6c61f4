import { previewOf } from './columns';

describe('a list before it is imported', () => {
  it("shows what becomes of each column of WeThrive's own export", () => {
    const preview = previewOf(
      'WeThrive record ID,Org employee ID (optional),Email address,Name,Role,Reports to,Active (Yes/No),Team\n' +
        '1,NT7,mara.quill@northwind-tiles.example,Mara Quill,Admin,,Yes,Kiln\n',
    );
    expect(preview?.columns.map(({ field }) => field)).toEqual([
      'WeThrive record ID',
      'Employee ID',
      'Email',
      'Name',
      null,
      null,
      'Status',
      'Team',
    ]);
    expect([preview?.people, preview?.lack]).toEqual([1, null]);
  });

  it('says what it lacks', () => {
    expect(previewOf('  ')).toBeUndefined();
    expect(previewOf('Name,Team\nMara Quill,Kiln')?.lack).toBe(
      'The first line has to name the columns. There is none called ‘Email’.',
    );
    expect(previewOf('Mara Quill,mara.quill@northwind-tiles.example')?.lack).toContain('‘Name’ or ‘Email’');
    expect(previewOf('Name,Email')?.lack).toContain('nobody below');
  });
});
