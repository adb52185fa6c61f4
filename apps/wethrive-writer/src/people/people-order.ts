/** By what the People table can be put in order. */
const fields = ['name', 'email', 'team', 'location', 'department', 'manager', 'status'] as const;
type SortField = (typeof fields)[number];

/** What callers may ask for: a field, or with `-` before it the other way round. */
export const peopleSorts = fields.flatMap((field) => [field, `-${field}`] as const);
export type PeopleSort = (typeof peopleSorts)[number];

/** A place in the ordered table: everything up to and including it has been seen. */
export interface TablePlace {
  /** Of the field that it is ordered by; empty if that is the name. */
  readonly key: string;
  /** Folded. */
  readonly name: string;
  readonly personId: string;
}

/** The SQL of an order. Whatever it is, each person has one place: names, then ids, order those who have the same. */
export interface PeopleOrder {
  /** An expression over a person's columns: `key` of their place. */
  readonly key: string;
  readonly orderBy: string;
  /** True of those behind a place; `next` makes a value a parameter. */
  readonly beyond: (place: TablePlace, next: (value: string) => string) => string;
}

/** What is longer is ordered by its beginning: a place must fit into a cursor. */
const KEY_LENGTH = 100;
const REST = 'name_folded, person_id';

/** How the table is read in this order: by code unit, small and capital letters alike, blank values last either way. */
export function orderOf(sort: PeopleSort): PeopleOrder {
  const isDescending = sort.startsWith('-');
  const [by, direction] = isDescending ? ['<', 'DESC'] : ['>', 'ASC'];
  const field = fields.find((one) => sort === one || sort === `-${one}`) ?? 'name';
  if (field === 'name') {
    return {
      key: `''`,
      orderBy: `name_folded ${direction}, person_id ${direction}`,
      beyond: ({ name, personId }, next) => `(${REST}) ${by} (${next(name)}, ${next(personId)}::uuid)`,
    };
  }
  const key = keyOf(field, isDescending);
  return {
    key,
    orderBy: `${key} ${direction}, ${REST}`,
    beyond: (place, next) => {
      const at = next(place.key);
      const rest = `(${REST}) > (${next(place.name)}, ${next(place.personId)}::uuid)`;
      return `(${key} ${by} ${at} OR (${key} = ${at} AND ${rest}))`;
    },
  };
}

function keyOf(field: Exclude<SortField, 'name'>, isDescending: boolean): string {
  const [blank, filled] = isDescending ? ['0', '1'] : ['1', '0'];
  return `(CASE WHEN coalesce(${field}, '') = '' THEN '${blank}' ELSE '${filled}' || left(lower(${field}), ${KEY_LENGTH}) END)`;
}
