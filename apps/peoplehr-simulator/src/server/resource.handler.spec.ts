import { demoCompanyId, demoKey } from '../companies/demo-company';
import { everybody, SimulatorRig } from '../simulator-rig.testkit';

interface Answer {
  isError: boolean;
  Status: number;
  Message: string;
  Result: unknown;
}
type RecordShape = Record<string, unknown>;

/** The 2023 capture, key by key (facts page, section 3). */
const wireOrder = `EmployeeId Title FirstName LastName OtherName KnownAs EmailId StartDate DateOfBirth JobRole Company
CompanyEffectiveDate Location LocationEffectiveDate Department DepartmentEffectiveDate JobRoleChangeDate ReportsTo
ReportsToEffectiveDate ReportsToEmployeeId ReportsToEmailAddress NISNumber Nationality EmploymentType
EmploymentTypeEffectiveDate EmployeeStatus HolidayAllowanceDays HolidayAllowanceMins NoticePeriod ProbationEndDate Gender
AnalysisCode1LabelText AnalysisCode2LabelText ContactDetail OtherContact RightToWork BackgroundDetail BankDetail
EmploymentDetail LeavingDate ReasonForLeaving EmployeeImage APIColumn1 APIColumn2 APIColumn3 APIColumn4 APIColumn5
AdditionalreportsTo UniqueKey lstFieldHistoryJobrole`.split(/\s+/);

