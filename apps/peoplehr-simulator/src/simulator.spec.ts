import { demoKey } from './companies/demo-company';
import { type Simulator, startSimulator } from './simulator';

interface Answer {
  isError: boolean;
  Status: number;
  Message: string;
  Result: unknown;
}
type Row = Record<string, { DisplayValue: string }>;

describe('the simulated PeopleHR', () => {
  let simulator: Simulator;

  beforeEach(async () => {
    simulator = await startSimulator();
  });
  afterEach(() => simulator.close());

  const post = (body: unknown, path = '/Employee'): Promise<Response> =>
    fetch(simulator.url + path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
  const ask = async (body: unknown, path?: string): Promise<Answer> =>
    (await (await post(body, path)).json()) as Answer;
  const all = { APIKey: demoKey, Action: 'GetAllEmployeeDetail', IncludeLeavers: true };
  const control = async (method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(`${simulator.url}/_simulator${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as Record<string, unknown>;
  };

  it('answers the demo company: 120 people, six of them leavers, unsorted, with a UniqueKey each', async () => {
    const { isError, Status, Result } = await ask(all);
    const rows = Result as Row[];
    const ids = rows.map((row) => row['EmployeeId']!.DisplayValue);
    expect([isError, Status, rows.length, new Set(ids).size]).toEqual([false, 0, 120, 120]);
    expect(rows.filter((row) => row['EmployeeStatus']!.DisplayValue === '2')).toHaveLength(6);
    expect(ids).not.toEqual([...ids].sort());
    expect(new Set(rows.map((row) => row['UniqueKey'])).size).toBe(120);
  });

  it('is the same company at every start', async () => {
    const first = await ask(all);
    const other = await startSimulator();
    const second = await (await fetch(`${other.url}/Employee`, { method: 'POST', body: JSON.stringify(all) })).json();
    await other.close();
    expect(second).toEqual(first);
  });

  it('sends a record with the 50 keys of the capture, LeavingDate and UniqueKey plain, the rest wrapped', async () => {
    const [row] = (await ask(all)).Result as Record<string, unknown>[];
    expect(Object.keys(row!)).toHaveLength(50);
    expect(Object.keys(row!).slice(0, 7)).toEqual([
      'EmployeeId',
      'Title',
      'FirstName',
      'LastName',
      'OtherName',
      'KnownAs',
      'EmailId',
    ]);
    expect(row!['EmployeeId']).toMatchObject({ FieldHistory: [] });
    expect(row!['JobRole']).toMatchObject({ FieldHistoryForJobRole: [] });
    expect(row!['Department']).toMatchObject({ FieldHistoryForEffectiveDate: [] });
    expect([typeof row!['LeavingDate'], row!['lstFieldHistoryJobrole']]).toEqual(['string', null]);
    expect(JSON.stringify(row)).toContain('CANARY-BANK-');
  });

  it.each([
    ['false', 114],
    ['true', 120],
  ])('takes IncludeLeavers as text, %s', async (value, count) => {
    expect((await ask({ ...all, IncludeLeavers: value })).Result).toHaveLength(count);
  });

  it('leaves the leavers out when it is not told about them', async () => {
    expect((await ask({ APIKey: demoKey, Action: 'GetAllEmployeeDetail' })).Result).toHaveLength(114);
  });

  it.each([
    ['', 8, 'Either empty or no Form Data.'],
    ['{', 9, 'Invalid json data.'],
    [{}, 1, 'API key is missing.'],
    [{ APIKey: 'nonsense' }, 2, 'Invalid API Key.'],
    [{ APIKey: demoKey }, 3, 'Action is missing.'],
    [{ APIKey: demoKey, Action: '' }, 4, 'Action cannot be empty.'],
    [
      { APIKey: '00000000-0000-4000-8000-000000000000', Action: 'GetCompanyInformation' },
      5,
      'API key does not exists.',
    ],
    [{ APIKey: demoKey, Action: 'Dance' }, 4, 'Invalid Action.'],
    [{ ...all, IncludeLeavers: 'maybe' }, 5, 'IncludeLeavers contains invalid data.'],
    [{ APIKey: demoKey, Action: 'GetEmployeeDetailById', EmployeeId: 'XX1' }, 5, 'EmployeeId does not exists.'],
  ])('refuses %j with HTTP 200 and the truth inside', async (body, status, message) => {
    const response = await post(body);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ isError: true, Status: status, Message: message, Result: '' });
  });

  it.each(['//Employee', '/Employee/GetCompanyInformation'])('tolerates the path %s', async (path) => {
    expect((await ask({ APIKey: demoKey, Action: 'GetCompanyInformation' }, path)).Result).toEqual({
      CompanyId: 66446,
      SubDomain: 'northwindtiles',
      CompanyName: 'Northwind Tiles',
    });
  });

  it('has no GET', async () => {
    expect((await fetch(`${simulator.url}/Employee`)).status).toBe(405);
  });

  it('looks like success without data when it is over its limit', async () => {
    await control('PUT', '/limits', { perMinute: 2 });
    await ask(all);
    await ask(all);
    expect(await ask(all)).toEqual({
      isError: true,
      Status: 5,
      Message: 'API calls will be limited to a 2 per minute',
      Result: '',
    });
  });

  it.each([
    ['html-502', 502, '502 Bad Gateway'],
    ['empty-body', 200, ''],
    ['truncated-json', 200, '"Result":['],
    ['no-employees', 200, '"Status":10'],
    ['no-grant', 200, 'No access on employee schema.'],
    ['throttled', 200, 'limited to'],
    ['result-object', 200, '"Result":{'],
  ])('goes wrong as ordered (%s), once, then is well again', async (fault, status, text) => {
    await control('POST', '/faults', { key: demoKey, fault, times: 1 });
    const response = await post(all);
    const body = await response.text();
    expect(response.status).toBe(status);
    if (text === '') expect(body).toBe('');
    else expect(body).toContain(text);
    if (fault === 'truncated-json') expect(() => JSON.parse(body) as unknown).toThrow();
    expect((await ask(all)).Status).toBe(0);
  });

  it('breaks the connection in the middle of a body', async () => {
    await control('POST', '/faults', { key: demoKey, fault: 'reset-mid-body' });
    await expect(post(all).then((response) => response.text())).rejects.toThrow();
  });

  it('lets people join, change, leave, and take another id', async () => {
    const { companyId, key } = await control('POST', '/companies', {
      rows: [{ employeeId: 'A1', firstName: 'Ada', lastName: 'Thorne' }],
    });
    const people = `/companies/${String(companyId)}/employees`;
    await control('PUT', `${people}/A2`, { firstName: 'Rafe', reportsToEmployeeId: 'A1' });
    await control('POST', `${people}/A1/rename`, { to: 'B1' });
    await control('POST', `${people}/A2/leave`, { leavingDate: '2026-01-31' });
    const rows = (await ask({ ...all, APIKey: key })).Result as Row[];
    const rafe = rows.find((row) => row['EmployeeId']!.DisplayValue === 'A2')!;
    expect(rows.map((row) => row['EmployeeId']!.DisplayValue).sort()).toEqual(['A2', 'B1']);
    expect([
      rafe['ReportsTo']!.DisplayValue,
      rafe['ReportsToEmployeeId']!.DisplayValue,
      rafe['EmployeeStatus']!.DisplayValue,
      rafe['LeavingDate'],
    ]).toEqual(['Ada Thorne', 'B1', '2', '2026-01-31']);
  });

  it('says what is wrong with a control request', async () => {
    expect(await control('POST', '/faults', { key: 'k', fault: 'gremlins' })).toMatchObject({
      error: expect.stringContaining('fault must be one of'),
    });
    expect(await control('PUT', '/companies/66446/employees/NT001', { shoeSize: '9' })).toMatchObject({
      error: expect.stringContaining('shoeSize'),
    });
    expect(await control('GET', '/companies/1')).toEqual({ error: 'there is no company 1' });
  });

  it('answers the 2015 profile without the keys that came later', async () => {
    await control('PUT', '/companies/66446/profile', { profile: '2015' });
    const [row] = (await ask(all)).Result as Record<string, unknown>[];
    expect(Object.keys(row!)).not.toContain('UniqueKey');
    expect(Object.keys(row!)).not.toContain('ReportsToEmployeeId');
  });

  it('counts calls and remembers who called', async () => {
    await ask(all);
    const { calls } = await control('GET', '/calls');
    expect(calls).toEqual({ [demoKey]: { GetAllEmployeeDetail: 1 } });
  });
});
