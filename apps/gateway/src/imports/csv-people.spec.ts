import fc from 'fast-check';
import { csvHeader, csvLines } from '../people/people-csv';
import { csvPeople } from './csv-people';

const people = (text: string) => {
  const found = csvPeople(text);
  return 'people' in found ? found.people : found.errors;
};

describe('a file of people', () => {
  it("is WeThrive's own export, with columns that we do not keep", () => {
    const file = [
      '\ufeffWeThrive record ID,Org employee ID,Email address,Name,Role,Reports to,Active,Can view comments,Team,Location,Department,Unit,Manager,Gender',
      'W1,E1,ada@northwind.example,Ada Moss,Employee,ben@northwind.example,Yes,No,Tilers,Leeds,Trade,North,Ben Moss,F',
      'W2,,ben@northwind.example,"Moss, Ben",Manager Bubble,,No,Yes,,,,,,',
    ].join('\r\n');
    expect(csvPeople(file)).toEqual({
      lines: [2, 3],
      people: [
        {
          weThriveId: 'W1',
          orgEmployeeId: 'E1',
          email: 'ada@northwind.example',
          name: 'Ada Moss',
          status: 'active',
          team: 'Tilers',
          location: 'Leeds',
          department: 'Trade',
          unit: 'North',
          manager: 'Ben Moss',
        },
        {
          weThriveId: 'W2',
          orgEmployeeId: '',
          email: 'ben@northwind.example',
          name: 'Moss, Ben',
          status: 'inactive',
          team: '',
          location: '',
          department: '',
          unit: '',
          manager: '',
        },
      ],
    });
  });

  it('may be written by a spreadsheet with semicolons or tabs, in any order, with other capitals', () => {
    for (const sign of [';', '\t']) {
      expect(
        people([`NAME${sign}Shoe size${sign}E-Mail`, `Ada${sign}41${sign}ada@northwind.example`].join('\n')),
      ).toEqual([{ name: 'Ada', email: 'ada@northwind.example', status: 'active' }]);
    }
  });

  it('names the line of the file, past blank lines and values of several lines', () => {
    const file = 'name,email,active\n\n"Ada\nMoss",a@northwind.example,\n\nBen,b@northwind.example,maybe\n';
    expect(csvPeople(file)).toEqual({ errors: [{ line: 6, field: 'status', code: 'unknown-status' }] });
    expect(csvPeople(file.replace('maybe', 'true'))).toMatchObject({ lines: [3, 6] });
  });

  it.each([
    ['', [1, 'email', 'column-missing']],
    ['name,team\nAda,Tilers', [1, 'email', 'column-missing']],
    ['email\nada@northwind.example', [1, 'name', 'column-missing']],
    ['name,email,Email address\nAda,a,b', [1, 'email', 'column-twice']],
    ['name,email\nAda,a@northwind.example\nBen,b,c', [3, '', 'line-broken']],
    ['name,email\nAda,"a@northwind.example', [2, '', 'line-broken']],
  ])('that cannot be read is refused with the line: %j', (file, [line, field, code]) => {
    const found = csvPeople(file);
    expect('errors' in found && found.errors[0]).toEqual({ line, field, code });
  });

  it('comes back as it went out: the export of the People table can be imported', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map((value) => `x${value.trim()}`);
    const guarded = fc.constantFrom('=1+1', '+44', '-5', '@home', 'Moss, "Ada"', "O'Brien");
    fc.assert(
      fc.property(fc.array(fc.record({ name: fc.oneof(text, guarded), team: fc.option(guarded) })), (rows) => {
        const nothing = { location: null, department: null, manager: null, unit: null, weThriveId: null };
        const shown = rows.map(({ name, team }, index) => ({
          ...nothing,
          personId: `p${index}`,
          orgEmployeeId: `E${index}`,
          email: `${index}@northwind.example`,
          name,
          team,
          status: index % 2 === 0 ? 'active' : 'waiting',
          version: 1,
          updatedAt: '',
          reportsTo: null,
          directReports: 0,
          notFromPeopleHr: false,
        }));
        expect(people(csvHeader + csvLines(shown))).toMatchObject(
          shown.map(({ name, team, email }) => ({ name, team: team ?? '', email, status: 'active' })),
        );
      }),
    );
  });
});
