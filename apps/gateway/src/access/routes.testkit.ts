import { HASH } from '../rig/answers.testkit';

/** The person whom the table's calls are about. */
export const PERSON = '11111111-1111-4111-8111-111111111111';

/** One call of every route; `:id` is a sync, `:person` a person. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly answers: number;
  readonly changes?: true;
  readonly platformOnly?: true;
  /** Bodies and queries that are refused with the field's name. */
  readonly bad?: readonly (readonly [what: unknown, field: string])[];
}

const limits: Route['bad'] = [
  ['?limit=0', 'limit'],
  ['?limit=501', 'limit'],
  ['?limit=ten', 'limit'],
  ['?limit=5&hidden=1', 'hidden'],
  [`?cursor=${'x'.repeat(4097)}`, 'cursor'],
];

/** The id of a stream that does not wait. */
const NO_STREAM = Buffer.from('gateway peoplesync.changes nobody').toString('base64url');

/** Routes that are about no tenant of their own, for the platform only. */
export const platformRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/tenants?state=held',
    answers: 200,
    platformOnly: true,
    bad: [
      ['', 'state'],
      ['?state=fine', 'state'],
      ['?state=held&limit=501', 'limit'],
      ['?state=held&cursor=bm8', 'cursor'],
      ['?state=broken&cursor=bm8', 'cursor'],
      ['?state=parked&cursor=bm8', 'cursor'],
      ['?state=held&hidden=1', 'hidden'],
    ],
  },
  { method: 'GET', path: '/v1/parked', answers: 200, platformOnly: true, bad: limits },
  { method: 'POST', path: `/v1/parked/${NO_STREAM}/retry`, answers: 404, platformOnly: true, changes: true },
  { method: 'POST', path: `/v1/parked/${NO_STREAM}/skip`, answers: 404, platformOnly: true, changes: true },
];

