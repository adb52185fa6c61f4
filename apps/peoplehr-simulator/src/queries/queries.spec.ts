import { demoCompanyId, demoKey } from '../companies/demo-company';
import { SimulatorRig } from '../simulator-rig.testkit';
import { FIRST_QUERY } from './saved-query';

const BUSY = 'Please try after some time, query execution is already in progress';

interface Answer {
  Status: number;
  Message: string;
  Result: Record<string, unknown>[];
}

describe('POST /Query', () => {
  let rig: SimulatorRig;
  beforeEach(async () => {
    rig = await SimulatorRig.start();
  });
  afterEach(() => rig.close());

  const query = (QueryName: unknown = FIRST_QUERY, Action = 'GetQueryResultByQueryName') => ({
    APIKey: demoKey,
    Action,
    QueryName,
  });
  const ask = async (...of: Parameters<typeof query>) => (await rig.ask(query(...of), '/Query')) as Answer;
  const demo = `/companies/${demoCompanyId}`;
  const saved = (name: string) => `${demo}/queries/${encodeURIComponent(name)}`;
  const nothingWaits = async () => ((await rig.control('GET', '/faults')) as { faults: unknown[] }).faults.length === 0;

  it('answers flat rows under the column titles: dates with slashes, numbers as numbers, null for missing', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({ isError: false, Status: 0, Message: 'The requested processed successfully.' });
    expect(answer.Result).toHaveLength(114);
    const row = answer.Result.find((one) => one['Employee Id'] === 'NT042');
    expect(Object.keys(row ?? {})).toEqual([
      ...['Employee Id', 'First Name', 'Last Name', 'Work Email', 'Start Date', 'Leaving Date', 'Job Role'],
      ...['Department', 'Location', 'Reports To', 'FTE', 'Holiday Allowance (Days)'],
    ]);
    expect(row).toMatchObject({ 'Leaving Date': null, FTE: 1, 'Holiday Allowance (Days)': 25 });
    expect(row?.['Start Date']).toMatch(/^20\d\d\/\d\d\/\d\d$/);
    expect(row?.['Reports To']).toMatch(/^\S+ \S+/);
  });

  it('writes dates in British order in the deprecated action', async () => {
    const { Result } = await ask(FIRST_QUERY, 'GetQueryResult');
    expect(Result[0]?.['Start Date']).toMatch(/^\d\d\/\d\d\/20\d\d$/);
  });

  it.each([
    [undefined, 'QueryName is missing.'],
    ['', 'QueryName is missing.'],
    ['Employees', 'Invalid query name.'],
    [FIRST_QUERY.toLowerCase(), 'Invalid query name.'],
    [`${FIRST_QUERY} `, 'Invalid query name.'],
  ])('does not know the query %j', async (QueryName, Message) => {
    const body = { APIKey: demoKey, Action: 'GetQueryResultByQueryName', QueryName };
    expect(await rig.ask(body, '/Query')).toEqual({ isError: true, Status: 5, Message, Result: '' });
  });

  it('finds nothing in other words than the list of employees does', async () => {
    await rig.control('PUT', saved('Leavers'), { who: 'leavers', columns: { Id: 'employeeId' } });
    expect((await ask('Leavers')).Result).toHaveLength(6);
    for (const row of (await ask('Leavers')).Result)
      await rig.control('DELETE', `${demo}/employees/${String(row['Id'])}`);
    expect(await ask('Leavers')).toEqual({ isError: false, Status: 10, Message: 'No records found.', Result: '' });
  });

  it('is changed, renamed and deleted in PeopleHR without a word to whoever uses it', async () => {
    await rig.control('PUT', saved(FIRST_QUERY), {
      who: 'everybody',
      columns: { Number: 'employeeId', Left: 'leavingDate' },
    });
    const { Result } = await ask();
    expect(Result).toHaveLength(120);
    expect(Object.keys(Result[0] ?? {})).toEqual(['Number', 'Left']);
    await rig.control('DELETE', saved(FIRST_QUERY));
    expect(await ask()).toMatchObject({ Status: 5, Message: 'Invalid query name.' });
    await rig.control('POST', `${demo}/reset`);
    expect((await ask()).Result).toHaveLength(114);
    const { queries } = (await rig.control('GET', `${demo}/queries`)) as { queries: { name: string }[] };
    expect(queries.map(({ name }) => name)).toEqual([FIRST_QUERY]);
    expect(await rig.control('DELETE', saved('Other'))).toEqual({ error: 'there is no query Other' });
    expect(await rig.control('PUT', saved('Other'), { columns: { Id: 'shoeSize' } })).toMatchObject({
      error: expect.stringContaining('Id must be one of'),
    });
  });

  it.each([
    [
      'row',
      { isError: false, Status: 0, Message: 'The requested processed successfully.', Result: [{ Message: BUSY }] },
    ],
    ['error-5', { isError: true, Status: 5, Message: BUSY, Result: '' }],
  ])('runs one query at a time, and says so as told (%s)', async (busyAnswer, answer) => {
    await rig.control('PUT', demo, { busyAnswer });
    await rig.control('POST', '/faults', { key: demoKey, fault: 'slow-first-byte', ms: 600_000 });
    const gone = new AbortController();
    const first = fetch(`${rig.url}/Query`, { method: 'POST', body: JSON.stringify(query()), signal: gone.signal });
    while (!(await nothingWaits())) await new Promise(setImmediate);
    expect(await ask()).toEqual(answer);
    // Other companies, and other actions of this one, are not concerned.
    expect(await rig.list()).toMatchObject({ Status: 0 });
    gone.abort();
    await expect(first).rejects.toThrow();
    for (let result = await ask(); result.Result.length !== 114; result = await ask()) await new Promise(setImmediate);
  });

  it('is busy as often as ordered, in both ways, and can be without a grant', async () => {
    const order = (fault: string, more = {}) => rig.control('POST', '/faults', { key: demoKey, fault, ...more });
    await order('query-busy');
    await order('query-busy', { status: 5 });
    await order('no-grant', { action: 'GetQueryResultByQueryName' });
    expect((await ask()).Result).toEqual([{ Message: BUSY }]);
    expect(await ask()).toMatchObject({ isError: true, Status: 5, Message: BUSY });
    expect(await ask()).toMatchObject({ Status: 5, Message: 'No access to Query Builder schema.' });
    expect((await ask()).Result).toHaveLength(114);
  });

  it('answers at the paths that were seen to work, and knows no action of employees', async () => {
    for (const path of ['//Query', '/Query/GetQueryResultByQueryName', '/query'])
      expect(await rig.ask(query(), path)).toMatchObject({ Status: 0 });
    expect(await rig.ask({ APIKey: demoKey, Action: 'GetAllEmployeeDetail' }, '/Query')).toMatchObject({ Status: 4 });
    expect(await rig.ask(query(), '/Employee')).toMatchObject({ Status: 4, Message: 'Invalid Action.' });
    expect((await fetch(`${rig.url}/Query`)).status).toBe(405);
  });
});
