import {
  ChangesCompleted,
  type Employee,
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  PlanApproved,
  PlanMade,
  ProblemClosed,
  ProblemOpened,
} from '@people-sync/contracts';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { CompanyLife, stories } from '../model/company-life.testkit';
import { RecordIncompleteError, type RecordedEvent } from './recorded-event';
import { RecordedTenant } from './recorded-tenant.testkit';
import { Replay } from './replay';
import { Comparing, type ReplayReport } from './replay-report';

function replayed(events: readonly RecordedEvent[], erased?: ReadonlySet<string>): ReplayReport {
  const comparing = new Comparing();
  const replay = new Replay('tiles', comparing, erased);
  for (const event of events) replay.take(event);
  replay.end();
  return comparing.report();
}

/** Every story of a company's life, with what was said in it. */
async function lives(): Promise<(readonly RecordedEvent[])[]> {
  const all: (readonly RecordedEvent[])[] = [];
  for (const steps of Object.values(stories)) {
    const tenant = new RecordedTenant();
    await new CompanyLife(tenant).live(steps);
    all.push(tenant.events);
  }
  return all;
}

const isPersons = ({ type }: RecordedEvent): boolean =>
  [EmployeeAdded.type, EmployeeChanged.type, EmployeeLeft.type].includes(type);

/** The last event of a life that is like this; nothing follows from it any more. */
const lastOf = (events: readonly RecordedEvent[], is: (event: RecordedEvent) => boolean): number =>
  events.findLastIndex(is);

const withData = (event: RecordedEvent, changed: object): RecordedEvent => ({
  ...event,
  data: { ...(event.data as object), ...changed },
});

const employeeOf = ({ data }: RecordedEvent): Employee => (data as { employee: Employee }).employee;

/** What the rules say of an answer, and nobody else. */
const isFollowing = (event: RecordedEvent): boolean =>
  isPersons(event) ||
  [PlanMade.type, ProblemOpened.type, ProblemClosed.type, ChangesCompleted.type].includes(event.type);

/** The event with another value in one of its fields. */
function otherwise(event: RecordedEvent, nth: number): RecordedEvent {
  const fields = Object.entries(event.data as object);
  const [field = '', value] = fields[nth % fields.length] ?? [];
  const another = typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : 'another';
  const inside = typeof value === 'object' && value !== null && !Array.isArray(value);
  return withData(event, { [field]: inside ? { ...value, another } : another });
}

/** Found: it is told as a difference, or the replay says that it comes to no end. */
function foundIn(events: readonly RecordedEvent[]): boolean {
  try {
    return replayed(events).outcome === 'differences';
  } catch (error) {
    if (error instanceof RecordIncompleteError) return true;
    throw error;
  }
}