/** Every route of a tenant over HTTP. */
export const routes: readonly Route[] = [
  {
    method: 'PUT',
    path: '',
    body: { name: 'Northwind Tiles', timeZone: 'Europe/Dublin', seats: null },
    answers: 200,
    changes: true,
    platformOnly: true,
    bad: [
      [{ name: '', seats: 1 }, 'name'],
      [{ name: ' ', seats: 1 }, 'name'],
      [{ name: 'x'.repeat(201), seats: 1 }, 'name'],
      [{ name: 'Northwind' }, 'seats'],
      [{ name: 'Northwind', seats: -1 }, 'seats'],
      [{ name: 'Northwind', seats: 1.5 }, 'seats'],
      [{ name: 'Northwind', seats: '5' }, 'seats'],
      [{ name: 'Northwind', seats: 5, timeZone: 'Europe/Atlantis' }, 'timeZone'],
      [{ name: 'Northwind', seats: 5, plan: 'gold' }, 'plan'],
    ],
  },
  { method: 'GET', path: '', answers: 200 },
  {
    method: 'POST',
    path: '/session-codes',
    body: { subject: 'ada@northwind.example' },
    answers: 201,
    changes: true,
    platformOnly: true,
    bad: [
      [{}, 'subject'],
      [{ subject: ' ' }, 'subject'],
      [{ subject: 'x'.repeat(201) }, 'subject'],
      [{ subject: 'ada', roles: [] }, 'roles'],
      [{ subject: 'ada', roles: ['peoplesync.platform'] }, 'roles'],
      [{ subject: 'ada', roles: ['peoplesync.admin', 'peoplesync.admin'] }, 'roles'],
      [{ subject: 'ada', tenant: 'elsewhere' }, 'tenant'],
    ],
  },
  {
    method: 'PUT',
    path: '/integrations/peoplehr',
    body: { apiKey: 'key-5678' },
    answers: 200,
    changes: true,
    bad: [
      [{}, 'apiKey'],
      [{ apiKey: '   ' }, 'apiKey'],
      [{ apiKey: 'two words' }, 'apiKey'],
      [{ apiKey: 'k'.repeat(201) }, 'apiKey'],
      [{ apiKey: 'k', replaceCompany: 'yes' }, 'replaceCompany'],
      [{ apiKey: 'k', url: 'http://elsewhere.example' }, 'url'],
    ],
  },
  { method: 'GET', path: '/integrations/peoplehr', answers: 200 },
  {
    method: 'POST',
    path: '/syncs',
    body: { mode: 'preview' },
    answers: 202,
    changes: true,
    bad: [
      [{ mode: 'destroy' }, 'mode'],
      [{ mode: null }, 'mode'],
      [{ number: 7 }, 'number'],
    ],
  },
  { method: 'GET', path: '/syncs', answers: 200, bad: limits },
  { method: 'GET', path: '/syncs/:id', answers: 200 },
  { method: 'GET', path: '/syncs/:id/events', answers: 200 },
  {
    method: 'GET',
    path: '/syncs/:id/plan',
    answers: 200,
    bad: [...limits, ['?group=', 'group'], [`?group=${'x'.repeat(65)}`, 'group']],
  },
  { method: 'GET', path: '/syncs/:id/problems', answers: 200, bad: limits },
  { method: 'POST', path: '/syncs/:id/cancel', answers: 409, changes: true },
  {
    method: 'POST',
    path: '/syncs/:id/approve',
    body: { planHash: HASH, exclude: [PERSON] },
    answers: 409,
    changes: true,
    bad: [
      [{}, 'planHash'],
      [{ planHash: 'abc' }, 'planHash'],
      [{ planHash: HASH, exclude: ['me'] }, 'exclude'],
      [{ planHash: HASH, exclude: [PERSON, PERSON] }, 'exclude'],
      [{ planHash: HASH, exclude: null }, 'exclude'],
      [{ planHash: HASH, leaversOnly: 'yes' }, 'leaversOnly'],
      [{ planHash: HASH, force: true }, 'force'],
    ],
  },
  {
    method: 'POST',
    path: '/syncs/:id/reject',
    body: { planHash: HASH },
    answers: 409,
    changes: true,
    bad: [
      [{}, 'planHash'],
      [{ planHash: HASH, exclude: [] }, 'exclude'],
      [{ planHash: HASH, also: ['me'] }, 'also'],
      [{ planHash: HASH, also: [PERSON], notNow: true }, 'also'],
    ],
  },
  { method: 'DELETE', path: '/syncs/:id/rejection', answers: 200, changes: true },
  {
    method: 'PUT',
    path: '/syncs/:id/plan/left-out',
    body: { planHash: HASH, people: [PERSON] },
    answers: 200,
    changes: true,
    bad: [
      [{ people: [] }, 'planHash'],
      [{ planHash: HASH }, 'people'],
      [{ planHash: HASH, people: ['me'] }, 'people'],
    ],
  },
  {
    method: 'GET',
    path: '/problems?state=open',
    answers: 200,
    bad: [...limits, ['?state=hidden', 'state'], ['?cursor=bm8', 'cursor']],
  },
  { method: 'GET', path: '/problems/summary', answers: 200 },
  { method: 'POST', path: '/problems/:problem/set-aside', answers: 200, changes: true },
  {
    method: 'POST',
    path: '/decisions',
    body: { personId: PERSON, leaveOut: true, reason: 'Trustee' },
    answers: 201,
    changes: true,
    bad: [
      [{}, 'samePersonAs'],
      [{ employeeId: 'E1' }, 'samePersonAs'],
      [{ samePersonAs: 'new' }, 'employeeId'],
      [{ employeeId: '', samePersonAs: 'new' }, 'employeeId'],
      [{ employeeId: 'E1', samePersonAs: 'somebody' }, 'samePersonAs'],
      [{ employeeId: 'E1', samePersonAs: 'new', personId: PERSON }, 'personId'],
      [{ personId: PERSON, missing: 'gone' }, 'missing'],
      [{ missing: 'left' }, 'personId'],
      [{ personId: 'me', missing: 'left' }, 'personId'],
      [{ personId: PERSON, missing: 'left', reason: 'because' }, 'reason'],
      [{ personId: PERSON, leaveOut: true }, 'reason'],
      [{ personId: PERSON, leaveOut: true, reason: ' ' }, 'reason'],
      [{ personId: PERSON, leaveOut: true, reason: 'x'.repeat(501) }, 'reason'],
      [{ personId: PERSON, leaveOut: false, reason: 'because' }, 'leaveOut'],
      [{ personId: PERSON, leaveOut: true, reason: 'because', kind: 'kept' }, 'kind'],
    ],
  },
  { method: 'GET', path: '/decisions', answers: 200, bad: [...limits, ['?person=me', 'person']] },
  { method: 'DELETE', path: '/decisions/:decision', answers: 200, changes: true },
  { method: 'GET', path: '/policy', answers: 200 },
  {
    method: 'PUT',
    path: '/policy',
    body: { daysBeforeStart: 3 },
    answers: 200,
    changes: true,
    bad: [
      [{ timeZone: 'Europe/Atlantis' }, 'timeZone'],
      [{ daysBeforeStart: 366 }, 'daysBeforeStart'],
      [{ daysBeforeStart: 1.5 }, 'daysBeforeStart'],
      [{ scope: { shoeSize: {} } }, 'scope.shoeSize'],
      [{ scope: { location: { include: ['Leeds'] } } }, 'scope.location.exclude'],
      [{ scope: { location: { exclude: [] } } }, 'scope.location.include'],
      [{ scope: { location: { include: 'Leeds', exclude: [] } } }, 'scope.location.include'],
      [{ scope: { company: { include: null, exclude: ['x'.repeat(255)] } } }, 'scope.company.exclude'],
      [{ leaveOut: [{ personId: PERSON }] }, 'leaveOut.0.reason'],
      [{ leaveOut: [{ personId: 'me', reason: 'because' }] }, 'leaveOut.0.personId'],
      [{ leaveOut: { personId: PERSON } }, 'leaveOut'],
      [{ protectedPeople: ['me'] }, 'protectedPeople'],
      [{ protectedPeople: [PERSON, PERSON] }, 'protectedPeople'],
      [{ safeguards: { leavers: { people: -1, fraction: 0.1 } } }, 'safeguards.leavers.people'],
      [{ safeguards: { joiners: { people: 1, fraction: 1.1 } } }, 'safeguards.joiners.fraction'],
      [{ safeguards: { emailChanges: { people: 1 } } }, 'safeguards.emailChanges.fraction'],
      [{ safeguards: { knownInSnapshot: 2 } }, 'safeguards.knownInSnapshot'],
      [{ safeguards: { moon: { people: 1, fraction: 0 } } }, 'safeguards.moon'],
      [{ expectedVersion: -1 }, 'expectedVersion'],
      [{ confirmedLeaving: 1.5 }, 'confirmedLeaving'],
      [{ rules: 1 }, 'rules'],
    ],
  },
  {
    method: 'POST',
    path: '/policy/scope-effect',
    body: { scope: { location: { include: ['Leeds'], exclude: [] } } },
    answers: 200,
    bad: [
      [{}, 'scope'],
      [{ scope: null }, 'scope'],
      [{ scope: { location: { include: [7], exclude: [] } } }, 'scope.location.include'],
      [{ scope: {}, policy: {} }, 'policy'],
    ],
  },
  {
    method: 'GET',
    path: '/people',
    answers: 200,
    bad: [
      ...limits,
      ['?status=gone', 'status'],
      [`?search=${'x'.repeat(201)}`, 'search'],
      [`?team=${'x'.repeat(513)}`, 'team'],
      ['?asOf=yesterday', 'asOf'],
      ['?asOf=2026-13-45T00:00:00Z', 'asOf'],
    ],
  },
  { method: 'GET', path: '/people/filters', answers: 200 },
  {
    method: 'GET',
    path: '/people/changes?after=0',
    answers: 200,
    bad: [
      ['?after=-1', 'after'],
      ['?after=x', 'after'],
      ['?after=99999999999999999999', 'after'],
    ],
  },
  { method: 'GET', path: '/people/:person', answers: 200 },
  { method: 'GET', path: '/people/:person/why', answers: 200 },
  { method: 'GET', path: '/people/:person/export', answers: 200 },
  {
    method: 'GET',
    path: '/why?employeeId=E1',
    answers: 200,
    bad: [
      ['', 'employeeId'],
      ['?employeeId=E1&email=ada@northwind.example', 'employeeId'],
      ['?employeeId=', 'employeeId'],
      [`?email=${'x'.repeat(255)}`, 'email'],
      ['?name=Ada', 'name'],
    ],
  },
  {
    method: 'POST',
    path: '/people/import',
    body: { people: [{ email: 'trustee@northwind.example', name: 'Tess Moss' }] },
    answers: 200,
    changes: true,
    bad: [
      [{}, 'people'],
      [[], 'body'],
      [{ people: 'everybody' }, 'people'],
      [{ people: [{ name: 'Ada Moss', shoeSize: 41 }] }, 'people.0.shoeSize'],
      [{ people: [], force: true }, 'force'],
      [{ people: Array.from({ length: 10_001 }, () => ({})) }, 'people'],
    ],
  },
  { method: 'GET', path: '/people/:person/history', answers: 200, bad: limits },
  { method: 'GET', path: '/licences', answers: 200 },
  {
    method: 'PUT',
    path: '/licences',
    body: { seats: 7 },
    answers: 200,
    changes: true,
    platformOnly: true,
    bad: [
      [{}, 'seats'],
      [{ seats: -1 }, 'seats'],
      [{ seats: 1e9 }, 'seats'],
      [{ seats: 'unlimited' }, 'seats'],
    ],
  },
  { method: 'DELETE', path: '/integrations/peoplehr', answers: 204, changes: true },
];
