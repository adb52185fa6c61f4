import type { MappedField } from '@people-sync/contracts';

/** Fields that are shown as they are, as the page calls them; a mapped field that is not among them does not compile. The manager is a person. */
const asTheyAre: Readonly<Record<Exclude<MappedField, 'manager'>, string>> = {
  team: 'Team',
  location: 'Location',
  department: 'Department',
};

/** What the page of a person calls the fields of the People table. */
export const personFields = {
  name: 'Name',
  email: 'Email',
  ...asTheyAre,
  manager: 'Manager',
  unit: 'Unit',
  orgEmployeeId: 'Employee ID',
  weThriveId: 'WeThrive record ID',
} as const;

/** Where somebody works, in the order in which it is shown. */
export const whereTheyWork = keysOf(asTheyAre);

function keysOf<Key extends string>(record: Readonly<Record<Key, string>>): Key[] {
  const keys: Key[] = [];
  for (const key in record) keys.push(key);
  return keys;
}
