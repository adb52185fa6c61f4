import { demoKey } from '../companies/demo-company';
import { daysAfter, today } from '../companies/dates';
import { SimulatorRig } from '../simulator-rig.testkit';

type Shown = Record<string, { DisplayValue: string } | string>;

describe('what changes PeopleHR through its own door', () => {
  let rig: SimulatorRig;
  beforeEach(async () => {
    rig = await SimulatorRig.start();
  });
  afterEach(() => rig.close());

  const write = (Action: string, body: object) => rig.ask({ APIKey: demoKey, Action, ...body });
  const shown = async (EmployeeId: string, ...fields: string[]) => {
    const { Result } = (await write('GetEmployeeDetailById', { EmployeeId })) as { Result: Shown };
    return fields.map((name) => {
      const held = Result[name];
      return typeof held === 'object' ? held.DisplayValue : held;
    });
  };
  const written = { isError: false, Status: 0, Message: 'The requested processed successfully.', Result: '' };
  const starter = {
    EmployeeId: 'NT300',
    FirstName: 'Ada',
    LastName: 'Thorne',
    StartDate: '2026-04-01',
    JobRole: 'Glazier',
    JobRoleEffectiveDate: '2026-04-01',
    Location: 'Hull',
    Department: 'Glass',
  };

  it('creates somebody, whose address is no must', async () => {
    expect(await write('CreateNewEmployee', starter)).toEqual(written);
    expect(await shown('NT300', 'EmailId', 'Company', 'Department', 'EmployeeStatus', 'StartDate')).toEqual([
      '',
      'Northwind Tiles',
      'Glass',
      '1',
      '2026-04-01',
    ]);
  });

  it.each([
    ['CreateNewEmployee', { ...starter, Department: undefined }, 'Department is missing.'],
    ['CreateNewEmployee', { ...starter, LastName: ' ' }, 'LastName cannot be empty.'],
    ['CreateNewEmployee', { ...starter, StartDate: '31/01/2026' }, 'StartDate contains invalid data.'],
    ['CreateNewEmployee', { ...starter, EmployeeId: 'NT001' }, 'EmployeeId already exists.'],
    ['MarkAsLeaverById', { EmployeeId: 'NT001', ReasonforLeaving: 'x' }, 'FinalEmploymentDate is missing.'],
    [
      'MarkAsLeaverById',
      { EmployeeId: 'X', ReasonforLeaving: 'x', FinalEmploymentDate: '2026-01-31' },
      'EmployeeId does not exists.',
    ],
    [
      'UpdateEmployeeId',
      { OldEmployeeId: 'NT001', NewEmployeeId: 'NT002', ReasonForChange: 'x' },
      'EmployeeId already exists.',
    ],
    [
      'UpdateEmployeeId',
      { OldEmployeeId: 'NT001', NewEmployeeId: 'X'.repeat(16), ReasonForChange: 'x' },
      'EmployeeId contains more than 15 characters.',
    ],
  ])('refuses %s with %j', async (action, body, Message) => {
    expect(await write(action, body)).toEqual({ isError: true, Status: 5, Message, Result: '' });
  });

  it('marks a leaver: at once if wished or if the day has come, else with a last day to come', async () => {
    const leave = (EmployeeId: string, FinalEmploymentDate: string, more: object = {}) =>
      write('MarkAsLeaverById', { EmployeeId, ReasonforLeaving: 'Retirement', FinalEmploymentDate, ...more });
    const later = daysAfter(today(), 30);
    expect(await leave('NT010', later)).toEqual(written);
    await leave('NT011', later, { MarkasLeaverImmediately: 'true' });
    await leave('NT012', '2026-01-31');
    const people = ['NT010', 'NT011', 'NT012'];
    const states = await Promise.all(
      people.map((id) => shown(id, 'EmployeeStatus', 'LeavingDate', 'ReasonForLeaving')),
    );
    expect(states).toEqual([
      ['1', later, 'Retirement'],
      ['2', later, 'Retirement'],
      ['2', '2026-01-31', 'Retirement'],
    ]);
  });

  it('gives somebody another id and leaves the UniqueKey alone', async () => {
    const before = await shown('NT010', 'UniqueKey', 'EmailId');
    const change = { OldEmployeeId: 'NT010', NewEmployeeId: 'B-10', ReasonForChange: 'Payroll' };
    expect(await write('UpdateEmployeeId', change)).toEqual(written);
    expect(await shown('B-10', 'UniqueKey', 'EmailId')).toEqual(before);
    expect(await write('GetEmployeeDetailById', { EmployeeId: 'NT010' })).toMatchObject({ Status: 5 });
  });
});

describe('version 4', () => {
  let rig: SimulatorRig;
  beforeEach(async () => {
    rig = await SimulatorRig.start();
  });
  afterEach(() => rig.close());

  const ask = (Action: string, more: object = {}) => rig.ask({ APIKey: demoKey, Action, ...more });
  const useV4 = () => rig.control('PUT', '/companies/66446', { v4: true });
  const page = async (more: object) =>
    (await ask('GetAllEmployeeDetailPaginated', more)) as {
      Result: { Result: { EmployeeId: { DisplayValue: string } }[]; Pagination: { TotalRows: number } };
    };

  it('is off unless a company has it', async () => {
    for (const action of ['GetAllEmployeeDetailPaginated', 'GetAllLeavers'])
      expect(await ask(action)).toEqual({ isError: true, Status: 4, Message: 'Invalid Action.', Result: '' });
    await useV4();
    expect(await ask('GetAllLeavers')).toMatchObject({ Status: 0, Result: { length: 6 } });
    expect(await ask('Dance')).toEqual({ isError: true, Status: 5, Message: 'Access Denied.', Result: '' });
    await rig.control('POST', '/companies/66446/reset');
    expect(await ask('GetAllLeavers')).toMatchObject({ Status: 4 });
  });

  it('lists a company page by page, everybody once', async () => {
    await useV4();
    const first = await page({ IncludeLeavers: true });
    expect([first.Result.Result.length, first.Result.Pagination]).toEqual([50, { TotalRows: 120 }]);
    const pages = await Promise.all(
      [0, 50, 100, 150].map((Offset) => page({ Limit: 50, Offset, IncludeLeavers: true })),
    );
    const ids = pages.flatMap(({ Result }) => Result.Result.map((row) => row.EmployeeId.DisplayValue));
    expect([ids.length, new Set(ids).size]).toEqual([120, 120]);
    expect((await page({ Limit: 500 })).Result.Pagination).toEqual({ TotalRows: 114 });
  });

  it.each([
    [{ Limit: 501 }, 'Limit contains invalid data.'],
    [{ Limit: 0 }, 'Limit contains invalid data.'],
    [{ Offset: -1 }, 'Offset contains invalid data.'],
    [{ IncludeLeavers: 'maybe' }, 'IncludeLeavers contains invalid data.'],
  ])('refuses %j', async (body, Message) => {
    await useV4();
    expect(await ask('GetAllEmployeeDetailPaginated', body)).toMatchObject({ isError: true, Status: 5, Message });
  });
});
