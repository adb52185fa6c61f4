import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeguardNames } from '@people-sync/contracts';
import { holdCause } from './hold-causes';
import { safeguardWords } from './safeguard-words';

const path = join(__dirname, '../../../../docs/administrators.md');
const guide = readFileSync(path, 'utf8');

/** The rows of the guide's table, in its order. */
const wanted = Object.values(safeguardWords).map(({ reason, cause, nextStep }) => [reason, cause, nextStep]);
const head = ['it waits because', 'as a rule', 'what to do'];

/** The table as Prettier writes it. */
function table(): string {
  const all = [head, ...wanted];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[], fill = ' '): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  return [line(head), line(['', '', ''], '-'), ...wanted.map((row) => line(row))].join('\n');
}

const shown = /^\| it waits because .*(\n\|.*)*/m;

describe('the likely cause of a hold', () => {
  it('is the same on the page as in the guide, with the next step (UPDATE_DOCS=1 writes it anew)', () => {
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(path, guide.replace(shown, table()));
    expect(shown.exec(readFileSync(path, 'utf8'))?.[0]).toBe(table());
  });

  it('is told once: the wrong key explains that many leave, join and change', () => {
    const tripped = ['leavers', 'joiners', 'email-changes', 'hardly-anybody-known'];
    expect(holdCause('hardly-anybody-known', tripped)?.cause).toMatch(/^Probably the wrong key/);
    for (const name of tripped.slice(0, 3)) expect(holdCause(name, tripped)).toBeNull();
  });

  it('is not the wrong key where another company was connected on purpose', () => {
    const tripped = ['hardly-anybody-known', 'first-after-other-company'];
    expect(tripped.map((name) => holdCause(name, tripped)?.cause ?? null)).toEqual([
      null,
      'As expected after another company was connected.',
    ]);
  });

  it('is told for each where none explains the other, and never left without one', () => {
    const both = ['leavers', 'email-changes'];
    for (const name of both) expect(holdCause(name, both)).not.toBeNull();
    for (const name of safeguardNames) {
      for (const other of safeguardNames) {
        expect([name, other].some((one) => holdCause(one, [name, other]) !== null)).toBe(true);
      }
    }
    expect(holdCause('something-new', ['something-new'])).toBeNull();
  });
});
