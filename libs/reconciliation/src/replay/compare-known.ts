import type { KnownPerson } from '../known/known-person';
import type { Comparing } from './replay-report';
import type { TenantRecord } from './tenant-record';

/** One person as the reconciler keeps them; what decides in columns, and the record last said. */
export type KnownRow = Pick<KnownPerson, (typeof FIELDS)[number] | 'personId'>;

const FIELDS = [
  'employeeId',
  'uniqueKey',
  'email',
  'name',
  'active',
  'linked',
  'partly',
  'sourceVersion',
  'digest',
  'status',
  'leavingDate',
  'ignoredLeavingDate',
  'announcedLeavingDate',
  'missingSince',
  'seenAt',
  'orgEmployeeId',
  'employee',
] as const;

/**
 * Compares the people whom the folded events know with those whom the reconciler knows at the same moment, person by person
 * and field by field.
 * @param table each person once
 */
export function compareKnown(
  { known }: Pick<TenantRecord, 'known'>,
  table: Iterable<KnownRow>,
  comparing: Comparing,
): void {
  const seen = new Set<string>();
  for (const recorded of table) {
    const { personId } = recorded;
    seen.add(personId);
    comparing.counted('people');
    const where = { about: 'person', syncId: null, personId } as const;
    const expected = known.byId.get(personId);
    if (expected) comparing.same<KnownRow>(where, { recorded, expected }, FIELDS);
    else comparing.differs({ ...where, what: 'person', recorded, expected: undefined });
  }
  for (const [personId, expected] of known.byId) {
    if (seen.has(personId)) continue;
    comparing.counted('people');
    comparing.differs({ about: 'person', syncId: null, personId, what: 'person', recorded: undefined, expected });
  }
}
