import { defaultPolicy, type Employee, employeeFields } from '@people-sync/contracts';
import { factsOf, type KnownFacts } from '@people-sync/reconciliation';
import { type Facts, standingNow } from './standing-now';

const PERSON = '6b27fa35-aadb-572b-9597-db69fee8d628';
const blank = Object.fromEntries(employeeFields.map((field) => [field, null])) as unknown as Employee;
const row = (overrides: Partial<Employee> = {}) =>
  factsOf({ ...blank, employeeId: 'NT7', status: '1', location: 'Bristol', ...overrides }, 'digest', true);
const known = (overrides: Partial<KnownFacts> = {}): KnownFacts => ({
  personId: PERSON,
  employeeId: 'NT7',
  linked: true,
  active: true,
  sourceVersion: 1,
  digest: 'digest',
  uniqueKey: null,
  email: 'mara.quill@northwind-tiles.example',
  recordEmail: 'mara.quill@northwind-tiles.example',
  name: 'Mara Quill',
  firstName: 'Mara',
  status: '1',
  startDate: null,
  leavingDate: null,
  partly: false,
  ignoredLeavingDate: null,
  scope: null,
  announcedLeavingDate: null,
  missingSince: null,
  seenAt: null,
  ...overrides,
});
const withoutBristol = {
  ...defaultPolicy,
  scope: { ...defaultPolicy.scope, location: { include: null, exclude: ['Bristol'] } },
};
const about = (subject: Partial<Facts['subject']>, facts: Partial<Facts> = {}) =>
  standingNow({
    subject: {
      personId: PERSON,
      employeeId: 'NT7',
      name: 'Mara Quill',
      known: known(),
      importedAt: null,
      row: row(),
      ...subject,
    },
    plans: [],
    problems: [],
    decisions: [],
    policy: defaultPolicy,
    today: '2026-03-03',
    ...facts,
  });

describe('how somebody stands now', () => {
  it('tells somebody who is left out by the settings apart from somebody who left', () => {
    const inactive = { known: known({ active: false }) };
    expect(about(inactive, { policy: withoutBristol })).toBe('out-of-scope');
    expect(about({ ...inactive, row: row({ status: '2' }) }, { policy: withoutBristol })).toBe('left');
    expect(about({ ...inactive, row: null }, { policy: withoutBristol })).toBe('left');
  });

  it('says so as soon as the settings are saved, before the sync that carries it out', () => {
    expect(about({})).toBe('unchanged');
    expect(about({}, { policy: withoutBristol })).toBe('out-of-scope');
    const leaveOut = [{ personId: PERSON, reason: 'On long-term leave' }];
    expect(about({}, { policy: { ...defaultPolicy, leaveOut } })).toBe('left-out');
  });

  it('never says it of imported people: no sync changes them', () => {
    expect(about({ known: known({ linked: false }) }, { policy: withoutBristol })).toBe('never-from-peoplehr');
  });
});
