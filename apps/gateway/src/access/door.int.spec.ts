import { status } from '@grpc/grpc-js';
import { GrpcException, refusal } from '@people-sync/platform';
import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { applied, planned } from '../rig/events.testkit';
import { anEntry, aReplay } from '../rig/audit.testkit';
import { aDecision, aPerson, aPlan, aPlanItem, aProblem, aStep, HASH } from '../rig/answers.testkit';
import { GatewayRig } from '../rig/gateway.testkit';
import { PERSON, platformRoutes, type Route, routes, sharedRoutes } from './routes.testkit';

const NOBODY = '99999999-9999-4999-8999-999999999999';
const AT = '2026-03-02T06:00:00.000Z';

const person = aPerson({
  personId: PERSON,
  email: 'zoe@northwind.example',
  name: 'Zoë Moss',
  team: 'Tilers',
  location: 'Leeds',
  manager: '=Ben Moss',
  status: 'active',
  orgEmployeeId: 'E1',
  version: 2,
  updatedAt: AT,
});

/** As callers see that person. */
const shown = {
  personId: PERSON,
  email: 'zoe@northwind.example',
  name: 'Zoë Moss',
  team: 'Tilers',
  location: 'Leeds',
  department: null,
  manager: '=Ben Moss',
  unit: null,
  status: 'active',
  weThriveId: null,
  orgEmployeeId: 'E1',
  version: 2,
  updatedAt: AT,
  reportsTo: null,
  changeNumber: 1,
  notFromPeopleHr: false,
};

const named = routes.map((route) => [`${route.method} …${route.path}`, route] as const);

