import type { Employee } from '@people-sync/contracts';

/** An invented employee: current, complete, with an address derived from the id unless one is given. */
export function anEmployee(overrides: Partial<Employee> = {}): Employee {
  const employeeId = overrides.employeeId ?? 'PW1';
  return {
    employeeId,
    uniqueKey: `key-${employeeId}`,
    email: `${employeeId.toLowerCase()}@northwind-tiles.example`,
    firstName: 'Ines',
    lastName: `Faulkner ${employeeId}`,
    jobRole: 'Kiln Technician',
    location: 'Stoke-on-Trent',
    department: 'Production',
    reportsTo: 'Grace Hopwood',
    reportsToEmployeeId: 'PW0',
    reportsToEmail: 'grace.hopwood@northwind-tiles.example',
    company: 'Northwind Tiles',
    employmentType: 'Full Time',
    status: '1',
    startDate: '2024-02-05',
    leavingDate: null,
    ...overrides,
  };
}
