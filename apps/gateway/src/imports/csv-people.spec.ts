import { asLine, ofMapped } from '@people-sync/contracts';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { BYTES_A_TURN } from '../csv/csv-records';
import { csvText } from '../csv/csv-text';
import { csvHeader, csvLines } from '../people/people-csv';
import { csvPeople } from './csv-people';

/** A file as it arrives, read. */
const read = (file: string | Buffer) => csvPeople(csvText(Buffer.from(file)));

/** Everybody in it, or what is wrong with it. */
const people = async (file: string | Buffer) => {
  const found = await read(file);
  return 'errors' in found ? found.errors : found.refused.length > 0 ? found.refused : found.people;
};

describe('a file of people', () => {
  it("is WeThrive's own export, with columns that we do not keep", async () => {
    const file = [
      '\ufeffWeThrive record ID,Org employee ID,Email address,Name,Role,Reports to,Active,Can view comments,Team,Location,Department,Unit,Manager,Gender',
      'W1,E1,ada@northwind.example,Ada Moss,Employee,ben@northwind.example,Yes,No,Tilers,Leeds,Trade,North,Ben Moss,F',
      'W2,,ben@northwind.example,"Moss, Ben",Manager Bubble,,No,Yes,,,,,,',
    ].join('\r\n');
    expect(await read(file)).toEqual({
      lines: [2, 3],
      refused: [],
      columns: expect.arrayContaining([
        { name: 'Email address', field: 'email' },
        { name: 'Gender', field: null },
      ]),
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

  const ada = { name: 'Ada', email: 'ada@northwind.example', status: 'active' };
  const ben = { name: 'Ben', email: 'ben@northwind.example', status: 'active' };

  it.each<[string, string | Buffer]>([
    ['commas', 'Name,Email\nAda,ada@northwind.example\nBen,ben@northwind.example'],
    [
      'semicolons, a column that we do not keep, other capitals',
      'NAME;Shoe size;E-Mail\nAda;41;ada@northwind.example\nBen;;ben@northwind.example\n',
    ],
    ['tabs, as from the clipboard', 'Name\tEmail\nAda\tada@northwind.example\nBen\tben@northwind.example'],
    [
      'a line that names the delimiter',
      'sep=;\r\nName;Email\r\nAda;ada@northwind.example\r\nBen;ben@northwind.example\r\n',
    ],
    [
      'the same in quotes, after a BOM',
      '\ufeff"sep=;"\nName;Email\nAda;ada@northwind.example\nBen;ben@northwind.example\n',
    ],
    ['a delimiter of its own', 'sep=|\nName|Email\nAda|ada@northwind.example\nBen|ben@northwind.example\n'],
    ['lines of commas', ',,\nName,Email,\n,,\nAda,ada@northwind.example,\n,,\n , ,\nBen,ben@northwind.example,\n,,\n'],
    ['commas at the ends of lines', 'Name,Email,\nAda,ada@northwind.example,\nBen,ben@northwind.example,,,\n'],
    ['a comma at the ends of some lines', 'Name,Email\nAda,ada@northwind.example,\nBen,ben@northwind.example\n'],
    [
      'delimiters inside a header in quotes',
      '"Notes; free, long; text; all";Name;Email\n;Ada;ada@northwind.example\nx;Ben;ben@northwind.example',
    ],
    [
      'commas inside a header in quotes, behind semicolons',
      'Name;"Age, years, months, days";Email\nAda;41;ada@northwind.example\nBen;;ben@northwind.example',
    ],
    ['line ends of three kinds', 'Name,Email\r\nAda,ada@northwind.example\rBen,ben@northwind.example\n'],
    ['old line ends', 'Name,Email\rAda,ada@northwind.example\rBen,ben@northwind.example'],
    ['blanks around everything', ' Name , Email \n "Ada" ,  ada@northwind.example \n\n Ben,ben@northwind.example\t\n'],
    [
      'columns twice that we do not keep',
      'Note,Name,Note,Email\n,Ada,,ada@northwind.example\n,Ben,,ben@northwind.example',
    ],
    [
      "Excel's Unicode text",
      Buffer.from('\ufeffName\tEmail\r\nAda\tada@northwind.example\r\nBen\tben@northwind.example\r\n', 'utf16le'),
    ],
    [
      'the same, the other way round',
      Buffer.from('\ufeffName,Email\nAda,ada@northwind.example\nBen,ben@northwind.example', 'utf16le').swap16(),
    ],
  ])('may be written with %s', async (_how, file) => {
    expect(await people(file)).toEqual([ada, ben]);
  });

  it('keeps what is in quotes as it is, and passes over line breaks where nothing is kept', async () => {
    const file = 'name,email,address,team\n"Moss, ""Ada"""," ada@northwind.example ","1 Kiln Lane\r\nLeeds","A; B"\n';
    expect(await people(file)).toEqual([
      { name: 'Moss, "Ada"', email: ' ada@northwind.example ', team: 'A; B', status: 'active' },
    ]);
  });

  it.each([
    ['NUL', 'name,email\nAda,a@northwind.example\nB\0en,b@northwind.example', { line: 3, column: 1, field: 'name' }],
    ['a line break in a name', 'email,name\na@northwind.example,"Ada\nMoss"', { line: 2, column: 2, field: 'name' }],
    ['a tab in a team', 'email,name,team\na@northwind.example,Ada,Til\ters', { line: 2, column: 3, field: 'team' }],
    ['C1', 'email,name,team\n"a@northwind.example",Ada,\u0085x', { line: 2, column: 3, field: 'team' }],
    ['NUL where nothing is kept', 'email,size,name\na@n.example,"4\n4\0",Ada', { line: 3, column: 2, field: '' }],
  ])('with %s is refused, and the place is told', async (_what, file, place) => {
    expect(await people(file)).toEqual([{ ...place, code: 'unfit-text' }]);
  });

  it('is refused as a whole if its first line has characters that nobody can see', async () => {
    const errors = [{ line: 1, column: 1, field: '', code: 'unfit-text' }];
    expect(await read('ema\0il,name\na@northwind.example,Ada')).toEqual({ errors });
  });

  it('names the line of the file, past blank lines and values of several lines, whatever its line ends', async () => {
    const file =
      'address,name,email,active\n\n,,\n"1 Kiln Lane\nLeeds\n",Ada,a@northwind.example,\n\n,Ben,b@northwind.example,maybe\n,Cy,c@northwind.example,no\n';
    for (const text of [file, file.replaceAll('\n', '\r\n'), file.replaceAll('\n', '\r')]) {
      expect(await read(text)).toMatchObject({
        lines: [4, 9],
        refused: [{ line: 8, field: 'status', code: 'unknown-status' }],
      });
    }
  });

  it.each([
    ['', 1, '', 'file-empty'],
    [',,\n\n,', 1, '', 'file-empty'],
    ['\n\nname,team\nAda,Tilers', 3, 'email', 'column-missing'],
    ['email\nada@northwind.example', 1, 'name', 'column-missing'],
    ['name,email,Email address\nAda,a,b', 1, 'email', 'column-twice'],
    ['name,constructor,valueOf\nAda,a,b', 1, 'email', 'column-missing'],
    [`name,email${',x'.repeat(199)}\n`, 1, '', 'too-many-columns'],
    ['name,"email\nAda,a@northwind.example', 1, '', 'quotes-broken'],
    ['name,"ema"il\nAda,a@northwind.example', 1, '', 'quotes-broken'],
    ['name,em"ail\nAda,a@northwind.example', 1, '', 'quote-inside'],
    ['name,email\nAda,"a@northwind.example\nBen,b@northwind.example\n', 2, 'email', 'quotes-broken'],
    ['name,email\n\n"Ada\nMoss",a@northwind.example\n\n"Ben,b@northwind.example\nCy', 6, 'name', 'quotes-broken'],
    ['name,email\n"Ada" Moss,a@northwind.example\n', 2, 'name', 'quotes-broken'],
    [`name,email\nAda,a@northwind.example\n${'x'.repeat(30_000)},b\n`, 3, '', 'line-too-long'],
  ])(
    'is refused as a whole, with the line and the column, where nobody can say what is meant: %j',
    async (file, line, field, code) => {
      expect(await read(file)).toEqual({ errors: [{ line, field, code }] });
    },
  );

  it.each([
    ['Ben,b@northwind.example,c', '', 'too-many-values'],
    ['Ben "the tiler" Moss,b@northwind.example', 'name', 'quote-inside'],
    ['Ben,b@north"wind.example', 'email', 'quote-inside'],
  ])('has lines that are no person, and others that are: %s', async (wrong, field, code) => {
    const file = `name,email\nAda,ada@northwind.example\n${wrong}\nBen,ben@northwind.example\n`;
    expect(await read(file)).toEqual({
      people: [ada, ben],
      lines: [2, 4],
      refused: [{ line: 3, field, code }],
      columns: [
        { name: 'name', field: 'name' },
        { name: 'email', field: 'email' },
      ],
    });
  });

  it('is read in turns of few lines, however it is made, and not beyond what may be imported', async () => {
    const files = {
      people: `name,email\n${'Ada,a@northwind.example\n'.repeat(9_000)}`,
      tooMany: `name,email\n${'A,a\n'.repeat(400_000)}`,
      blank: `name,email\n${',,,\n'.repeat(200_000)}`,
      wide: `name,email\n${`${','.repeat(16_000)}\n`.repeat(100)}`,
      header: ','.repeat(8_000_000),
      quotes: `name,email\n${'a"""""""""\n'.repeat(100_000)}`,
    };
    for (const [kind, text] of Object.entries(files)) {
      let turns = 0;
      const found = await csvPeople(text, () => {
        turns += 1;
        return Promise.resolve();
      });
      const read = 'errors' in found ? 0 : found.people.length;
      expect([kind, read]).toEqual([kind, { people: 9_000, tooMany: 10_001 }[kind] ?? 0]);
      expect(turns).toBeLessThanOrEqual(text.length / BYTES_A_TURN);
      // A turn is as many bytes; a person of eight bytes is the shortest that can be.
      if (read > 0) expect(read / (turns + 1)).toBeLessThanOrEqual(BYTES_A_TURN / 4);
      if (kind === 'people' || kind === 'blank') expect(turns).toBe(Math.ceil(text.length / BYTES_A_TURN) - 1);
      if (kind === 'header' || kind === 'tooMany') expect(turns).toBeLessThan(10);
    }
  });

  it('comes back as it went out: the export of the People table can be imported', async () => {
    // Names in the table are lines: what PeopleHR ends by U+2028 went on with a space (seed 1807043570).
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .map((value) => `x${asLine(value).trim()}`);
    const guarded = fc.constantFrom('=1+1', '+44', '-5', '@home', 'Moss, "Ada"', "O'Brien");
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ name: fc.oneof(text, guarded), team: fc.option(guarded) })),
        async (rows) => {
          const nothing = { ...ofMapped(() => null), unit: null, weThriveId: null };
          const shown = rows.map(({ name, team }, index) => ({
            ...nothing,
            personId: `p${index}`,
            orgEmployeeId: `E${index}`,
            email: `${index}@northwind.example`,
            name,
            team,
            status: index % 2 === 0 ? ('active' as const) : ('waiting' as const),
            version: 1,
            updatedAt: '',
            reportsTo: null,
            changeNumber: 1,
            notFromPeopleHr: false,
          }));
          expect(await people(csvHeader + csvLines(shown))).toMatchObject(
            shown.map(({ name, team, email }) => ({ name, team: team ?? '', email, status: 'active' })),
          );
        },
      ),
      { numRuns: propertyRuns() },
    );
  });
});