describe('a replay of the record', () => {
  let all: (readonly RecordedEvent[])[];
  beforeAll(async () => {
    all = await lives();
  });

  it('finds nothing in a record as it was said, and tells how much it compared', () => {
    const reports = all.map((events) => replayed(events));
    expect(reports.flatMap(({ differences }) => differences)).toEqual([]);
    const plans = all.flat().filter(({ type }) => type === PlanMade.type || type === PlanApproved.type).length;
    expect(reports.reduce((sum, { checked }) => sum + checked.plans, 0)).toBeGreaterThanOrEqual(plans);
    expect(reports.reduce((sum, { checked }) => sum + checked.events, 0)).toBeGreaterThan(100);
  });

  it('that compared nothing has failed, and never says that there are no differences', () => {
    expect(replayed([])).toMatchObject({ outcome: 'nothing-compared', checked: { plans: 0, events: 0, people: 0 } });
  });

  it('finds the one field of the one person that is another than the rules say, with both sides', () => {
    for (const events of all) {
      const at = lastOf(events, isPersons);
      const event = events[at];
      if (!event) continue;
      const tampered = events.with(at, withData(event, { employee: { ...employeeOf(event), jobRole: 'Director' } }));
      const { differences, outcome } = replayed(tampered);
      expect(outcome).toBe('differences');
      const [first] = differences;
      expect(first).toMatchObject({
        about: 'event',
        personId: event.subject,
        what: event.type,
        recorded: { employee: { jobRole: 'Director' } },
        expected: event.data,
      });
    }
  });

  it('finds what was not said, and what was said without a reason', () => {
    for (const events of all) {
      const at = lastOf(events, isPersons);
      const event = events[at];
      if (!event) continue;
      const missing = replayed(events.toSpliced(at, 1)).differences;
      expect(missing).toContainEqual(
        expect.objectContaining({ personId: event.subject, what: event.type, recorded: undefined }),
      );
      const twice = replayed(events.toSpliced(at, 0, event)).differences;
      expect(twice).toContainEqual(
        expect.objectContaining({ personId: event.subject, what: event.type, expected: undefined }),
      );
    }
  });

  it.each([
    'hash',
    'itemCount',
    'base',
    'policy',
    'decisions',
    'outcome',
    'counts',
    'safeguards',
    'takenAt',
    'problems',
  ])('finds a plan whose %s is another', (field) => {
    const others: Record<string, unknown> = {
      hash: 'f'.repeat(64),
      outcome: 'previewed',
      counts: {},
      safeguards: [{ name: 'leavers', field: null, value: 99, limit: 1 }],
      takenAt: '2001-01-01T00:00:00Z',
    };
    for (const events of all) {
      const at = lastOf(events, ({ type }) => type === PlanMade.type);
      const event = events[at];
      if (!event) continue;
      const { differences } = replayed(events.slice(0, at).concat(withData(event, { [field]: others[field] ?? 99 })));
      expect(differences).toContainEqual(expect.objectContaining({ about: 'plan', what: field }));
    }
  });

  it('finds every one of 200 random changes to what follows from answers', () => {
    const lively = all.filter((events) => events.some(isFollowing));
    const change = fc.record({
      life: fc.nat(),
      nth: fc.nat(),
      how: fc.constantFrom('left out' as const, 'twice' as const, 'other' as const),
      field: fc.nat(),
    });
    fc.assert(
      fc.property(change, ({ life, nth, how, field }) => {
        // Of a plan that is missing as a whole the positions of the record tell.
        const events = lively[life % lively.length] ?? [];
        const places = events.flatMap((event, at) => (isFollowing(event) ? [at] : []));
        const at = places[nth % places.length] ?? 0;
        const event = events[at];
        if (!event) throw new Error('nothing follows');
        const tampered =
          how === 'other' || (how === 'left out' && event.type === PlanMade.type)
            ? events.with(at, otherwise(event, field))
            : events.toSpliced(at, how === 'twice' ? 0 : 1, ...(how === 'twice' ? [event] : []));
        expect(foundIn(tampered)).toBe(true);
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  it('comes to no end where the record lacks an answer, or was made by rules that nobody has', () => {
    const [events = []] = all;
    const at = events.findIndex(({ type }) => type === PlanMade.type);
    const made = events[at];
    if (!made) throw new Error('no plan was made');
    const { snapshot: _, ...lacking } = made;
    expect(() => replayed(events.with(at, lacking))).toThrow(RecordIncompleteError);
    expect(() => replayed(events.with(at, withData(made, { rules: 99 })))).toThrow(RecordIncompleteError);
  });

  it('says of a plan that holds erased people that it was checked in part, and finds nothing wrong with the others', () => {
    for (const events of all) {
      const at = events.findIndex(({ type }) => type === EmployeeAdded.type);
      const made = events.slice(0, at).findLastIndex(({ type }) => type === PlanMade.type);
      const [joined, plan] = [events[at], events[made]];
      if (!joined || !plan?.snapshot?.rows) continue;
      const { employeeId } = employeeOf(joined);
      const snapshot = {
        ...plan.snapshot,
        rows: plan.snapshot.rows.filter(({ employee }) => employee.employeeId !== employeeId),
        erased: 1,
      };
      const end = events.findIndex(
        ({ type }, n) => n > made && type === 'net.wethrive.peoplesync.changes.completed.v1',
      );
      const blanked = events
        .slice(0, end + 1)
        .with(made, { ...plan, snapshot })
        .filter(({ subject }) => subject !== joined.subject);
      const { differences, partlyChecked } = replayed(blanked, new Set([joined.subject]));
      expect(partlyChecked).toContainEqual(expect.objectContaining({ syncId: plan.syncId, rows: 1 }));
      expect(differences.filter(({ personId }) => personId !== joined.subject)).toEqual([]);
    }
  });

  it('meets plans of every kind in these lives', () => {
    const types = new Set(all.flat().map(({ type }) => type));
    for (const { type } of [PlanMade, PlanApproved, EmployeeLeft, EmployeeChanged, ProblemOpened])
      expect([...types]).toContain(type);
  });
});
