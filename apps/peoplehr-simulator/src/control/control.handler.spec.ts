import { demoCompanyId, demoKey } from '../companies/demo-company';
import { everybody, SimulatorRig } from '../simulator-rig.testkit';

interface Created {
  companyId: number;
  key: string;
}
type Row = Record<string, { DisplayValue: string }>;

describe('the control interface', () => {
  let rig: SimulatorRig;
  beforeEach(async () => {
    rig = await SimulatorRig.start();
  });
  afterEach(() => rig.close());

  const create = async (body: unknown = {}) => (await rig.control('POST', '/companies', body)) as Created;
  const two = {
    name: 'Acme',
    rows: [{ employeeId: 'A1', firstName: 'Ada', lastName: 'Thorne' }, { employeeId: 'A2' }],
  };
  const rowsOf = async (key: string) => ((await rig.list(key)) as { Result: Row[] }).Result;
  const idsOf = async (key: string) => (await rowsOf(key)).map((row) => row['EmployeeId']!.DisplayValue).sort();

  it('lets people join, change, leave, go, and take another id', async () => {
    const { companyId, key } = await create(two);
    const people = `/companies/${companyId}/employees`;
    await rig.control('PUT', `${people}/A3`, { firstName: 'Rafe', reportsToEmployeeId: 'A1' });
    await rig.control('POST', people, { rows: [{ employeeId: 'A4' }, { employeeId: 'A3', jobRole: 'Glazier' }] });
    await rig.control('POST', `${people}/A1/rename`, { to: 'B1' });
    await rig.control('POST', `${people}/A3/leave`, { leavingDate: '2026-01-31' });
    await rig.control('DELETE', `${people}/A2`);
    const rafe = (await rowsOf(key)).find((row) => row['EmployeeId']!.DisplayValue === 'A3')!;
    expect(await idsOf(key)).toEqual(['A3', 'A4', 'B1']);
    const shown = ['FirstName', 'JobRole', 'ReportsTo', 'ReportsToEmployeeId', 'EmployeeStatus'];
    expect(shown.map((name) => rafe[name]!.DisplayValue)).toEqual(['Rafe', 'Glazier', 'Ada Thorne', 'B1', '2']);
    expect(rafe['LeavingDate']).toBe('2026-01-31');
  });

  it('changes or dismisses a part of a company', async () => {
    const { companyId, key } = await create({ employees: 100, seed: 1 });
    const change = { fraction: 0.03, field: 'jobRole', seed: 2 };
    expect(await rig.control('POST', `/companies/${companyId}/change`, change)).toEqual({ changed: 3 });
    expect((await rowsOf(key)).filter((row) => row['JobRole']!.DisplayValue.endsWith(' (2)'))).toHaveLength(3);
    expect(await rig.control('POST', `/companies/${companyId}/leave`, { fraction: 0.5 })).toEqual({ left: 50 });
    expect(await rig.ask({ ...everybody(key), IncludeLeavers: false })).toMatchObject({ Result: { length: 50 } });
  });

  it('brings a company back to its first day, and everything to the start', async () => {
    const { companyId, key } = await create(two);
    const before = await rig.list(key);
    await rig.control('DELETE', `/companies/${companyId}/employees/A1`);
    await rig.control('POST', `/companies/${companyId}/reset`);
    expect(await rig.list(key)).toEqual(before);
    await rig.control('PUT', '/limits', { perMinute: 0 });
    await rig.control('POST', '/reset');
    const { companies } = (await rig.control('GET', '/companies')) as { companies: unknown[] };
    expect(companies).toEqual([{ companyId: demoCompanyId, name: 'Northwind Tiles', employees: 120, keys: [demoKey] }]);
    expect(await rig.list()).toMatchObject({ Status: 0 });
    expect(await rig.list(key)).toMatchObject({ Status: 5, Message: 'API key does not exists.' });
  });

  it('moves a key to another company, adds one, and takes one away', async () => {
    const { companyId, key } = await create(two);
    const second = '0123456789abcdef0123456789ABCDEF';
    await rig.control('PUT', `/keys/${demoKey}`, { companyId });
    await rig.control('PUT', `/keys/${second}`, { companyId });
    expect(await idsOf(demoKey)).toEqual(['A1', 'A2']);
    expect(await idsOf(second)).toEqual(['A1', 'A2']);
    await rig.control('DELETE', `/keys/${key}`);
    expect(await rig.list(key)).toMatchObject({ Message: 'API key does not exists.' });
    await rig.control('DELETE', `/companies/${companyId}`);
    expect(await rig.list()).toMatchObject({ Message: 'API key does not exists.' });
  });

  it('lets a company have other habits: an old record, other words for nobody', async () => {
    const { companyId, key } = await create(two);
    const habits = (body: unknown) => rig.control('PUT', `/companies/${companyId}`, body);
    await habits({ edition: '2015' });
    const [old] = await rowsOf(key);
    const cameLater =
      /^(UniqueKey|AdditionalreportsTo|AnalysisCode\d.*|ReportsTo(EmployeeId|EmailAddress)|.*EffectiveDate)$/;
    expect(Object.keys(old!).filter((name) => cameLater.test(name))).toEqual([]);
    expect(Object.keys(old!)).toHaveLength(50 - 11);
    expect(Object.keys(old!['Department']!)).toEqual(['DisplayValue', 'FieldHistory']);
    const nobody = { APIKey: key, Action: 'GetEmployeeDetailById', EmployeeId: 'X' };
    expect(await rig.ask(nobody)).toMatchObject({ isError: true, Status: 5 });
    await habits({ unknownId: 10, emptyAnswer: 'empty-list' });
    expect(await rig.ask(nobody)).toEqual({ isError: false, Status: 10, Message: 'No record found.', Result: '' });
    await rig.control('DELETE', `/companies/${companyId}/employees/A1`);
    await rig.control('DELETE', `/companies/${companyId}/employees/A2`);
    expect(await rig.list(key)).toMatchObject({ Status: 0, Result: [] });
  });

  it('limits how often a key may call, and says so as told', async () => {
    await rig.control('PUT', '/limits', { key: demoKey, perMinute: 2, isError: false });
    const answers = [await rig.list(), await rig.list(), await rig.list()] as { Status: number }[];
    expect(answers.map(({ Status }) => Status)).toEqual([0, 0, 5]);
    expect(answers[2]).toEqual({
      isError: false,
      Status: 5,
      Message: 'API calls will be limited to a 2 per minute',
      Result: '',
    });
    // The limit is looked at after the key and before the action.
    expect(await rig.ask({ APIKey: demoKey, Action: 'Dance' })).toEqual(answers[2]);
    expect(await rig.ask({ APIKey: demoKey, Action: '' })).toMatchObject({ Status: 4 });
  });

  it('counts calls per key and action, faulty ones too, and remembers who called', async () => {
    await rig.control('POST', '/faults', { key: demoKey, fault: 'html-500' });
    await rig.post(everybody(), '/Employee', { 'user-agent': 'PeopleSync/1' });
    await rig.post(everybody(), '/Employee', { 'user-agent': 'PeopleSync/2' });
    await rig.post({ APIKey: 'CANARY-SECRET' }, '/Employee', { 'user-agent': 'x' });
    expect(await rig.control('GET', '/calls')).toEqual({
      calls: { [demoKey]: { GetAllEmployeeDetail: 2 }, unknown: { none: 1 } },
      userAgents: { [demoKey]: 'PeopleSync/2', unknown: 'x' },
    });
    await rig.control('DELETE', '/calls');
    expect(await rig.control('GET', '/calls')).toEqual({ calls: {}, userAgents: {} });
  });

  it('shows a company page by page', async () => {
    const { companyId } = await create({ employees: 1500, seed: 1 });
    const page = (from: number) => rig.control('GET', `/companies/${companyId}?from=${from}`);
    expect(await page(0)).toMatchObject({ employees: 1500, rows: { length: 1000 }, next: 1000 });
    expect(await page(1000)).toMatchObject({ rows: { length: 500 }, next: null });
  });

  const demo = `/companies/${demoCompanyId}`;
  it.each([
    ['POST', '/faults', { key: demoKey, fault: 'gremlins' }, 'fault must be one of "html-200", "html-403"'],
    ['POST', '/faults', { key: demoKey, fault: 'reset', time: 2 }, 'time is not known here'],
    ['POST', '/faults', { key: demoKey, fault: 'reset', times: 1.5 }, 'times must be a whole number'],
    ['POST', '/faults', { key: '0'.repeat(32), fault: 'reset' }, 'there is no such key'],
    ['POST', '/faults', { key: demoKey, fault: 'reset', action: 'Dance' }, 'there is no action Dance'],
    ['PUT', `${demo}/employees/NT001`, { shoeSize: '9' }, 'shoeSize is not known here'],
    ['PUT', `${demo}/employees/NT001`, { jobRole: 9 }, 'jobRole must be a text'],
    ['PUT', `${demo}/employees/NT001`, { employeeId: 'NT002' }, 'changes by POST'],
    ['POST', `${demo}/employees/NT001/rename`, { to: 'NT002' }, 'has an employee NT002 already'],
    ['POST', `${demo}/employees/XX/leave`, {}, 'has no employee XX'],
    ['POST', `${demo}/change`, { field: 'employeeId' }, 'field must be one of'],
    ['POST', '/companies', { employees: 10_000_000 }, 'employees must be a number from 0 to 200000'],
    ['POST', '/companies', { companyId: demoCompanyId }, 'there is a company 66446 already'],
    ['POST', '/companies', { key: 'abc' }, 'a key must be a GUID'],
    ['POST', '/companies', { rows: [{ employeeId: 'A' }, { employeeId: 'A' }] }, 'must not have an employeeId twice'],
    ['POST', '/companies', { rows: [{ email: 'a@b.example' }] }, 'employeeId must not be blank'],
    ['GET', '/companies/1', undefined, 'there is no company 1'],
    ['PATCH', '/companies', {}, 'here one may GET, POST'],
    ['GET', '/weather', undefined, 'there is no such path'],
    ['GET', '/companies/%E0%A4%A', undefined, 'not encoded'],
    ['POST', '/companies', [], 'the body must be a JSON object'],
  ])('says what is wrong with %s %s %j', async (method, path, body, error) => {
    expect(await rig.control(method, path, body)).toEqual({ error: expect.stringContaining(error) });
  });

  it('says what the demo is on its page', async () => {
    const page = await (await fetch(rig.url)).text();
    expect(page).toContain(demoKey);
    expect(page).toContain(`curl -X POST ${rig.url}/_simulator${demo}/employees/NT010/leave`);
  });

  it('starts without a demo company if it is told so', async () => {
    const bare = await SimulatorRig.start({ demo: false });
    expect(await bare.control('GET', '/companies')).toEqual({ companies: [] });
    expect(await (await fetch(bare.url)).text()).not.toContain(demoKey);
    await bare.close();
  });
});
