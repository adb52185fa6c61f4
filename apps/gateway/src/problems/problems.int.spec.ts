import { aTenantId, describeReal, provideTestDatabase } from '@people-sync/testing';
import { aManagerProblem, aProblem, AT } from '../rig/answers.testkit';
import { withBothDoors } from '../rig/both-doors.testkit';
import type { GatewayRig, PlatformClient } from '../rig/gateway.testkit';

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

describeReal('postgres')('what needs somebody', () => {
  let rig: GatewayRig;
  let platform: PlatformClient;
  let tenant: string;
  let token: string;

  withBothDoors({ provideTestDatabase, aTenantId }, (here) => ({ rig, platform, tenant, token } = here));

  const get = (rest: string) => rig.http('GET', `/v1/tenants/${tenant}${rest}`, { token });
  const setAside = (problem: string, headers: Record<string, string> = {}) =>
    rig.http('POST', `/v1/tenants/${tenant}/problems/${problem}/set-aside`, { token, headers });
  const has = (employees: number, managers: number) => {
    const ofEmployee = (number: number) => aProblem({ problemId: id(number), employeeId: `E${number}` });
    const ofManager = (number: number) => aManagerProblem({ problemId: id(100 + number), name: `Manager ${number}` });
    rig.neighbours.problems.set(
      tenant,
      Array.from({ length: employees }, (_, number) => ofEmployee(number)),
    );
    rig.neighbours.managerProblems.set(
      tenant,
      Array.from({ length: managers }, (_, number) => ofManager(number)),
    );
  };

  it.each([
    [0, 0, 2],
    [3, 0, 2],
    [0, 3, 2],
    [2, 2, 2],
    [3, 4, 2],
    [4, 1, 4],
    [5, 5, 500],
  ])('is one list: %d of employees, then %d of managers, %d a page', async (employees, managers, limit) => {
    has(employees, managers);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const page = await get(`/problems?state=open&limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(page.status).toBe(200);
      expect(page.body.items.length).toBeLessThanOrEqual(limit);
      if (seen.length > 0) expect(page.body.items.length).toBeGreaterThan(0);
      seen.push(...page.body.items.map((problem) => problem.problemId));
      if (page.body.nextCursor === null) break;
      cursor = page.body.nextCursor;
    }
    const all = [...Array(employees).keys(), ...[...Array(managers).keys()].map((number) => 100 + number)].map(id);
    expect(seen).toEqual(all);
  });

  it('tells of a manager who left how many people still report to them', async () => {
    const syncId = '01890000-0000-7000-8000-000000000001';
    rig.neighbours.managerProblems.set(tenant, [aManagerProblem({ name: 'Jane Holt', personId: id(7), syncId })]);
    const { body } = await get('/problems');
    expect(body.items).toEqual([
      {
        problemId: aManagerProblem().problemId,
        code: 'manager-left',
        message:
          'Jane Holt left; 8 people still report to them. Choose somebody else in Reports To of these people in PeopleHR, then sync again.',
        personId: id(7),
        employeeId: null,
        name: 'Jane Holt',
        received: null,
        other: null,
        otherPersonId: null,
        rowEmail: null,
        rowStartDate: null,
        rowStatus: null,
        rowLeavingDate: null,
        affected: 8,
        syncId,
        openedAt: AT,
        closedAt: null,
        seenAt: null,
        setAsideAt: null,
      },
    ]);
    const { items } = await platform.listProblems({ tenant, state: 'PROBLEM_STATE_OPEN' });
    expect(items).toMatchObject([{ code: 'manager-left', affected: 8 }]);
    expect(items[0]).not.toHaveProperty('other');
    expect(items[0]).not.toHaveProperty('setAsideAt');
  });

  it('asks with both sides whether it is the same person', async () => {
    const facts = { code: 'identity-address', personId: '', received: 'ada@northwind.example', other: 'Ben Moss' };
    const row = {
      rowEmail: 'ada@northwind.example',
      rowStartDate: '2026-02-01',
      rowStatus: '2',
      rowLeavingDate: '2026-02-27',
    };
    rig.neighbours.problems.set(tenant, [aProblem({ ...facts, ...row, otherPersonId: id(9) })]);
    const asked = {
      code: 'identity-address',
      employeeId: 'E2',
      name: 'Ada Moss',
      other: 'Ben Moss',
      otherPersonId: id(9),
    };
    expect((await get('/problems')).body.items).toMatchObject([{ ...asked, ...row }]);
    const { items } = await platform.listProblems({ tenant, state: 'PROBLEM_STATE_OPEN' });
    expect(items).toMatchObject([{ ...asked, ...row }]);
  });

  it('is counted by cause, those of the most people first, over all pages', async () => {
    has(1001, 2);
    rig.neighbours.problems
      .get(tenant)
      ?.push(
        aProblem({ problemId: id(2000), code: 'missing' }),
        aProblem({ problemId: id(2001), code: 'missing', setAsideAt: AT }),
        aProblem({ problemId: id(2002), code: 'missing', closedAt: AT }),
      );
    const items = [
      { code: 'email-blank', title: 'No email address', count: 1001, people: 1001 },
      { code: 'manager-left', title: 'A manager who has left', count: 2, people: 16 },
      { code: 'missing', title: 'Not in PeopleHR any more', count: 1, people: 1 },
    ];
    const summary = { items, total: 1004, message: '1,004 people need attention' };
    expect((await get('/problems/summary')).body).toEqual(summary);
    expect(await platform.summarizeProblems({ tenant })).toEqual(summary);
    rig.neighbours.problems.set(tenant, []);
    rig.neighbours.managerProblems.set(tenant, []);
    expect((await get('/problems/summary')).body).toEqual({ items: [], total: 0, message: null });
  });

  it('can be set aside, whichever kind it is, once; and is found among those set aside', async () => {
    has(2, 2);
    for (const problem of [id(0), id(100)]) {
      const answers = [await setAside(problem, { 'idempotency-key': problem, 'acting-user': 'grace' })];
      answers.push(await setAside(problem, { 'idempotency-key': problem, 'acting-user': 'grace' }));
      expect(answers.map(({ status, body }) => [status, body.problemId, body['setAsideAt']])).toEqual([
        [200, problem, AT],
        [200, problem, AT],
      ]);
    }
    const asked = [
      ...rig.neighbours.requestsOf('setAsideProblem'),
      ...rig.neighbours.requestsOf('setAsideManagerProblem'),
    ];
    expect(asked).toHaveLength(3);
    expect(asked).toContainEqual({ tenantId: tenant, problemId: id(100), actor: 'grace' });
    const ids = async (state: string) =>
      (await get(`/problems?state=${state}`)).body.items.map((problem) => problem.problemId);
    expect(await ids('set-aside')).toEqual([id(0), id(100)]);
    expect(await ids('open')).toEqual([id(1), id(101)]);
    const overGrpc = await platform.setAsideProblem({ tenant, problemId: id(101) });
    expect(overGrpc).toMatchObject({ problemId: id(101), setAsideAt: AT });
  });

  it('is a file for a spreadsheet, all pages of it, with what to do and nothing that is computed', async () => {
    has(1001, 2);
    rig.neighbours.problems.get(tenant)?.push(aProblem({ problemId: id(2000), name: '=1+1', setAsideAt: AT }));
    const headers = { accept: 'text/csv' };
    const file = await rig.http('GET', `/v1/tenants/${tenant}/problems?limit=3`, { token, headers });
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="problems.csv"');
    const lines = file.text.trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/"problem","name","employeeId","whatToDo"/);
    expect(lines).toHaveLength(1 + 1001 + 2 + 1);
    expect(lines.find((line) => line.includes('=1+1'))).toMatch(/"'=1\+1".*"set aside"$/);
    const open = await rig.http('GET', `/v1/tenants/${tenant}/problems?state=open`, { token, headers });
    expect(open.text.trimEnd().split('\r\n')).toHaveLength(1 + 1001 + 2);
  });

  it('cannot be set aside once it is settled', async () => {
    rig.neighbours.problems.set(tenant, [aProblem({ problemId: id(0), closedAt: AT })]);
    expect((await setAside(id(0))).status).toBe(404);
  });
});
