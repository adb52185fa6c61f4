import { planCsvHeader, planCsvLines } from './plan-csv';

const item = {
  personId: 'p1',
  employeeId: 'E1',
  name: 'Ada Moss',
  email: 'ada@northwind.example',
  kind: 'changed',
  changes: [],
  proof: null,
  groupId: 'g',
  excluded: false,
};

describe("a sync's outcome as a file for a spreadsheet", () => {
  it('has a line for each changed field, with old and new, and what became of it', () => {
    const changes = [
      { field: 'jobRole', old: 'Tiler', new: 'Kiln' },
      { field: 'location', old: null, new: 'York' },
    ];
    expect(planCsvLines({ state: 'approved', items: [{ ...item, changes }] })).toBe(
      '"p1","E1","Ada Moss","ada@northwind.example","changes","team (Job Role)","Tiler","Kiln","","applied"\r\n' +
        '"p1","E1","Ada Moss","ada@northwind.example","changes","location","","York","","applied"\r\n',
    );
    expect(planCsvHeader.split(',')).toHaveLength(10);
  });

  it('says why somebody left, who was left out, and what was never applied', () => {
    const left = { ...item, kind: 'left', proof: 'leaver-status' };
    const lines = (state: string, excluded: boolean) => planCsvLines({ state, items: [{ ...left, excluded }] });
    expect(lines('approved', true)).toContain(
      '"becomes inactive","","","","PeopleHR says that they have left","left out, not applied"',
    );
    expect(lines('rejected', false)).toMatch(/"not applied"\r\n$/);
    expect(lines('held', false)).toMatch(/"waits for an OK"\r\n$/);
  });

  it('computes nothing in a spreadsheet', () => {
    expect(planCsvLines({ state: 'held', items: [{ ...item, name: '=1+1' }] })).toContain(`"'=1+1"`);
  });
});
