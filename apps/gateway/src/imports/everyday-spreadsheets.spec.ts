import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { ProblemException } from '@people-sync/platform';
import type { Field } from './csv-columns';
import { importBody } from './import-body';

/** How a column may be called. */
const HEADERS: Readonly<Record<string, readonly string[]>> = {
  name: ['name', 'Name', ' NAME '],
  email: ['email', 'E-Mail', 'Email address', 'Email (work, not private)', 'Email (a;b)'],
  team: ['team', 'Team (optional)'],
  unit: ['Unit'],
  orgEmployeeId: ['Org employee ID', 'orgEmployeeId'],
  other: ['Shoe size', 'Notes; with, signs; and, more; of, them', 'Role', 'constructor', '"Nickname"'],
};

const word = fc.constantFrom('Ada', 'Zoë', "O'Brien", 'Moss, Ben', 'Kiln; north', 'a"b', '"x"', '李', '-', '7');
const person = fc.record({
  name: word,
  email: word,
  team: word,
  unit: word,
  orgEmployeeId: word,
  other: fc.oneof(word, fc.constant('1 Kiln Lane\nLeeds')),
});
const columns = fc
  .shuffledSubarray(['team', 'unit', 'orgEmployeeId', 'other'] as const)
  .chain((some) => fc.shuffledSubarray(['name', 'email', ...some], { minLength: some.length + 2 }));

/** What somebody's hand, or a program, did to it. */
const damage = fc.constantFrom(
  'none',
  'none',
  'none',
  'column-missing',
  'column-twice',
  'too-many-values',
  'quote-inside',
  'quotes-broken',
  'unknown-status',
  'too-long',
);

const sheet = fc.record({
  people: fc.array(person, { maxLength: 5 }),
  columns,
  names: fc.infiniteStream(fc.nat(4)),
  delimiter: fc.constantFrom(',', ';', '\t'),
  told: fc.boolean(),
  encoding: fc.constantFrom('utf8', 'utf8 with BOM', 'utf16le', 'utf16be'),
  ends: fc.infiniteStream(fc.constantFrom('\r\n', '\n', '\r')),
  quotes: fc.infiniteStream(fc.boolean()),
  blanks: fc.infiniteStream(fc.constantFrom('', '', '', 'empty', 'delimiters', 'spaces' as const)),
  trailing: fc.infiniteStream(fc.nat(2)),
  isEnded: fc.boolean(),
  damage,
  where: fc.nat(),
});
type Sheet = typeof sheet extends fc.Arbitrary<infer T> ? T : never;

/** The file's bytes, and what a careful reader would find in it: by line, and the one thing that is wrong. */
function written(of: Sheet) {
  const { people, columns: order, delimiter, damage: wrong } = of;
  const pick = <T>(stream: Iterator<T>): T => stream.next().value as T;
  const kept = wrong === 'column-missing' ? order.filter((column) => column !== 'email') : order;
  const all: string[] =
    wrong === 'column-twice' ? [...kept, 'name'] : wrong === 'unknown-status' ? [...kept, 'status'] : kept;
  const cell = (value: string): string => {
    const isForced = /["\n\r\t,;]/.test(value) || value !== value.trim();
    return isForced || pick(of.quotes) ? `"${value.replaceAll('"', '""')}"` : value;
  };
  let text = of.told ? `sep=${delimiter}${pick(of.ends)}` : '';
  let line = of.told ? 2 : 1;
  const put = (cells: readonly string[], isLast: boolean): number => {
    const begun = line;
    const record = cells.join(delimiter) + delimiter.repeat(pick(of.trailing));
    text += record + (isLast && !of.isEnded ? '' : pick(of.ends));
    line += 1 + (record.match(/\n/g)?.length ?? 0);
    return begun;
  };
  const blank = () => {
    const kind = pick(of.blanks);
    if (kind === '') return;
    // A lone \r and a \n behind it would be one line end.
    text += {
      delimiters: `${delimiter.repeat(3)}\n`,
      spaces: `  ${delimiter} \n`,
      empty: text.endsWith('\r') ? '\r' : '\n',
    }[kind];
    line += 1;
  };
  const headerCells = all.map((column) => {
    const names = HEADERS[column] ?? [column];
    return cell(names[pick(of.names) % names.length] ?? column);
  });
  blank();
  const headerLine = put(headerCells, people.length === 0);
  const victim = people.length === 0 ? -1 : of.where % people.length;
  const found: { line: number; person: Record<string, string> }[] = [];
  let refused: { line: number; field: string; code: string } | undefined;
  for (const [index, one] of people.entries()) {
    blank();
    const values: Record<string, string> = { ...one, status: index === victim ? 'perhaps' : 'Yes' };
    if (wrong === 'too-long' && index === victim) values['name'] = 'x'.repeat(513);
    const cells = all.map((column) => cell(values[column] ?? ''));
    const isLast = index === people.length - 1;
    if (index === victim && wrong === 'too-many-values') cells.push('"one more"');
    if (index === victim && wrong === 'quote-inside') cells[0] = 'A "B" C';
    if (index === victim && wrong === 'quotes-broken') cells[0] = '"A" B';
    const begun = put(cells, isLast);
    const first = all[0] === 'other' ? '' : (all[0] ?? '');
    const faults: Record<string, string> = {
      'too-many-values': '',
      'quote-inside': first,
      'quotes-broken': first,
      'unknown-status': 'status',
      'too-long': 'name',
    };
    if (index === victim && wrong in faults) refused = { line: begun, field: faults[wrong] ?? '', code: wrong };
    else {
      const { other: _, status: __, ...fields } = values;
      found.push({
        line: begun,
        person: {
          ...Object.fromEntries(Object.entries(fields).filter(([field]) => all.includes(field as Field))),
          status: 'active',
        },
      });
    }
  }
  const bytes = {
    utf8: () => Buffer.from(text),
    'utf8 with BOM': () => Buffer.from(`\ufeff${text}`),
    utf16le: () => Buffer.from(`\ufeff${text}`, 'utf16le'),
    utf16be: () => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  }[of.encoding]();
  return { bytes, headerLine, found, refused };
}

/** What is wrong with a file of which nobody can be read. */
function errorsIn(error: unknown): { errors: unknown } {
  if (!(error instanceof ProblemException)) throw error;
  const errors = error.said['errors'] as { line: number; field: string | null; code: string }[];
  return { errors: errors.map(({ line, field, code }) => ({ line, field: field ?? '', code })) };
}

describe('everyday spreadsheets', () => {
  it('are read rightly, or refused with the line and the column: never half', async () => {
    await fc.assert(
      fc.asyncProperty(sheet, async (of) => {
        const { bytes, headerLine, found, refused } = written(of);
        const read = await importBody({ type: 'text/csv', content: bytes }, 'all').catch(errorsIn);
        if (of.damage === 'column-missing') {
          expect(read).toEqual({ errors: [{ line: headerLine, field: 'email', code: 'column-missing' }] });
        } else if (of.damage === 'column-twice') {
          expect(read).toEqual({ errors: [{ line: headerLine, field: 'name', code: 'column-twice' }] });
        } else if (refused?.code === 'quotes-broken') {
          expect(read).toEqual({ errors: [refused] });
        } else {
          expect(read).toMatchObject({ lines: found.map(({ line }) => line), refused: refused ? [refused] : [] });
          expect('people' in read && read.people).toEqual(found.map(({ person: one }) => one));
        }
      }),
      { numRuns: propertyRuns(3_000) },
    );
  });
});
