import type { Employee } from '@people-sync/contracts';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { employee } from '../fake-reconciler.testkit';
import { placementFields, syncedFields } from './field-mapping';

describe('what a PeopleHR employee becomes in WeThrive', () => {
  it('maps email, name, Job Role to team, location, department, Reports To to manager, and EmployeeId', () => {
    const record = employee('PW1', {
      firstName: 'Jane',
      lastName: 'Smith',
      jobRole: 'Welder',
      reportsTo: 'Grace Hill',
    });
    expect(syncedFields(record)).toEqual({
      email: 'pw1@northwind.example',
      name: 'Jane Smith',
      team: 'Welder',
      location: 'Leeds',
      department: 'Products',
      manager: 'Grace Hill',
      orgEmployeeId: 'PW1',
    });
  });

  it.each([
    ['Jane', null, 'Jane'],
    [null, 'Smith', 'Smith'],
    ['  Mary  Ann ', ' van   Dyke', 'Mary Ann van Dyke'],
    [null, null, ''],
  ])('makes one name of %p and %p', (firstName, lastName, name) => {
    expect(syncedFields(employee('PW1', { firstName, lastName })).name).toBe(name);
  });

  it('never writes the unit or a custom field, whatever PeopleHR sends', () => {
    const text = fc.option(fc.string({ maxLength: 40 }));
    const anybody: fc.Arbitrary<Employee> = fc
      .record({ jobRole: text, company: text, employmentType: text, department: text, firstName: text })
      .map((over) => employee('PW1', over));
    fc.assert(
      fc.property(anybody, (record) => {
        expect(Object.keys({ ...syncedFields(record), ...placementFields(record) }).sort()).toEqual([
          'department',
          'email',
          'location',
          'manager',
          'name',
          'orgEmployeeId',
          'reportsToEmail',
          'reportsToEmployeeId',
          'startDate',
          'team',
        ]);
      }),
      { numRuns: propertyRuns() },
    );
  });

  it('takes a start date only if it is a day, so that the queue for licences has an order', () => {
    expect(placementFields(employee('PW1', { startDate: '2024-02-05' })).startDate).toBe('2024-02-05');
    expect(placementFields(employee('PW1', { startDate: 'soon' })).startDate).toBeNull();
    expect(placementFields(employee('PW1', { startDate: null })).startDate).toBeNull();
  });
});
