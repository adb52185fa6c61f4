import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from '@sinclair/typebox';
import { Catalogue } from './catalogue';
import { type DataOf, defineEvent, type EventDefinition, isSuperseded } from './define-event';
import { type AnyEvent, decodeEvent, isEvent, newEvent, withPosition } from './envelope';
import * as changes from './events/changes.event';
import { EmployeeLeft } from './events/changes.event';
import * as connections from './events/connections.event';
import * as people from './events/people.event';
import * as requests from './events/requests.event';
import * as snapshots from './events/snapshots.event';
import { Employee } from './employee';
import { noCounts } from './sync';
import { Nullable, PersonId, PlainDate, SourceVersion, wordOf } from './primitives';
import { topicNames, type TopicName } from './topics';

const declared: Readonly<Record<TopicName, readonly EventDefinition[]>> = {
  'peoplesync.requests': Object.values(requests),
  'peoplesync.connections': Object.values(connections),
  'peoplesync.snapshots': Object.values(snapshots),
  'peoplesync.changes': Object.values(changes),
  'peoplesync.people': Object.values(people),
};

const sampleOf = ({ name, version }: EventDefinition): Buffer =>
  readFileSync(join(__dirname, '..', 'samples', `${name}.v${version}.json`));

/** A definition like this one that no other test knows: a version that follows changes how an event is read. */
const copyOf = <T>(definition: EventDefinition<T>): EventDefinition<T> => ({ ...definition });

/** What is carried if of one topic there are these events and no others. */
const only = (topic: TopicName, ...events: readonly EventDefinition[]): Catalogue =>
  new Catalogue({
    'peoplesync.requests': [],
    'peoplesync.connections': [],
    'peoplesync.snapshots': [],
    'peoplesync.changes': [],
    'peoplesync.people': [],
    [topic]: events,
  });

/** The leaver's event as it might be one day: the last day by itself, and later who said so. */
const leftSince = (first: EventDefinition<DataOf<typeof EmployeeLeft>>) => {
  const inTwo = { personId: PersonId, sourceVersion: SourceVersion, employee: Employee, proof: wordOf() };
  const Second = defineEvent(
    'employee.left',
    2,
    { ...inTwo, lastDay: Nullable(PlainDate) },
    { from: first, upcast: (data) => ({ ...data, lastDay: data.employee.leavingDate?.slice(0, 10) ?? null }) },
  );
  const Third = defineEvent(
    'employee.left',
    3,
    { ...inTwo, lastDay: Nullable(PlainDate), saidBy: Nullable(Type.String()) },
    { from: Second, upcast: (data) => ({ ...data, saidBy: null }) },
  );
  return { Second, Third };
};

const throws = (): never => {
  throw new Error('secret');
};

const eventIn = (known: Catalogue, value: Buffer): AnyEvent => {
  const decoded = decodeEvent('peoplesync.changes', value, known);
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.event;
};

