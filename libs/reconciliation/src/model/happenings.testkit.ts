import fc from 'fast-check';
import type { Happening, Key, Leaving, Lie } from './peoplehr.testkit';

/** A number of somebody or something: round the list. */
export const number = fc.nat(9);

export const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>): fc.WeightedArbitrary<T> => ({
  weight,
  arbitrary,
});
const is = <T extends string>(kind: T): fc.Arbitrary<T> => fc.constant(kind);

/** Two of ten are no addresses. */
const address = fc.nat(9);
const key: fc.Arbitrary<Key> = fc.constantFrom('kept', 'kept', 'new', 'none');
const leaving: fc.Arbitrary<Leaving> = fc.oneof(
  fc.constantFrom<Leaving[]>('none', 'as before', 'unreadable', 'before the first day'),
  fc.constantFrom(-1, 0, 1, 2),
);
const status = fc.constantFrom('2', '2', '2', '1', '1', '1', '9');
const anywhere = fc.constantFrom('jobRole' as const, 'location' as const, 'department' as const, 'department' as const);
const name = fc.constantFrom('firstName' as const, 'lastName' as const);
const daysFromNow = fc.constantFrom(-1, -1, -1, 0, 1, 2);

/** Something happens in PeopleHR. */
export const happening: fc.Arbitrary<Happening> = fc.oneof(
  often(
    4,
    fc.record({
      kind: is('joins'),
      who: number,
      address,
      key: fc.constantFrom('new', 'new', 'none'),
      inDays: daysFromNow,
    }),
  ),
  often(5, fc.record({ kind: is('moves'), nth: number, field: anywhere, value: number })),
  often(2, fc.record({ kind: is('is renamed'), nth: number, field: name, value: number })),
  often(1, fc.record({ kind: is('loses their name'), nth: number })),
  often(4, fc.record({ kind: is('gets address'), nth: number, address })),
  often(3, fc.record({ kind: is('swap addresses'), nth: number, other: number })),
  often(8, fc.record({ kind: is('is marked'), nth: number, status, leaving })),
  often(1, fc.record({ kind: is('begins later'), nth: number, inDays: fc.nat(3) })),
  often(1, fc.record({ kind: is('begins on no day'), nth: number, text: number })),
  often(3, fc.record({ kind: is('returns on a new record'), nth: number, key, oldStays: fc.boolean() })),
  often(3, fc.record({ kind: is('gets EmployeeId'), nth: number, key, formerOne: fc.boolean() })),
  often(2, fc.record({ kind: is('has their EmployeeId recycled'), nth: number, who: number, address })),
  often(2, fc.record({ kind: is('gets a second record'), nth: number, key, address })),
  often(1, fc.record({ kind: is('gets the UniqueKey of'), nth: number, other: number })),
  often(4, fc.record({ kind: is('vanishes'), nth: number })),
  often(3, fc.record({ kind: is('reappears'), nth: number })),
);

const lyingField = fc.constantFrom(
  ...(['email', 'firstName', 'department', 'department', 'uniqueKey', 'leavingDate', 'startDate', 'status'] as const),
);

/** How an answer lies; mostly it does not. */
export const lie: fc.Arbitrary<Lie> = fc.oneof(
  often(20, fc.record({ kind: is('none') })),
  often(3, fc.record({ kind: is('truncated'), rows: fc.integer({ min: 1, max: 6 }) })),
  often(1, fc.record({ kind: is('blank'), field: lyingField, missing: fc.boolean() })),
  often(2, fc.record({ kind: is('one value'), field: lyingField })),
  often(1, fc.record({ kind: is('unknown status'), rows: number })),
  often(1, fc.record({ kind: is('no days'), field: fc.constantFrom('startDate' as const, 'leavingDate' as const) })),
  often(1, fc.record({ kind: is('everybody is back') })),
  often(1, fc.record({ kind: is('strangers'), people: fc.integer({ min: 1, max: 6 }) })),
);
