import type { MappedField } from '@people-sync/contracts';

/** Fields that are shown as they are; a mapped field that is not among them does not compile. The manager is a person. */
const asTheyAre: Readonly<Record<Exclude<MappedField, 'manager'>, true>> = {
  team: true,
  location: true,
  department: true,
};

/** Where somebody works, in the order in which it is shown. */
export const whereTheyWork = keysOf(asTheyAre);

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] {
  const keys: Key[] = [];
  for (const key in record) keys.push(key);
  return keys;
}