describe('an event with a second version', () => {
  const all = topicNames.flatMap((topic) =>
    declared[topic].filter((one) => !isSuperseded(one)).map((one) => [one.type, topic, one] as const),
  );

  it.each(all)('reads the frozen sample of the one before as the next: %s', (_type, topic, definition) => {
    const first = copyOf(definition);
    const second = defineEvent(
      first.name,
      first.version + 1,
      { said: Type.Unknown(), isNew: Type.Boolean() },
      { from: first, upcast: (said) => ({ said, isNew: false }) },
    );
    const before = decodeEvent(topic, sampleOf(definition));
    const after = decodeEvent(topic, sampleOf(definition), only(topic, second));
    if (!before.ok || !after.ok) throw new Error('a frozen sample is not read');
    expect(after.event).toEqual({
      ...before.event,
      type: second.type,
      data: { said: before.event.data, isNew: false },
    });
  });

  it('is handed to its reader in the newest one alone, whatever was written', () => {
    const first = copyOf(EmployeeLeft);
    const { Second, Third } = leftSince(first);
    const known = only('peoplesync.changes', Third);
    const event = eventIn(known, sampleOf(EmployeeLeft));
    expect(isEvent(Third, event) && event.data).toMatchObject({ proof: 'leaver-status', saidBy: null });
    for (const before of [first, Second]) expect(() => isEvent(before, event)).toThrow('is read as a newer version');
    const { data } = event as AnyEvent<DataOf<typeof Third>>;
    const { saidBy: _, ...inTwo } = data;
    const written = newEvent(
      Second,
      { source: '/peoplesync/test', tenantId: 'northwind' },
      inTwo,
      'peoplesync.changes',
    );
    const again = eventIn(known, Buffer.from(withPosition(written.json, 1, 1)));
    expect(isEvent(Third, again) && again.data).toEqual(data);
    expect(known.on('peoplesync.changes').map(({ version }) => version)).toEqual([3, 2, 1]);
  });

  it('stops the company for a version after that, with the reason', () => {
    const known = only('peoplesync.changes', leftSince(copyOf(EmployeeLeft)).Second);
    const newer = Buffer.from(sampleOf(EmployeeLeft).toString().replace('employee.left.v1', 'employee.left.v3'));
    expect(decodeEvent('peoplesync.changes', newer, known)).toEqual({
      ok: false,
      code: 'newer-version',
      reason: 'net.wethrive.peoplesync.employee.left.v3 is newer than this program',
    });
  });

  it.each([
    ['throws', throws, 'employee.left.v1 cannot be read as'],
    ['makes another shape', () => ({ word: 'not a word' }), 'employee.left.v1 was read as'],
  ])('is named, never thrown, if its upcast %s', (_what, upcast, reason) => {
    const Second = defineEvent('employee.left', 2, { word: wordOf() }, { from: copyOf(EmployeeLeft), upcast });
    const decoded = decodeEvent('peoplesync.changes', sampleOf(EmployeeLeft), only('peoplesync.changes', Second));
    expect(decoded).toMatchObject({ ok: false, code: 'wrong-schema', reason: expect.stringContaining(reason) });
    expect(JSON.stringify(decoded)).not.toContain('secret');
  });

  it('is declared after the version before it, and after no other', () => {
    const first = copyOf(EmployeeLeft);
    const upcast = () => ({});
    expect(() => defineEvent('employee.left', 3, {}, { from: first, upcast })).toThrow('is declared after');
    expect(() => defineEvent('employee.added', 2, {}, { from: first, upcast })).toThrow('is declared after');
  });
});

describe('a set of words that grows', () => {
  const origin = { source: '/peoplesync/test', tenantId: 'northwind', syncId: '01890000-0000-7000-8000-000000000001' };
  const digest = 'a'.repeat(64);
  const plan: DataOf<typeof changes.PlanMade> = {
    number: 1,
    mode: 'apply',
    outcome: 'held',
    heldBecause: ['somebody-sneezed'],
    itemCount: 0,
    hash: digest,
    base: 0,
    baseDigest: null,
    policy: 0,
    decisions: 0,
    rules: 1,
    today: '2026-03-01',
    takenAt: '2026-03-01T02:00:00.000Z',
    counts: noCounts,
    problems: 0,
    safeguards: [{ name: 'somebody-sneezed', field: null, value: 1, limit: 0 }],
    heldSince: null,
    tentative: [],
  };

  it('takes a word of tomorrow from newer software, and nothing that is no word', () => {
    const { topic, json } = newEvent(changes.PlanMade, origin, plan);
    expect(decodeEvent(topic, Buffer.from(json))).toMatchObject({
      ok: true,
      event: { data: { heldBecause: ['somebody-sneezed'] } },
    });
    for (const word of ['Grace Miller', '', 'x'.repeat(65), 'a_b', '-'])
      expect(() => newEvent(changes.PlanMade, origin, { ...plan, heldBecause: [word] })).toThrow('plan.made');
  });
});

describe('a field that is added to a shape', () => {
  const origin = { source: '/peoplesync/test', tenantId: 'northwind' };

  it('has to be said wherever an event with it is made', () => {
    const Licensed = defineEvent('licence.tested', 1, { seats: Type.Integer(), waiting: Type.Integer() });
    // The compiler reads the declaration alone: what is given does not make the event another.
    // @ts-expect-error -- `waiting` is missing
    expect(() => newEvent(Licensed, origin, { seats: 3 }, 'peoplesync.people')).toThrow('licence.tested');
    // @ts-expect-error -- and with a person too
    expect(() => newEvent(people.PersonAdded, origin, { person: { personId: 'x' } })).toThrow('person.added');
  });
});
