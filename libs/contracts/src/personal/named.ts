/** How an event says whom something is about: the surest of what it says. */
export interface Named {
  /**
   * `person`: PeopleSync's own id, for ever. `employee`: PeopleHR's EmployeeId, within one company. `address`, `name`: where
   * nothing surer is said, as of a manager whom PeopleHR names without an id; in lower case.
   */
  readonly by: 'person' | 'employee' | 'address' | 'name';
  readonly value: string;
}

/** Where a value stands in an event's data: names of objects and places in lists, from the data down. */
export type Path = readonly (string | number)[];

/** What an event says about somebody, and where it stands. */
export interface About {
  readonly path: Path;
  readonly whom: Named;
}

/** One spelling of the same address or name. */
const folded = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

export const byPerson = (value: string): Named => ({ by: 'person', value });
export const byEmployee = (value: string): Named => ({ by: 'employee', value });
export const byAddress = (value: string): Named => ({ by: 'address', value: folded(value) });
export const byName = (value: string): Named => ({ by: 'name', value: folded(value) });