describeReal('postgres')('the HTTP door', () => {
  let rig: GatewayRig;
  let tenant: string;
  let sync: string;
  let platform: string;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase());
    platform = await rig.token('peoplesync.platform');
  });
  afterAll(() => rig.stop());
  /** A tenant with one sync that is over, a person, a plan and a problem. */
  const settle = async () => {
    tenant = aTenantId();
    await rig.tenant(tenant);
    const start = await rig.http('POST', `/v1/tenants/${tenant}/syncs`, { token: platform, body: { mode: 'apply' } });
    sync = start.body.syncId;
    const about = { tenantId: tenant, syncId: sync, number: 1 };
    await rig.neighbours.emit([planned(about), applied(about)]);
    await eventually(async () => {
      const seen = await rig.http('GET', `/v1/tenants/${tenant}/syncs/${sync}`, { token: platform });
      expect(seen.body).toMatchObject({ status: 'completed', planHash: HASH });
    });
    rig.neighbours.people.set(tenant, [person]);
    rig.neighbours.versions.set(tenant, [
      {
        personId: PERSON,
        version: 2,
        person,
        kind: 'updated',
        syncId: sync,
        changeNumber: 9,
        at: AT,
        changed: ['team'],
        oldEmail: 'z@northwind.example',
      },
    ]);
    const changes = [{ field: 'jobRole', oldValue: 'Apprentice', newValue: 'Tilers' }, { field: 'location' }];
    rig.neighbours.plans.set(sync, aPlan({ syncId: sync, itemCount: 1, items: [aPlanItem({ changes })] }));
    const clash = { code: 'email-taken', received: 'zoe@northwind.example', other: 'Zoë Moss' };
    rig.neighbours.problems.set(tenant, [aProblem({ ...clash, syncId: sync })]);
    rig.neighbours.decisions.set(tenant, [aDecision()]);
    rig.neighbours.events.set(tenant, [anEntry({ eventId: PERSON })]);
    rig.neighbours.replays.set(tenant, [aReplay({ replayId: PERSON })]);
    const explanation = { personId: PERSON, employeeId: 'E1', name: 'Zoë Moss', steps: [aStep({ code: 'unchanged' })] };
    for (const key of [PERSON, 'E1']) rig.neighbours.explanations.set(key, explanation);
  };

  const address = (path: string, of = tenant) =>
    `/v1/tenants/${of}${Object.entries({ ':syncId': sync, ':personId': PERSON, ':problemId': NOBODY, ':eventId': PERSON, ':replayId': PERSON, ':decisionId': aDecision().decisionId }).reduce((made, [name, id]) => made.replace(name, id), path)}`;
  const call = (route: Route, token?: string, of = tenant) =>
    rig.http(route.method, address(route.path, of), {
      ...(token === undefined ? {} : { token }),
      ...(route.body === undefined ? {} : { body: route.body }),
    });

  describe('refuses, and changes nothing:', () => {
    beforeAll(settle);

    it('every route there is', async () => {
      const document = await rig.http('GET', '/openapi.json');
      const paths = Object.entries(document.body['paths'] as Record<string, object>);
      const there = paths.flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace('/v1/tenants/{tenant}', '')}`),
      );
      const called = [...routes, ...platformRoutes, ...sharedRoutes].map(
        ({ method, path }) =>
          `${method} ${(path.split('?', 1)[0] ?? '').replace(/:(\w+)/, '{$1}').replace(/(?<=^\/v1\/parked\/)[^/]+/, '{parkedId}')}`,
      );
      expect(called.sort()).toEqual(there.filter((route) => !route.includes(' /v1/session')).sort());
    });

    it.each(named)('%s gives every stranger the same answer', async (_name, route) => {
      const forged = `${platform.slice(0, -6)}AAAAAA`;
      const answers = await Promise.all([undefined, 'no.token', forged].map((token) => call(route, token)));
      const unknown = await call(route, undefined, 'no-such-tenant');
      for (const answer of [...answers, unknown]) {
        expect(answer.status).toBe(401);
        expect(answer.text).toBe(answers[0]?.text);
        expect(answer.headers.get('content-type')).toContain('application/problem+json');
      }
    });

    it.each(named)("%s answers another tenant's administrator as if there were nothing", async (_name, route) => {
      const other = await call(route, await rig.token('peoplesync.admin', 'elsewhere'));
      expect(other.status).toBe(404);
      const nothing = await rig.http('GET', '/v1/nothing-at-all', { token: platform });
      expect(other.text).toBe(nothing.text);
    });

    it.each(named.filter(([, route]) => route.method !== 'PUT' || route.path !== ''))(
      '%s answers 404 for a tenant that does not exist',
      async (_name, route) => {
        expect((await call(route, platform, 'no-such-tenant')).status).toBe(404);
        const admin = await rig.token('peoplesync.admin', 'no-such-tenant');
        expect((await call(route, admin, 'no-such-tenant')).status).toBe(route.platformOnly ? 403 : 404);
      },
    );

    it.each(named)('%s lets an auditor read and change nothing', async (_name, route) => {
      const answer = await call(route, await rig.token('peoplesync.auditor', tenant));
      expect(answer.status).toBe(route.changes ? 403 : route.answers);
    });

    const bad = routes.flatMap((route) =>
      (route.bad ?? []).map(([what, field]) => [`${route.method} …${route.path}`, what, field, route] as const),
    );
    const short = (what: unknown): string => JSON.stringify(what).slice(0, 80);
    it.each(bad.map(([name, what, ...rest]) => [name, short(what), what, ...rest] as const))(
      '%s refuses %s',
      async (_name, _short, what, field, route) => {
        const isQuery = typeof what === 'string';
        const whole = address(route.path);
        const path = whole.split('?', 1)[0] ?? '';
        const answer = await rig.http(route.method, isQuery ? path + what : whole, {
          token: platform,
          ...(isQuery ? {} : { body: what }),
        });
        expect(answer.status).toBe(400);
        expect(answer.body.type).toMatch(/\/invalid-request$/);
        expect(answer.body.fields.map((wrong) => wrong.field)).toContain(field);
      },
    );

    it.each([
      '/syncs/:x',
      '/syncs/:x/events',
      '/syncs/:x/plan',
      '/syncs/:x/problems',
      '/people/:x',
      '/people/:x/history',
      '/people/:x/why',
      '/people/:x/export',
    ])('GET …%s answers 404 for an id that is nobody and for one that is no id', async (path) => {
      for (const id of [NOBODY, 'no-id', "1'--"]) {
        const answer = await rig.http('GET', address(path.replace(':x', encodeURIComponent(id))), { token: platform });
        expect(answer.status).toBe(404);
      }
    });

    it.each([
      ['POST', '/problems/:x/set-aside'],
      ['DELETE', '/decisions/:x'],
      ['POST', '/syncs/:x/approve'],
      ['POST', '/syncs/:x/reject'],
      ['POST', '/syncs/:x/cancel'],
    ])('%s …%s answers 404 for an id of nothing and for one that is no id', async (method, path) => {
      for (const id of [PERSON, 'no-id', "1'--"]) {
        const answer = await rig.http(method, address(path.replace(':x', encodeURIComponent(id))), {
          token: platform,
          ...(method === 'POST' ? { body: { planHash: HASH } } : {}),
        });
        expect([id, answer.status]).toEqual([id, 404]);
      }
    });
  });

  describe('lets in:', () => {
    beforeEach(settle);

    it.each(named)('%s answers the platform, and is kept by no cache', async (_name, route) => {
      const answer = await call(route, platform);
      expect(answer.status).toBe(route.answers);
      expect(answer.headers.get('cache-control')).toContain('no-store');
      expect(answer.headers.get('x-powered-by')).toBeNull();
    });

    it.each(named)('%s is for the administrator, unless it is the platform that decides', async (_name, route) => {
      const answer = await call(route, await rig.token('peoplesync.admin', tenant));
      expect(answer.status).toBe(route.platformOnly ? 403 : route.answers);
    });

    it('makes a tenant with its licences, and shows it', async () => {
      const name = aTenantId();
      const body = { name: 'Harbour Foods', seats: 12 };
      const created = await rig.http('PUT', `/v1/tenants/${name}`, {
        token: platform,
        body,
        headers: { 'acting-user': 'grace' },
      });
      expect(created.status).toBe(201);
      expect(created.body).toEqual({
        ...{ tenant: name, timeZone: 'Europe/London', ...body, unlimited: false },
        created: true,
      });
      expect(rig.neighbours.requestsOf('setLicences').at(-1)).toMatchObject({
        tenantId: name,
        seats: 12,
        actor: 'grace',
      });
      expect((await rig.http('PUT', `/v1/tenants/${name}`, { token: platform, body })).status).toBe(200);
      const { body: shown } = await rig.http('GET', `/v1/tenants/${name}`, { token: platform });
      expect(created.body).toMatchObject(JSON.parse(JSON.stringify(shown)) as object);
    });

    it('makes no tenant whose licences could not be set', async () => {
      const name = aTenantId();
      rig.neighbours.refusals.set('setLicences', new GrpcException(status.UNAVAILABLE, 'away'));
      const body = { name: 'Harbour Foods', seats: 12 };
      const refused = await rig.http('PUT', `/v1/tenants/${name}`, { token: platform, body });
      expect(refused.status).toBe(503);
      expect((await rig.http('GET', `/v1/tenants/${name}`, { token: platform })).status).toBe(404);
    });

    it.each(['Upper', '-dash', 'under_score', 'x'.repeat(64), 'a b'])('makes no tenant called %j', async (name) => {
      const path = `/v1/tenants/${encodeURIComponent(name)}`;
      const refused = await rig.http('PUT', path, { token: platform, body: { name: 'x', unlimited: true } });
      expect(refused.status).toBe(400);
      expect(refused.body.fields[0]?.field).toBe('tenant');
    });

    it('tells the console whom its token is for', async () => {
      const admin = await rig.token('peoplesync.admin', tenant);
      const session = await rig.http('GET', '/v1/session', { token: admin });
      expect(session.body).toEqual({
        subject: `admin@${tenant}.example`,
        roles: ['peoplesync.admin'],
        tenant,
        company: 'Northwind Tiles',
      });
      expect((await rig.http('GET', '/v1/session', { token: platform })).body['tenant']).toBeNull();
      expect((await rig.http('GET', '/v1/session')).status).toBe(401);
    });

    describe('to PeopleHR', () => {
      const connect = (body: object) => rig.http('PUT', address('/integrations/peoplehr'), { token: platform, body });

      it('connects for the first time, replaces a key, and shows no more of it than its end', async () => {
        rig.neighbours.connections.delete(tenant);
        const none = await rig.http('GET', address('/integrations/peoplehr'), { token: platform });
        expect(none.body).toMatchObject({ status: 'not-connected', companyName: null, keyHint: null });
        const first = await connect({ apiKey: ' key-c4n4ry-1234 ' });
        expect(first.status).toBe(201);
        expect(first.body).toMatchObject({ status: 'connected', companyName: 'Northwind Tiles', keyHint: '1234' });
        const second = await connect({ apiKey: 'key-c4n4ry-5678' });
        expect(second.status).toBe(200);
        const now = await rig.http('GET', address('/integrations/peoplehr'), { token: platform });
        expect(now.body).toMatchObject({
          keyHint: '5678',
          lastSync: { syncId: sync },
          lastSuccessfulSync: { syncId: sync },
        });
        for (const answer of [first, second, now]) expect(answer.text).not.toContain('c4n4ry');
      });

      it.each([
        ['invalid-api-key', 422],
        ['missing-permission', 422],
        ['account-blocked', 422],
        ['wrong-company', 409],
        ['peoplehr-unavailable', 503],
      ] as const)('passes on that the key was refused: %s', async (reason, http) => {
        rig.neighbours.refusals.set('connect', refusal(reason, 'A sentence.'));
        const refused = await connect({ apiKey: 'key-9999' });
        expect(refused.status).toBe(http);
        expect(refused.body).toMatchObject({ type: expect.stringMatching(`/${reason}$`), detail: 'A sentence.' });
      });

      it('takes another company behind the key only if that is confirmed', async () => {
        rig.neighbours.refusals.set(
          'connect',
          refusal('wrong-company', 'Another company.', {
            offeredCompany: 'Fliesen Müller',
            connectedCompany: 'Northwind Tiles',
          }),
        );
        expect(await connect({ apiKey: 'key-9999' })).toMatchObject({
          status: 409,
          body: { offeredCompany: 'Fliesen Müller', connectedCompany: 'Northwind Tiles' },
        });
        expect((await connect({ apiKey: 'key-9999', replaceCompany: true })).status).toBe(200);
        const [first, second] = rig.neighbours.requestsOf('connect').slice(-2);
        expect(first).toMatchObject({ tenantId: tenant, replaceCompany: false });
        expect(second).toMatchObject({ tenantId: tenant, replaceCompany: true, actor: 'wethrive-platform' });
      });

      it('tells a broken key apart, with the sentence', async () => {
        const connection = rig.neighbours.connections.get(tenant);
        if (connection) {
          rig.neighbours.connections.set(tenant, { ...connection, status: 'broken', reason: 'invalid-api-key' });
        }
        const broken = await rig.http('GET', address('/integrations/peoplehr'), { token: platform });
        expect(broken.body).toMatchObject({ status: 'broken', reason: 'invalid-api-key' });
        expect(broken.body['message']).toContain('Create a new one in PeopleHR');
      });

      it('is disconnected however often that is asked, with no key of the caller', async () => {
        for (let time = 0; time < 3; time += 1) {
          const answer = await rig.http('DELETE', address('/integrations/peoplehr'), { token: platform });
          expect([time, answer.status]).toEqual([time, 204]);
        }
        const client = await rig.grpc(platform);
        await expect(client.disconnectPeopleHr({ tenant })).resolves.toEqual({});
        client.close();
        const none = await rig.http('GET', address('/integrations/peoplehr'), { token: platform });
        expect(none.body).toMatchObject({ status: 'not-connected' });
      });
    });

    it('shows what a sync did, and what needs attention', async () => {
      const { leftOut = 0, ...others } = aPlan().counts ?? {};
      const plan = await rig.http('GET', address('/syncs/:syncId/plan'), { token: platform });
      expect(plan.body).toEqual({
        syncId: sync,
        planHash: HASH,
        madeAs: 'applying',
        state: 'applied',
        supersededBy: null,
        itemCount: 1,
        heldBecause: [],
        expiresAt: null,
        decidedBy: null,
        decidedAt: null,
        outdated: false,
        counts: { ...others, leftOutBySettings: leftOut },
        safeguards: [],
        groups: [],
        groupCount: 0,
        licences: { seats: 50, unlimited: false, active: 3, waiting: 1, needed: 0, wouldWait: 0, message: null },
        items: [
          {
            personId: PERSON,
            employeeId: 'E1',
            name: 'Zoë Moss',
            email: null,
            kind: 'changed',
            changes: [
              { field: 'team', label: 'Team', oldValue: 'Apprentice', newValue: 'Tilers' },
              { field: 'location', label: 'Location', oldValue: null, newValue: null },
            ],
            proof: null,
            groupId: 'g1',
            leftOut: false,
            counted: false,
            team: null,
            department: null,
            location: null,
          },
        ],
        takenAt: AT,
        heldSince: null,
        freshUntil: null,
        leavers: 0,
        leaversOnly: false,
        counted: 0,
        nextCursor: null,
      });
      const problems = await rig.http('GET', address('/problems?state=open'), { token: platform });
      expect(problems.body.items).toEqual([
        {
          problemId: NOBODY,
          code: 'email-taken',
          message:
            'Ada Moss was not added or updated: Zoë Moss already has the email address zoe@northwind.example. Give one of them another address in PeopleHR, then sync again.',
          personId: null,
          employeeId: 'E2',
          name: 'Ada Moss',
          received: 'zoe@northwind.example',
          other: 'Zoë Moss',
          otherPersonId: null,
          rowEmail: null,
          rowStartDate: null,
          rowStatus: null,
          rowLeavingDate: null,
          affected: 1,
          syncId: sync,
          openedAt: AT,
          closedAt: null,
          setAsideAt: null,
          seenAt: null,
        },
      ]);
      expect(problems.body['asOf']).toBe(AT);
      expect(rig.neighbours.requestsOf('listProblems').at(-1)).toMatchObject({ state: 'open', syncId: '' });
      await rig.http('GET', address('/syncs/:syncId/problems'), { token: platform });
      expect(rig.neighbours.requestsOf('listProblems').at(-1)).toMatchObject({ state: '', syncId: sync });
    });

    it('says that a sync has no plan apart from that there is no such sync', async () => {
      rig.neighbours.plans.delete(sync);
      const none = await rig.http('GET', address('/syncs/:syncId/plan'), { token: platform });
      expect(none.status).toBe(404);
      expect(none.body.type).toMatch(/\/no-plan$/);
    });

    it('shows people, one person, their history and every change', async () => {
      const query =
        'status=active&search=zo%C3%AB&team=Tilers&location=Leeds&department=D&manager=M&sort=-team&limit=5';
      const people = await rig.http('GET', address(`/people?${query}&asOf=2026-03-01T01:00:00%2B01:00`), {
        token: platform,
      });
      const epoch = expect.any(String) as unknown;
      expect(people.body).toEqual({ items: [shown], nextCursor: null, total: 1, changeNumber: 9, epoch });
      expect(rig.neighbours.requestsOf('listPeople').at(-1)).toEqual({
        tenantId: tenant,
        status: 'active',
        search: 'zoë',
        team: 'Tilers',
        location: 'Leeds',
        department: 'D',
        manager: 'M',
        reportsTo: '',
        sort: '-team',
        asOf: '2026-03-01T00:00:00.000Z',
        limit: 5,
        cursor: '',
      });
      expect((await rig.http('GET', address('/people/:personId'), { token: platform })).body).toEqual(shown);
      const past = await rig.http('GET', address(`/people?reportsTo=${sync}&asOf=2026-03-01T00:00:00Z`), {
        token: platform,
      });
      expect(past.status).toBe(200);
      const version = {
        personId: PERSON,
        person: shown,
        version: 2,
        kind: 'updated',
        syncId: sync,
        changeNumber: 9,
        at: AT,
        changed: ['team'],
        oldEmail: 'z@northwind.example',
      };
      const history = await rig.http('GET', address('/people/:personId/history'), { token: platform });
      expect(history.body).toEqual({ items: [version], nextCursor: null });
      const changes = await rig.http('GET', address('/people/changes?after=8&limit=1'), { token: platform });
      expect(changes.body).toEqual({ items: [version], nextCursor: null, head: 9, epoch });
      expect((await rig.http('GET', address('/people/changes?after=9'), { token: platform })).body.items).toEqual([]);
      const filters = await rig.http('GET', address('/people/filters'), { token: platform });
      expect(filters.body).toEqual({
        ...{ teams: ['Tilers'], locations: ['Leeds'], departments: [], managers: ['Ben Moss'] },
        ...{ teamCount: 1, locationCount: 1, departmentCount: 0, managerCount: 5001 },
      });
    });

    it('gives everybody as a file for a spreadsheet, over all pages', async () => {
      const everybody = Array.from({ length: 1201 }, (_, index) => ({ ...person, orgEmployeeId: `E${index}` }));
      rig.neighbours.people.set(tenant, everybody);
      rig.neighbours.asked.length = 0;
      const file = await rig.http('GET', address('/people?limit=10'), {
        token: platform,
        headers: { accept: 'text/csv' },
      });
      expect(file.status).toBe(200);
      expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
      expect(file.headers.get('content-disposition')).toContain('people.csv');
      const lines = file.text.trimEnd().split('\r\n');
      expect(lines).toHaveLength(1202);
      expect(lines[1]).toBe(
        `"${PERSON}","Zoë Moss","zoe@northwind.example","Tilers","Leeds","","'=Ben Moss","","active","E0",""`,
      );
      // Who they are is found out once, however long the file is.
      const asked = ['selectPeople', 'listPeople', 'getPeople'].map(
        (method) => rig.neighbours.requestsOf(method).length,
      );
      expect(asked).toEqual([1, 0, 3]);
      rig.neighbours.refusals.set('selectPeople', new GrpcException(status.UNAVAILABLE, 'away'));
      const away = await rig.http('GET', address('/people'), { token: platform, headers: { accept: 'text/csv' } });
      expect(away.status).toBe(503);
    });

    it('shows and sets licences, and mirrors their number', async () => {
      const set = await rig.http('PUT', address('/licences'), { token: platform, body: { unlimited: true } });
      expect(set.body).toEqual({
        ...{ seats: null, unlimited: true, active: 3, waiting: 1, seatsMissing: 0 },
        message: '3 licences in use, without a limit',
        nextStep: 'There are licences: they are added in a moment.',
      });
      expect((await rig.http('GET', address('/licences'), { token: platform })).body).toEqual(set.body);
      expect((await rig.http('GET', address(''), { token: platform })).body).toMatchObject({
        seats: null,
        unlimited: true,
      });
    });

    it('refuses what is no JSON, and what is too large, without repeating it', async () => {
      const broken = await rig.http('POST', address('/syncs'), { token: platform, body: '{"c4n4ry' });
      expect(broken.status).toBe(400);
      expect(broken.text).not.toContain('c4n4ry');
      const large = await rig.http('POST', address('/syncs'), { token: platform, body: { mode: 'x'.repeat(270_000) } });
      expect(large.status).toBe(413);
    });

    it('takes the acting user from the platform only', async () => {
      const headers = { 'acting-user': 'grace' };
      const body = { mode: 'preview' };
      const byPlatform = await rig.http('POST', address('/syncs'), { token: platform, headers, body });
      expect(byPlatform.body).toMatchObject({ requestedBy: 'grace', trigger: 'platform' });
      const admin = await rig.token('peoplesync.admin', tenant);
      const byAdmin = await rig.http('POST', address('/syncs'), { token: admin, headers, body: { mode: 'repair' } });
      expect(byAdmin.body).toMatchObject({ requestedBy: `admin@${tenant}.example`, trigger: 'manual' });
    });

    it('bounds how often one token may call for one tenant, and no other', async () => {
      const limited = await rig.another({ RATE_LIMIT_PER_MINUTE: '3' });
      const path = address('/licences');
      const calls = [];
      for (let count = 0; count < 4; count += 1)
        calls.push(await rig.http('GET', path, { token: platform, gateway: limited }));
      expect(calls.map((answer) => answer.status)).toEqual([200, 200, 200, 429]);
      expect(calls[3]?.body.type).toMatch(/\/too-many-requests$/);
      expect(calls[3]?.headers.get('retry-after')).not.toBeNull();
      const admin = await rig.token('peoplesync.admin', tenant);
      expect((await rig.http('GET', path, { token: admin, gateway: limited })).status).toBe(200);
      await limited.close();
    });

    it('sends headers that fit the console', async () => {
      const { headers } = await rig.http('GET', '/v1/session', { token: platform });
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    });
  });
});