describe('POST /Employee', () => {
  let rig: SimulatorRig;
  beforeAll(async () => {
    rig = await SimulatorRig.start();
    await rig.control('PUT', '/limits', { perMinute: null });
  });
  afterAll(() => rig.close());

  const listed = async (wish: RecordShape = { IncludeLeavers: true }): Promise<RecordShape[]> => {
    const answer = (await rig.ask({ APIKey: demoKey, Action: 'GetAllEmployeeDetail', ...wish })) as Answer;
    return answer.Result as RecordShape[];
  };

  it('answers success in PeopleHR’s words, key order and spelling', async () => {
    const text = await (await rig.post(everybody())).text();
    expect(text).toMatch(
      /^{"isError":false,"Status":0,"Message":"The request processed successfully.","Result":\[{"Emp/,
    );
    expect(text.endsWith('}]}')).toBe(true);
  });

  it('sends a record with the 50 keys of the capture, in its order and wrappers', async () => {
    const [row] = await listed();
    expect(Object.keys(row!)).toEqual(wireOrder);
    const kinds = { H: 'EmailId StartDate Gender', J: 'JobRole', E: 'Department ReportsTo', D: 'EmployeeStatus' };
    const shapeOf = (names: string) => names.split(' ').map((name) => Object.keys(row![name] as object));
    const [history, jobHistory, datedHistory] = ['', 'ForJobRole', 'ForEffectiveDate'].map((k) => `FieldHistory${k}`);
    expect(shapeOf(kinds.H)).toEqual(Array(3).fill(['DisplayValue', history]));
    expect(shapeOf(kinds.J)).toEqual([['DisplayValue', jobHistory]]);
    expect(shapeOf(kinds.E)).toEqual(Array(2).fill(['DisplayValue', datedHistory]));
    expect(shapeOf(kinds.D)).toEqual([['DisplayValue']]);
    expect(row).toMatchObject({
      LeavingDate: '',
      AdditionalreportsTo: [],
      RightToWork: [],
      lstFieldHistoryJobrole: null,
    });
    expect(row!['UniqueKey']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('marks what nobody may pass on: bank, NI number, birth date, address, phones', async () => {
    const [row] = await listed();
    for (const field of ['BankDetail', 'NISNumber', 'DateOfBirth', 'ContactDetail'])
      expect(JSON.stringify(row![field])).toContain('CANARY-');
    expect(JSON.stringify(row!['ContactDetail'])).toContain('<br />');
  });

  it.each([
    [{}, 114],
    [{ IncludeLeavers: false }, 114],
    [{ IncludeLeavers: 'false' }, 114],
    [{ IncludeLeavers: true }, 120],
    [{ IncludeLeavers: 'true' }, 120],
  ])('with %j lists %d people', async (wish, count) => {
    expect(await listed(wish)).toHaveLength(count);
  });

  it('answers one person as an object, the same as in the list', async () => {
    const one = await rig.ask({ APIKey: demoKey, Action: 'GetEmployeeDetailById', EmployeeId: 'NT042' });
    const rows = await listed();
    const same = rows.find((row) => (row['EmployeeId'] as { DisplayValue: string }).DisplayValue === 'NT042');
    expect(one).toEqual({ isError: false, Status: 0, Message: 'The request processed successfully.', Result: same });
  });

  it('knows a person’s login, which says nothing about the key', async () => {
    const login = { APIKey: demoKey, Action: 'CheckAuthentication', Password: 'x' };
    const { email } = (await rig.control('GET', `/companies/${demoCompanyId}/employees/NT003`)) as { email: string };
    expect(await rig.ask({ ...login, EmailAddress: email })).toMatchObject({
      Status: 0,
      Result: { EmployeeId: 'NT003' },
    });
    expect(await rig.ask({ ...login, EmailAddress: 'no@no.example' })).toMatchObject({ isError: true, Status: 5 });
    expect(await rig.ask(login)).toMatchObject({ isError: true, Status: 5, Message: 'EmailAddress is missing.' });
  });

  const stranger = '00000000-0000-4000-8000-000000000000';
  const byId = { APIKey: demoKey, Action: 'GetEmployeeDetailById' };
  it.each([
    ['', 8, 'Either empty or no Form Data.'],
    ['{', 9, 'Invalid json data.'],
    ['[]', 9, 'Invalid json data.'],
    ['null', 7, 'No json data found.'],
    [{}, 1, 'API key is missing.'],
    [{ APIKey: '' }, 1, 'API key is missing.'],
    [{ APIKey: 'nonsense' }, 2, 'Invalid API Key.'],
    [{ APIKey: 'nonsense', Action: 'Dance' }, 2, 'Invalid API Key.'],
    [{ APIKey: stranger }, 5, 'API key does not exists.'],
    [{ APIKey: demoKey }, 3, 'Action is missing.'],
    [{ APIKey: demoKey, Action: '' }, 4, 'Action cannot be empty.'],
    [{ APIKey: demoKey, Action: 'Dance' }, 4, 'Invalid Action.'],
    [{ ...everybody(), IncludeLeavers: 'maybe' }, 5, 'IncludeLeavers contains invalid data.'],
    [{ ...everybody(), IncludeLeavers: 1 }, 5, 'IncludeLeavers contains invalid data.'],
    [{ ...everybody(), IncludeLeavers: '' }, 5, 'IncludeLeavers cannot be empty.'],
    [byId, 5, 'EmployeeId is missing.'],
    [{ ...byId, EmployeeId: '' }, 5, 'EmployeeId cannot be empty.'],
    [{ ...byId, EmployeeId: 7 }, 5, 'EmployeeId contains invalid data.'],
    [{ ...byId, EmployeeId: 'X'.repeat(16) }, 5, 'EmployeeId contains more than 15 characters.'],
    [{ ...byId, EmployeeId: 'XX1' }, 5, 'EmployeeId does not exists.'],
  ])('refuses %j with HTTP 200 and the truth inside', async (body, status, message) => {
    const response = await rig.post(body);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ isError: true, Status: status, Message: message, Result: '' });
  });

  it.each(['/Employee', '//Employee', '/Employee/GetCompanyInformation', '/employee'])(
    'answers at %s',
    async (path) => {
      const Result = { CompanyId: demoCompanyId, SubDomain: 'northwindtiles', CompanyName: 'Northwind Tiles' };
      expect(await rig.ask({ APIKey: demoKey, Action: 'GetCompanyInformation' }, path)).toMatchObject({ Result });
    },
  );

  it.each(['application/x-www-form-urlencoded', 'text/json', 'nonsense'])(
    'does not look at the type %s',
    async (type) => {
      expect(await (await rig.post(everybody(), '/Employee', { 'content-type': type })).json()).toMatchObject({
        Status: 0,
      });
    },
  );

  it('takes a key with capitals and spaces', async () => {
    const body = { APIKey: ` ${demoKey.toUpperCase()} `, Action: 'GetCompanyInformation' };
    expect(await rig.ask(body)).toMatchObject({ Status: 0 });
  });

  it('has no GET and no other resource', async () => {
    expect((await fetch(`${rig.url}/Employee`)).status).toBe(405);
    expect((await rig.post({}, '/Payroll')).status).toBe(404);
  });

  it('does not read endless requests', async () => {
    const response = await rig.post({ ...everybody(), Padding: 'x'.repeat(100_000) });
    expect(await response.json()).toMatchObject({ Status: 8 });
  });

  it('streams a large company as one JSON document', async () => {
    const { key } = (await rig.control('POST', '/companies', { employees: 3000, seed: 1 })) as { key: string };
    const response = await rig.post(everybody(key));
    expect(response.headers.get('content-length')).toBeNull();
    expect(((await response.json()) as Answer).Result).toHaveLength(3000);
  });
});
