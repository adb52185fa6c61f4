import { createHmac } from 'node:crypto';
import { type Employee, employeeFields } from '@people-sync/contracts';
import canonicalize from 'canonicalize';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { canonicalEmployee, employeeDigest } from './canonical-employee';

const employee = fc.record(
  Object.fromEntries(employeeFields.map((field) => [field, fc.option(fc.string({ unit: 'grapheme' }))])),
) as fc.Arbitrary<Employee>;

describe('an employee’s canonical form', () => {
  it('is RFC 8785 with all 16 fields', () => {
    fc.assert(
      fc.property(employee, (one) => {
        expect(canonicalEmployee(one)).toBe(canonicalize(one));
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('does not depend on the order of the fields, and takes an absent field for null', () => {
    const some = { lastName: 'Rahman', employeeId: 'PW7', email: null };
    const all = Object.fromEntries(employeeFields.map((field) => [field, null]));
    expect(canonicalEmployee(some)).toBe(canonicalize({ ...all, ...some }));
  });

  it('keeps nothing that is no field of an employee', () => {
    const surplus = { employeeId: 'PW7', bankAccount: 'never' };
    expect(canonicalEmployee(surplus)).not.toContain('never');
  });

  it('is digested with the installation’s key', () => {
    const digest = createHmac('sha256', 'key')
      .update(canonicalEmployee({ employeeId: 'PW7' }))
      .digest('hex');
    expect(employeeDigest({ employeeId: 'PW7' }, 'key')).toBe(digest);
    expect(employeeDigest({ employeeId: 'PW7' }, Buffer.from('key'))).toBe(digest);
    expect(employeeDigest({ employeeId: 'PW7' }, 'another key')).not.toBe(digest);
  });
});
