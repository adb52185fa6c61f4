/** A row for the simulated PeopleHR: somebody invented who works at Northwind Tiles. */
export const row = (employeeId: string, more: Readonly<Record<string, string>> = {}) => ({
  employeeId,
  firstName: 'Zoë',
  lastName: `O'Connor ${employeeId}`,
  email: `${employeeId.toLowerCase()}@northwind-tiles.example`,
  startDate: '2020-01-06',
  jobRole: 'Kiln Technician',
  location: 'Leeds',
  department: 'Production',
  ...more,
});

/** PW1 to PW`count`. */
export const staff = (count: number) => Array.from({ length: count }, (_, n) => row(`PW${n + 1}`));

/** Their ids, from the first on. */
export const ids = (count: number): string[] => staff(count).map(({ employeeId }) => employeeId);
