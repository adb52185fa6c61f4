import { KindGuard, type TSchema } from '@sinclair/typebox';
import { catalogue } from '../catalogue';
import type { EventDefinition } from '../define-event';
import { ofMapped } from '../mapped-fields';
import { topicNames } from '../topics';
import { byAddress, byEmployee, byName, byPerson } from './named';
import { aboutPeople } from './personal-fields';
import { joinPersonal, splitPersonal } from './split';

const definitions = [...new Set(topicNames.flatMap((topic) => catalogue.on(topic)))];

const PERSON = '01890000-0000-7000-8000-000000000001';

/** Free texts that are about nobody who is employed, and why. */
const aboutNobody: Readonly<Record<string, string>> = {
  'connection.connected companyName': 'the customer',
  'connection.connected companyId': 'the customer',
  'connection.connected keyHint': 'of a key',
  'connection.key-replaced companyName': 'the customer',
  'connection.key-replaced companyId': 'the customer',
  'connection.key-replaced keyHint': 'of a key',
  'sync.requested erased': 'keyed digests',
  'snapshot.completed companyId': 'the customer',
  'snapshot.completed statusCounts': 'codes of PeopleHR',
  'snapshot.unchanged companyId': 'the customer',
  'snapshot.unchanged statusCounts': 'codes of PeopleHR',
  'snapshot.failed detail': "PeopleHR's Status and Message",
  'sync.closed reason': 'a word of ours',
  'policy.changed policy/timeZone': 'a zone',
  'policy.changed policy/scope/employmentType/include': 'values of a field, not whose',
  'policy.changed policy/scope/employmentType/exclude': 'values of a field, not whose',
  'policy.changed policy/scope/company/include': 'values of a field, not whose',
  'policy.changed policy/scope/company/exclude': 'values of a field, not whose',
  'policy.changed policy/scope/location/include': 'values of a field, not whose',
  'policy.changed policy/scope/location/exclude': 'values of a field, not whose',
  'policy.changed policy/scope/department/include': 'values of a field, not whose',
  'policy.changed policy/scope/department/exclude': 'values of a field, not whose',
  'plan.made safeguards/field': 'the name of a field',
  'plan.revised safeguards/field': 'the name of a field',
};

/** Where free texts may stand in an event: neither ids, digests, instants and days nor words of ours. */
function freeTexts(schema: TSchema, path: readonly string[] = []): string[] {
  if (KindGuard.IsObject(schema))
    return Object.entries(schema.properties).flatMap(([name, inner]) => freeTexts(inner, [...path, name]));
  if (KindGuard.IsRecord(schema)) return [path.join('/')];
  if (KindGuard.IsUnion(schema)) return [...new Set(schema.anyOf.flatMap((one) => freeTexts(one, path)))];
  if (KindGuard.IsArray(schema)) return freeTexts(schema.items, path);
  return KindGuard.IsString(schema) && schema.format === undefined && schema.pattern === undefined
    ? [path.join('/')]
    : [];
}

let texts = 0;
/** Data that say something everywhere, and everywhere something else. */
function filled(schema: TSchema): unknown {
  if (KindGuard.IsObject(schema))
    return Object.fromEntries(Object.entries(schema.properties).map(([name, inner]) => [name, filled(inner)]));
  if (KindGuard.IsRecord(schema)) return { '1': 3 };
  if (KindGuard.IsUnion(schema)) return filled(schema.anyOf[0]!);
  if (KindGuard.IsArray(schema)) return [filled(schema.items)];
  if (KindGuard.IsInteger(schema) || KindGuard.IsNumber(schema)) return schema.minimum ?? 1;
  if (KindGuard.IsBoolean(schema)) return true;
  const words: unknown = schema['enum'];
  if (Array.isArray(words)) return words[0];
  if (schema['format'] === 'uuid') return PERSON;
  if (schema['format'] === 'date-time') return '2026-03-01T02:00:00.000Z';
  if (schema['format'] === 'date') return '2026-03-01';
  if (schema['pattern'] !== undefined) return String(schema['pattern']).includes('64') ? 'a'.repeat(64) : 'word';
  return `t${(texts++).toString(36)}`.slice(0, Number(schema['maxLength']));
}

const withoutPlaces = (path: readonly (string | number)[]) => path.filter((step) => typeof step === 'string').join('/');

