import {
  type EventDefinition,
  Person,
  PersonAdded,
  PersonDeactivated,
  PersonErased,
  PersonReactivated,
  PersonUpdated,
  PersonWaiting,
} from '@people-sync/contracts';
import { dataOf, type RecordedEvent } from './recorded-event';
import type { Comparing } from './replay-report';

/** One row of the People table, and which of the tenant's changes made it. */
export interface PeopleRow {
  readonly person: Person;
  /** The person's own history number. */
  readonly version: number;
  readonly changeNumber: number;
}

/** The People table as the writer's events tell it. Never changed: the next event makes another one. */
export interface PeopleRecord {
  /** By person id. */
  readonly rows: ReadonlyMap<string, PeopleRow>;
  /** The tenant's number of the last change; 0: none yet. */
  readonly changeNumber: number;
  /** Numbers that were passed over, or came twice: an event is missing, or one too many. At most a hundred. */
  readonly gaps: readonly { readonly after: number; readonly next: number }[];
  /** An erasure was recorded that does not tell its number: one number may be missing for each. */
  readonly unnumbered: number;
}

export const noPeople: PeopleRecord = { rows: new Map(), changeNumber: 0, gaps: [], unnumbered: 0 };

/** Every event by which a person becomes another. */
const versions = [PersonAdded, PersonUpdated, PersonDeactivated, PersonReactivated, PersonWaiting] as const;

/** The People table after these events of the writer, in the order in which they were said. Other events say nothing here. */
export function evolvePeople(before: PeopleRecord, events: Iterable<RecordedEvent>): PeopleRecord {
  const rows = new Map(before.rows);
  const gaps = [...before.gaps];
  let { changeNumber, unnumbered } = before;
  const follow = (next: number): void => {
    const skipped = next - changeNumber - 1;
    if (skipped > 0 && skipped <= unnumbered) unnumbered -= skipped;
    else if (skipped !== 0 && gaps.length < MOST_TOLD) gaps.push({ after: changeNumber, next });
    changeNumber = Math.max(changeNumber, next);
  };
  for (const event of events) {
    const erased = dataOf(PersonErased, event);
    if (erased) {
      rows.delete(erased.personId);
      if (erased.changeNumber === null) unnumbered += 1;
      else follow(erased.changeNumber);
      continue;
    }
    const said = versionOf(event);
    if (!said) continue;
    follow(said.changeNumber);
    rows.set(said.person.personId, said);
  }
  return { rows, changeNumber, gaps, unnumbered };
}
const MOST_TOLD = 100;

function versionOf(event: RecordedEvent): PeopleRow | undefined {
  for (const definition of versions) {
    const data = rowOf(definition, event);
    if (data) return data;
  }
  return undefined;
}

function rowOf<T extends PeopleRow>(definition: EventDefinition<T>, event: RecordedEvent): PeopleRow | undefined {
  const data = dataOf(definition, event);
  return data && { person: data.person, version: data.version, changeNumber: data.changeNumber };
}

/**
 * Compares the folded events with a People table of the same moment, person by person and field by field.
 * @param table each person once
 */
export function comparePeople({ rows, gaps }: PeopleRecord, table: Iterable<PeopleRow>, comparing: Comparing): void {
  for (const { after, next } of gaps) {
    const where = { about: 'completeness', syncId: null, personId: null } as const;
    comparing.differs({ ...where, what: 'changeNumber', recorded: next, expected: after + 1 });
  }
  const seen = new Set<string>();
  for (const recorded of table) {
    const { personId } = recorded.person;
    seen.add(personId);
    comparing.counted('people');
    const where = { about: 'person', syncId: null, personId } as const;
    const expected = rows.get(personId);
    if (!expected) {
      comparing.differs({ ...where, what: 'person', recorded: recorded.person, expected: undefined });
      continue;
    }
    comparing.same(where, { recorded, expected }, ['version', 'changeNumber']);
    comparing.same<Person>(where, { recorded: recorded.person, expected: expected.person }, personFields);
  }
  for (const [personId, { person }] of rows) {
    if (seen.has(personId)) continue;
    comparing.counted('people');
    comparing.differs({
      about: 'person',
      syncId: null,
      personId,
      what: 'person',
      recorded: undefined,
      expected: person,
    });
  }
}

const isPersonField = (field: string): field is keyof Person => field in Person.properties;
const personFields = Object.keys(Person.properties).filter(isPersonField);
