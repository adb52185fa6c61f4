import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeguardNames } from '@people-sync/contracts';
import { holdCause, holdCauses } from './hold-causes';
import { heldReasons } from './safeguard-sentences';

const guide = readFileSync(join(__dirname, '../../../../docs/administrators.md'), 'utf8');
/** Rows of its tables, without the padding. */
const rows = guide
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.replace(/ +/g, ' '));

describe('the likely cause of a hold', () => {
  it.each(safeguardNames)('is the same on the page as in the guide, with the next step: %s', (name) => {
    const { cause, nextStep } = holdCauses[name];
    expect(rows).toContain(`| ${heldReasons([name])[0] ?? ''} | ${cause} | ${nextStep} |`);
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
    for (const name of both) expect(holdCause(name, both)).toEqual(holdCauses[name as (typeof safeguardNames)[number]]);
    for (const name of safeguardNames) {
      for (const other of safeguardNames) {
        expect([name, other].some((one) => holdCause(one, [name, other]) !== null)).toBe(true);
      }
    }
    expect(holdCause('something-new', ['something-new'])).toBeNull();
  });
});