describe('what events say about people', () => {
  it.each(definitions.map((one) => [one.type, one] as const))(
    'is known of every free text of %s: whom it is about, or why it is about nobody',
    (type, definition) => {
      const about = new Set(aboutPeople(type, filled(definition.schema)).map(({ path }) => withoutPlaces(path)));
      const open = freeTexts(definition.schema).filter(
        (path) => !about.has(path) && !(`${definition.name} ${path}` in aboutNobody),
      );
      expect(open).toEqual([]);
    },
  );

  it('names no text as about nobody that no event has', () => {
    const all = definitions.flatMap((one) => freeTexts(one.schema).map((path) => `${one.name} ${path}`));
    expect(Object.keys(aboutNobody).filter((one) => !all.includes(one))).toEqual([]);
  });

  it.each(definitions.map((one) => [one.type, one] as const))(
    'of %s is taken out and put back without a trace',
    (type, { schema }: EventDefinition) => {
      const data = filled(schema);
      const { skeleton, parts } = splitPersonal(type, data);
      const left = JSON.stringify(skeleton);
      for (const { value } of parts.flatMap(({ values }) => values)) expect(left).not.toContain(JSON.stringify(value));
      expect(joinPersonal(skeleton, parts)).toEqual(data);
    },
  );

  it.each(definitions.map((one) => [one.type, one] as const))(
    'leaves the data of %s as they are',
    (type, { schema }: EventDefinition) => {
      const data = filled(schema);
      const before = JSON.stringify(data);
      const { skeleton } = splitPersonal(type, data);
      expect(JSON.stringify(data)).toBe(before);
      const keysOf = (value: unknown): string[] =>
        typeof value === 'object' && value !== null ? Object.keys(value) : [];
      expect(keysOf(skeleton)).toEqual(keysOf(data));
    },
  );

  const employee = {
    employeeId: 'PW30',
    uniqueKey: null,
    email: 'rafe@northwind-tiles.example',
    firstName: 'Rafe',
    lastName: 'Lindqvist',
    jobRole: 'Glazer',
    location: null,
    department: null,
    reportsTo: 'Ann  Smith',
    reportsToEmployeeId: 'PW2',
    reportsToEmail: 'ann@northwind-tiles.example',
    company: null,
    employmentType: null,
    status: '1',
    startDate: null,
    leavingDate: null,
  };
  const header = { number: 1, attempt: 1, mode: 'apply' };
  const typeOf = (name: string) => definitions.find((one) => one.name === name)!.type;
  const snapshot = (more: object) => ({
    ...header,
    index: 0,
    employee: { ...employee, ...more },
    digest: 'a'.repeat(64),
  });
  const whose = (name: string, data: unknown) =>
    splitPersonal(typeOf(name), data).parts.map(({ whom, values }) => [whom, values.map(({ path }) => path.at(-1))]);

  it('is about the manager where an employee’s record says whom they report to', () => {
    expect(whose('employee.snapshot', snapshot({}))).toEqual([
      [byEmployee('PW30'), ['employeeId', 'email', 'firstName', 'lastName', 'jobRole', 'status']],
      [byEmployee('PW2'), ['reportsTo', 'reportsToEmployeeId', 'reportsToEmail']],
    ]);
  });

  it.each([
    ['an address, where there is no id', { reportsToEmployeeId: null }, byAddress('Ann@northwind-tiles.example')],
    ['a name, where there is nothing else', { reportsToEmployeeId: null, reportsToEmail: null }, byName('ann smith')],
  ])('names the manager by %s', (_, more, whom) => {
    expect(splitPersonal(typeOf('employee.snapshot'), snapshot(more)).parts[1]?.whom).toEqual(whom);
  });

  it('is about the manager before, in what a record was', () => {
    const changed = { personId: PERSON, sourceVersion: 2, employee, changed: ['reportsToEmployeeId'] };
    const old = { reportsToEmployeeId: 'PW9' };
    expect(whose('employee.changed', { ...changed, old }).at(-1)).toEqual([byEmployee('PW9'), ['reportsToEmployeeId']]);
  });

  it('is about nobody where a manager is not said', () => {
    const nobody = { reportsTo: null, reportsToEmployeeId: null, reportsToEmail: null };
    expect(splitPersonal(typeOf('employee.snapshot'), snapshot(nobody)).parts).toHaveLength(1);
  });

  it('is about the person in a row of the People table, and by name about their manager', () => {
    const person = {
      personId: PERSON,
      email: 'rafe@northwind-tiles.example',
      name: 'Rafe Lindqvist',
      ...ofMapped(() => null),
      team: 'Glazing',
      manager: 'Ann Smith',
      unit: null,
      status: 'active',
      weThriveId: null,
      orgEmployeeId: 'PW30',
    };
    const version = { person, version: 1, sourceVersion: 1, changeNumber: 1, at: '2026-03-01T02:00:00.000Z' };
    expect(whose('person.updated', { ...version, oldEmail: 'r@northwind-tiles.example' })).toEqual([
      [byPerson(PERSON), ['email', 'name', 'team', 'orgEmployeeId', 'oldEmail']],
      [byName('ann smith'), ['manager']],
    ]);
  });
});
