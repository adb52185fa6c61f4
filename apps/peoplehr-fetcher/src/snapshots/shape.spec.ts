import { type EmployeeField, employeeFields } from '@people-sync/contracts';
import { wireNames } from '../answers/employee-fields';
import { atOnce } from '../rig/at-once.testkit';
import { bodyOf, people, recordOf2015, recordOf2023, type WireRecord } from '../rig/captured-record.testkit';
import { AnswerInProgress } from './read-answer';
import type { Snapshot } from './snapshot-builder';

const NOW = new Date('2026-03-10T02:00:00Z');
const snapshotOf = (records: readonly WireRecord[]): Snapshot => {
  const terms = { digestKey: Buffer.alloc(32, 3), erased: new Set<string>(), startedAt: NOW };
  const answer = new AnswerInProgress(terms, 1024 * 1024, 'a-key-of-peoplehr');
  atOnce(answer.push(bodyOf(records)));
  const outcome = atOnce(answer.end(200, NOW));
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.snapshot;
};
const fieldsOf = (records: readonly WireRecord[]) => snapshotOf(records).fieldsPresent;
const allBut = (...gone: EmployeeField[]) => employeeFields.filter((field) => !gone.includes(field));

/** A lie about everybody: the field of each record as `change` makes it, undefined for gone. */
const changed = (field: EmployeeField, change: (held: unknown) => unknown): WireRecord[] =>
  people(5).map((row) => ({ ...row, [wireNames[field]]: change(row[wireNames[field]]) }));
const checked = employeeFields.filter((field) => field !== 'employeeId');

describe('the shape of an answer, as the safeguard against a changed one needs it', () => {
  it('has every field in the shape of 2023, and in that of 2015 all but what came later', () => {
    expect(Object.keys(recordOf2023(1))).toHaveLength(50);
    expect(Object.keys(recordOf2015(1))).toHaveLength(39);
    expect(fieldsOf(people(3))).toEqual(employeeFields);
    expect(fieldsOf(people(3, recordOf2015))).toEqual(allBut('uniqueKey', 'reportsToEmployeeId', 'reportsToEmail'));
  });

  it.each(checked)('lacks %s if it is gone for everybody, renamed, or no longer where its value was', (field) => {
    expect(fieldsOf(changed(field, () => undefined))).toEqual(allBut(field));
    const renamed = people(5).map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, v]) => [key === wireNames[field] ? `${key}Name` : key, v])),
    );
    expect(fieldsOf(renamed)).toEqual(allBut(field));
    for (const other of [{}, { Value: 'x' }, { DisplayValue: ['x'] }, { DisplayValue: { Value: 'x' } }, [], true])
      expect(fieldsOf(changed(field, () => other))).toEqual(allBut(field));
  });

  it.each(checked)('has %s if it is blank or null for everybody: that is for another safeguard', (field) => {
    for (const blank of ['', null, { DisplayValue: '' }, { DisplayValue: null }, { DisplayValue: ' ' }])
      expect(fieldsOf(changed(field, () => blank))).toEqual(employeeFields);
  });

  it('has a field that one person in the company has', () => {
    const one = [recordOf2023(0), ...people(4, (n) => recordOf2015(n + 1))];
    expect(fieldsOf(one)).toEqual(employeeFields);
  });

  it('has them also of people who left long ago, of whom hardly anything is told', () => {
    const gone = changed('status', () => ({ DisplayValue: '2' }));
    expect(fieldsOf(gone)).toEqual(employeeFields);
    expect(snapshotOf(gone).statusCounts).toEqual({ '2': 5 });
  });

  it.each([
    ['unknown codes', () => ({ DisplayValue: '7' }), { '7': 5 }],
    ['codes cut within a character', () => ({ DisplayValue: `${'x'.repeat(31)}🏺` }), { ['x'.repeat(31)]: 5 }],
    ['codes with spaces', () => ({ DisplayValue: ' 1 ' }), { '1': 5 }],
    ['codes as numbers', () => 1, { '1': 5 }],
    ['words', () => ({ DisplayValue: 'Active' }), { Active: 5 }],
    ['blanks', () => ({ DisplayValue: '' }), { '': 5 }],
    ['nothing', () => undefined, { '': 5 }],
  ])('counts statuses as they came: %s', (_, change, counts) => {
    expect(snapshotOf(changed('status', change)).statusCounts).toEqual(counts);
  });
});
