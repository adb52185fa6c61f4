import { status } from '@grpc/grpc-js';
import { GrpcException } from '@people-sync/platform';
import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { importErrorCodes, importErrorSentence } from '@people-sync/wording';
import { aVersion, IMPORTED } from '../rig/answers.testkit';
import { withBothDoors } from '../rig/both-doors.testkit';
import type { GatewayRig, PlatformClient } from '../rig/gateway.testkit';

const ada = { email: 'ada@northwind.example', name: 'Ada Moss', weThriveId: 'W1' };
const PERSON = '11111111-1111-4111-8111-111111111111';
const CSV = { 'content-type': 'text/csv' };

describeReal('postgres')('people who are in WeThrive already', () => {
  let rig: GatewayRig;
  let platform: PlatformClient;
  let tenant: string;
  let token: string;

  withBothDoors({ provideTestDatabase, aTenantId }, (here) => {
    ({ rig, platform, tenant, token } = here);
    rig.neighbours.importErrors = [];
    rig.neighbours.importKnown = [];
    rig.neighbours.imported = undefined;
  });

  const path = (mode = 'all') => `/v1/tenants/${tenant}/people/import?mode=${mode}`;
  const send = (body: unknown, headers: Record<string, string> = {}) =>
    rig.http('POST', path(), { token, body, headers });
  const told = () => rig.neighbours.requestsOf('importPeople');
  const whole = {
    weThriveId: 'W1',
    orgEmployeeId: '',
    email: 'ada@northwind.example',
    name: 'Ada Moss',
    team: '',
    location: '',
    department: '',
    manager: '',
    unit: '',
    status: '',
  };

  it('are imported as JSON, by whoever pressed the button, once', async () => {
    const people = [ada, { ...ada, weThriveId: null, email: 'b@northwind.example', status: 'inactive' }];
    const headers = { 'idempotency-key': 'k1', 'acting-user': 'grace' };
    const answers = [await send({ people }, headers), await send({ people }, headers)];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ imported: 2, unchanged: 0, refused: 0, errors: [], known: [] });
    }
    expect(told()).toEqual([
      {
        tenantId: tenant,
        actor: 'grace',
        mode: 'all',
        people: [whole, { ...whole, weThriveId: '', email: 'b@northwind.example', status: 'inactive' }],
      },
    ]);
  });

  it("are imported as CSV, by our column names or those of WeThrive's export", async () => {
    const ours = await send('weThriveId,email,name\nW1,ada@northwind.example,Ada Moss\n', CSV);
    const theirs = await send(
      'WeThrive record ID;Email address;Name;Active\r\nW1;ada@northwind.example;Ada Moss;Yes\r\n',
      { 'content-type': 'text/csv; charset=utf-8' },
    );
    expect([ours.status, theirs.status]).toEqual([200, 200]);
    for (const request of told()) expect(request).toMatchObject({ people: [{ ...whole, status: 'active' }] });
  });

  it('are imported over gRPC by the same rules', async () => {
    const { status: _active, ...said } = whole;
    const one = await platform.importPeople({ tenant, people: { items: [said] }, mode: 'IMPORT_MODE_ALL' });
    expect(one).toMatchObject({ imported: 1, unchanged: 0 });
    const list = [said, { ...said, team: 'x'.repeat(255) }];
    const long = platform.importPeople({ tenant, people: { items: list }, mode: 'IMPORT_MODE_ALL' });
    await expect(long).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      reason: 'invalid-people',
      message:
        'Nobody was imported. Person 2: the value of ‘Team’ is too long. Shorten it. Correct this, then import everybody again.',
    });
    expect(await platform.importPeople({ tenant, people: { items: list }, mode: 'IMPORT_MODE_GOOD' })).toEqual({
      imported: 1,
      unchanged: 0,
      refused: 1,
      errors: [
        { line: 2, field: 'team', label: 'Team', code: 'too-long', message: expect.stringMatching(/^Person 2: /) },
      ],
      moreErrors: 0,
      known: [],
      moreKnown: 0,
      state: 'IMPORT_STATE_READABLE',
      changeNumber: 0,
      // No file was sent.
      file: null,
    });
    const other = platform.importPeople({ tenant, people: { items: list }, mode: 'IMPORT_MODE_UNSPECIFIED' });
    await expect(other).rejects.toMatchObject({ code: status.INVALID_ARGUMENT, reason: 'invalid-request' });
    const nothingSaid = [{ ...said, status: 'IMPORTED_STATUS_UNSPECIFIED' as const }];
    const unsaid = platform.importPeople({ tenant, people: { items: nothingSaid }, mode: 'IMPORT_MODE_ALL' });
    await expect(unsaid).rejects.toMatchObject({ code: status.INVALID_ARGUMENT, reason: 'invalid-people' });
  });

  it('are imported all or not at all, and each line that is wrong is named', async () => {
    rig.neighbours.importErrors = [
      { line: 1, field: 'email', code: 'email-taken' },
      { line: 2, field: 'email', code: 'email-invalid' },
      { line: 2, field: 'name', code: 'name-blank' },
      { line: 2, field: 'weThriveId', code: 'id-twice' },
    ];
    const file = 'address,name,email\n\n"1 Kiln Lane\nLeeds",Ada Moss,ada@northwind.example\n,,b\n';
    const refused = await send(file, CSV);
    expect(refused.status).toBe(422);
    expect(refused.body.type).toMatch(/\/invalid-people$/);
    expect(refused.body['errors']).toMatchObject([
      {
        line: 3,
        field: 'email',
        code: 'email-taken',
        message:
          'Line 3: somebody who is in WeThrive already has this email address. Give one of them another address.',
      },
      { line: 5, field: 'email', code: 'email-invalid' },
      { line: 5, field: 'name', code: 'name-blank' },
      { line: 5, field: 'weThriveId', code: 'id-twice' },
    ]);
    expect(refused.body.detail).toMatch(/^Nobody was imported\. Line 3: .* And 1 more\. Correct this, then import/);
    const asJson = await send({ people: [ada, ada] });
    expect(asJson.body['errors']).toMatchObject([{ line: 1 }, { line: 2 }, { line: 2 }, { line: 2 }]);
    expect(asJson.body.detail).toContain('Person 1: somebody');
  });

  it.each([
    [{ people: [ada, { ...ada, email: 7 }] }, { line: 2, field: 'email', code: 'not-text' }],
    [{ people: [{ ...ada, unit: 'x'.repeat(255) }] }, { line: 1, field: 'unit', code: 'too-long' }],
    [{ people: [{ ...ada, status: 'gone' }] }, { line: 1, field: 'status', code: 'unknown-status' }],
  ])('are refused with the value that nobody can have', async (body, error) => {
    const refused = await send(body);
    expect(refused.status).toBe(422);
    expect(refused.body['errors']).toMatchObject([error]);
    // Of the others it is only asked what is wrong with them.
    expect(told()).toMatchObject([{ mode: 'preview' }]);
  });

  const messy = [
    'Name;Email;Team;Shoe size',
    'Ada Moss;ada@northwind.example;Tilers;41',
    ';;;',
    'Ben Moss;ben@northwind.example;Tilers;42;43',
    `Cy Reed;cy@northwind.example;${'x'.repeat(255)};`,
    'Di Reed;di@northwind.example;Kiln;',
    'Ed Reed;ed@northwind.example;Kiln;',
  ].join('\r\n');
  /** Of the three who can be somebody one is there already, and one has an address that is taken. */
  const meetOthers = () => {
    rig.neighbours.importKnown = [{ line: 2, by: 'orgEmployeeId', personId: PERSON, active: false }];
    rig.neighbours.importErrors = [{ line: 3, field: 'email', code: 'email-taken' }];
  };
  const outcome = {
    imported: 1,
    unchanged: 1,
    refused: 3,
    errors: [
      { line: 4, field: null, label: null, code: 'too-many-values', message: expect.stringMatching(/^Line 4: /) },
      { line: 5, field: 'team', label: 'Team', code: 'too-long', message: expect.stringContaining('‘Team’') },
      { line: 7, field: 'email', label: 'Email', code: 'email-taken', message: expect.stringMatching(/^Line 7: /) },
    ],
    moreErrors: 0,
    known: [
      {
        line: 6,
        knownBy: 'orgEmployeeId',
        personId: PERSON,
        message: 'Line 6: already in WeThrive as inactive, with the same employee ID. They stay as they are.',
      },
    ],
    moreKnown: 0,
  };

  it('are shown before anything is done: who is imported, who is there, and which lines are wrong', async () => {
    meetOthers();
    const preview = await rig.http('POST', path('preview'), { token, body: messy, headers: CSV });
    expect(preview.status).toBe(200);
    const lines = messy.split('\r\n').map((line) => line.slice(0, 200));
    expect(preview.body).toEqual({
      ...outcome,
      errors: outcome.errors.map((error) => ({ ...error, text: lines[error.line - 1] })),
      state: 'preview',
      changeNumber: null,
      lastPersonId: null,
      file: {
        columns: [
          { name: 'Name', field: 'name', label: 'Name' },
          { name: 'Email', field: 'email', label: 'Email' },
          { name: 'Team', field: 'team', label: 'Team' },
          { name: 'Shoe size', field: null, label: null },
        ],
        first: [
          { name: 'Ada Moss', email: 'ada@northwind.example', team: 'Tilers', status: 'active' },
          { name: 'Di Reed', email: 'di@northwind.example', team: 'Kiln', status: 'active' },
          { name: 'Ed Reed', email: 'ed@northwind.example', team: 'Kiln', status: 'active' },
        ],
      },
    });
    expect(told()).toMatchObject([{ mode: 'preview' }]);
  });

  it('are shown with the line that nobody can be read from, of which nothing is kept for a key', async () => {
    const file = 'Name;Team\r\nAda Moss;Tilers';
    const ask = (mode: string) => rig.http('POST', path(mode), { token, body: file, headers: CSV });
    const error = { line: 1, field: 'email', label: 'Email', code: 'column-missing', message: expect.any(String) };
    const shown = await ask('preview');
    expect([shown.status, shown.body['errors']]).toEqual([422, [{ ...error, text: 'Name;Team' }]]);
    const refused = await ask('good');
    expect([refused.status, refused.body['errors']]).toEqual([422, [error]]);
  });

  it('can be read when they are answered for, at the number that the answer says', async () => {
    rig.neighbours.imported = new Set();
    rig.neighbours.versions.set(tenant, [aVersion({ changeNumber: 7 })]);
    const answer = send({ people: [ada] });
    await eventually(() => expect(rig.neighbours.requestsOf('getPeople')).not.toEqual([]));
    expect(rig.neighbours.requestsOf('listPeople')).toEqual([]);
    rig.neighbours.imported = new Set([IMPORTED]);
    expect((await answer).body).toMatchObject({ imported: 1, state: 'readable', changeNumber: 7 });
  });

  it('are taken all the same if the table is away: they come by themselves, and no number is made up', async () => {
    for (const call of ['getPeople', 'listPeople']) {
      rig.neighbours.refusals.set(call, new GrpcException(status.UNAVAILABLE, 'Away.'));
      expect((await send({ people: [ada] })).body).toMatchObject({
        ...{ imported: 1, state: 'on-its-way', changeNumber: null, lastPersonId: IMPORTED },
      });
      rig.neighbours.refusals.delete(call);
    }
  });

  it('that are known already can be read at once', async () => {
    rig.neighbours.importKnown = [{ line: 1, by: 'email', personId: PERSON, active: true }];
    rig.neighbours.versions.set(tenant, [aVersion({ changeNumber: 7 })]);
    expect((await send({ people: [ada] })).body).toMatchObject({ imported: 0, unchanged: 1, changeNumber: 7 });
    expect(rig.neighbours.requestsOf('getPeople')).toEqual([]);
  });

  it('are all refused with one line that is wrong, or imported without it if that is wished', async () => {
    meetOthers();
    const all = await send(messy, CSV);
    expect([all.status, all.body['errors']]).toEqual([422, outcome.errors]);
    expect(told()).toMatchObject([{ mode: 'preview' }]);
    const good = await rig.http('POST', path('good'), { token, body: messy, headers: CSV });
    expect([good.status, good.body]).toEqual([
      200,
      { ...outcome, state: 'readable', changeNumber: 0, lastPersonId: null },
    ]);
    expect(told()[1]).toMatchObject({
      mode: 'good',
      people: [{ name: 'Ada Moss' }, { name: 'Di Reed' }, { name: 'Ed Reed' }],
    });
    const wrong = await rig.http('POST', path('some'), { token, body: messy, headers: CSV });
    expect([wrong.status, wrong.body.fields[0]?.field]).toEqual([400, 'mode']);
  });

  it('have a sentence with the next step for each thing that can be wrong', () => {
    for (const code of [...importErrorCodes, 'something-new']) {
      expect(importErrorSentence({ line: 7, field: 'email', code }, 'Line')).toMatch(/^Line 7: [a-z].*\. [A-Z].*\.$/);
    }
    for (const code of [
      'email-blank',
      'email-invalid',
      'email-twice',
      'email-taken',
      'id-twice',
      'id-taken',
      'name-blank',
    ]) {
      expect(importErrorCodes).toContain(code);
    }
  });

  it('may be ten thousand, and no more, in a file that is bounded', async () => {
    const many = (count: number) => ({
      people: Array.from({ length: count }, (_, index) => ({
        email: `p${index}@northwind.example`,
        name: `Person ${index} ${'x'.repeat(150)}`,
      })),
    });
    const all = await send(many(10_000));
    expect(all.body).toMatchObject({ imported: 10_000, unchanged: 0 });
    const more = await send(
      ['name,email', ...many(10_001).people.map(({ name, email }) => `${name},${email}`)].join('\n'),
      CSV,
    );
    expect([more.status, more.body.fields[0]?.field]).toEqual([400, 'people']);
    const large = await send({ people: [{ ...ada, name: 'x'.repeat(9_000_000) }] });
    expect([large.status, large.body.detail]).toEqual([413, 'The body is too large: at most 8192 kB are read here.']);
    expect(told()).toHaveLength(1);
  });

  it.each<[string, unknown, Record<string, string>, number]>([
    ['another type', 'x', { 'content-type': 'application/vnd.ms-excel' }, 415],
    ['no JSON', '{"people":[{"name":"c4n4ry"', {}, 400],
    ['no UTF-8', Buffer.from('name,email\nZo\xeb,c4n4ry@northwind.example\n', 'latin1'), CSV, 400],
  ])('that come as %s are refused without being repeated', async (_what, body, headers, http) => {
    const response = await fetch(`${rig.gateway.http ?? ''}${path()}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'acting-user': 'ada@northwind.example',
        'content-type': 'application/json',
        ...headers,
      },
      body: body as string,
    });
    expect(response.status).toBe(http);
    expect(await response.text()).not.toContain('c4n4ry');
    expect(told()).toEqual([]);
  });
});
