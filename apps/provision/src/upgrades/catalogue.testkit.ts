/** What PostgreSQL says of the tables of all services, as far as a program's statements lean on it. */
export interface Catalogue {
  /** By `schema.table.column`. */
  readonly columns: ReadonlyMap<string, Column>;
  /**
   * What keeps rows out (CHECK, UNIQUE, FOREIGN KEY, unique indexes), and what `ON CONFLICT` names, by `schema.table` and
   * its definition. Names of it do not count.
   */
  readonly rules: ReadonlySet<string>;
  /** Triggers, by `schema.table` and definition. */
  readonly triggers: ReadonlySet<string>;
}

export interface Column {
  readonly type: string;
  readonly nullable: boolean;
  /** A row may be inserted without it. */
  readonly filled: boolean;
}

/**
 * What of the tables a program can no longer read or write that was made for `before`, one sentence each; nothing if it runs
 * on both. New tables, and new columns that may be left out, concern it as little as new indexes.
 */
export function brokenFor(before: Catalogue, after: Catalogue): string[] {
  const tables = new Set([...before.columns.keys()].map(tableOf));
  const said: string[] = [];
  for (const [name, was] of before.columns) {
    const is = after.columns.get(name);
    if (!is) said.push(`${name} is gone`);
    else if (is.type !== was.type) said.push(`${name} was ${was.type} and is ${is.type}`);
    else if (was.nullable && !is.nullable) said.push(`${name} may not be null any more`);
    else if (was.filled && !is.filled) said.push(`${name} has to be given now`);
  }
  for (const [name, { filled }] of after.columns) {
    if (!before.columns.has(name) && tables.has(tableOf(name)) && !filled)
      said.push(`${name} is new and has to be given`);
  }
  const isOfOld = (rule: string): boolean => tables.has(rule.slice(0, rule.indexOf(' ')));
  for (const rule of before.rules) if (!after.rules.has(rule)) said.push(`${rule} is gone`);
  for (const rule of after.rules) if (isOfOld(rule) && !before.rules.has(rule)) said.push(`${rule} is new`);
  for (const trigger of after.triggers) {
    if (isOfOld(trigger) && !before.triggers.has(trigger)) said.push(`${trigger} is new`);
  }
  return said;
}

const tableOf = (column: string): string => column.slice(0, column.lastIndexOf('.'));
