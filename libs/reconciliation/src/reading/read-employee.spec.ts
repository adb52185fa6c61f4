import type { Employee } from '@people-sync/contracts';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { typed } from '../model/typed.testkit';
import { employee } from '../verdicts/rules.testkit';
import { readEmployee } from './read-employee';

const day = fc.date({ min: new Date('1902-01-01'), max: new Date('2400-01-01'), noInvalidDate: true });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const date = maybe(
  fc.oneof(
    day.map((one) => one.toISOString().slice(0, 10)),
    fc.constantFrom('31/01/2026', 'soon'),
  ),
);
const text = maybe(fc.constantFrom('Zoë', 'R&D', 'Kiln Technician', '日本', 'Anne-Marie'));
const clean = fc
  .record({
    uniqueKey: maybe(fc.uuid()),
    email: maybe(fc.constantFrom('ines@tiles.example', 'no address')),
    firstName: text,
    department: text,
    status: maybe(fc.constantFrom('1', '2', '7')),
    startDate: date,
    leavingDate: date,
    reportsToEmployeeId: maybe(fc.constantFrom('PW1', '0042')),
  })
  .map((fields): Employee => employee('PW7', fields));

describe('an employee as PeopleHR sends them', () => {
  it('is read alike, however dates, ids, addresses and missing values are written', () => {
    fc.assert(
      fc.property(clean, fc.nat(), (one, seed) => {
        expect(readEmployee(typed(one, seed))).toEqual(one);
      }),
      { numRuns: propertyRuns(3_000) },
    );
  });
});
