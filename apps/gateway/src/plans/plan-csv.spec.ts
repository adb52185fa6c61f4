import type { Plan } from '@people-sync/contracts/api';
import { planCsvHeader, planCsvLines } from './plan-csv';

const item = {
  personId: 'p1',
  employeeId: 'E1',
  name: 'Ada Moss',
  email: 'ada@northwind.example',
  kind: 'changed' as const,
  changes: [],
  proof: null,
  groupId: 'g',
  leftOut: false,
  counted: false,
  team: null,
  department: null,
  location: null,
};

describe("a sync's outcome as a file for a spreadsheet", () => {
  it('has a line for each changed field, with old and new, and what became of it', () => {
    const changes = [
      { field: 'team', label: 'Team', oldValue: 'Tiler', newValue: 'Kiln' },
      { field: 'location', label: 'Location', oldValue: null, newValue: 'York' },
    ];
    expect(planCsvLines({ state: 'approved', leaversOnly: false, items: [{ ...item, changes }] })).toBe(
      '"p1","E1","Ada Moss","ada@northwind.example","changes","team (Job Role)","Tiler","Kiln","","applied"\r\n' +
        '"p1","E1","Ada Moss","ada@northwind.example","changes","location","","York","","applied"\r\n',
    );
    expect(planCsvHeader.split(',')).toHaveLength(10);
  });

  it('says why somebody left, who was left out, and what was never applied', () => {
    const left = { ...item, kind: 'left', proof: 'leaver-status' } as const;
    const lines = (state: Plan['state'], leftOut: boolean) =>
      planCsvLines({ state, leaversOnly: false, items: [{ ...left, leftOut }] });
    expect(lines('approved', true)).toContain(
      '"becomes inactive","","","","PeopleHR says that they have left","left out, not applied"',
    );
    for (const state of ['applying', 'approved', 'applied'] as const) {
      expect(lines(state, false)).toMatch(/"applied"\r\n$/);
    }
    expect(lines('rejected', false)).toMatch(/"not applied"\r\n$/);
    expect(lines('held', false)).toMatch(/"waits for an OK"\r\n$/);
  });

  it('says of whom only the leavers were applied, and who is still undecided', () => {
    const left = { ...item, kind: 'left', proof: 'leaver-status' } as const;
    const lines = planCsvLines({ state: 'approved', leaversOnly: true, items: [left, item] }).split('\r\n');
    expect(lines[0]).toMatch(/"applied"$/);
    expect(lines[1]).toMatch(/"not applied, still undecided"$/);
  });

  it('computes nothing in a spreadsheet', () => {
    expect(planCsvLines({ state: 'held', leaversOnly: false, items: [{ ...item, name: '=1+1' }] })).toContain(
      `"'=1+1"`,
    );
  });
});
