import { aboutPeople } from './personal-fields';
import type { Named, Path } from './named';

/** What an event says about one person. */
export interface Part {
  readonly whom: Named;
  readonly values: readonly PlacedValue[];
}

/** A value, and where it stands in the event's data. */
export interface PlacedValue {
  readonly path: Path;
  readonly value: unknown;
}

/** An event's data in two: what tells nothing about anybody, and for each person what it says about them. */
export interface Split {
  /** The data with null where a part has a value. */
  readonly skeleton: unknown;
  /** One for each person, in the order in which they are first named. */
  readonly parts: readonly Part[];
}

/**
 * Takes what an event says about people out of its data, so that it can be kept, and destroyed, apart.
 * @param type as written on the wire, any published version
 * @param data of that version's shape; it stays as it is
 */
export function splitPersonal(type: string, data: unknown): Split {
  const parts = new Map<string, { whom: Named; values: PlacedValue[] }>();
  const copies = new Set<unknown>();
  let skeleton = data;
  for (const { path, whom } of aboutPeople(type, data)) {
    const key = JSON.stringify([whom.by, whom.value]);
    const part = parts.get(key) ?? { whom, values: [] };
    parts.set(key, part);
    part.values.push({ path, value: valueAt(data, path) });
    skeleton = withoutValue(skeleton, path, copies);
  }
  return { skeleton, parts: [...parts.values()] };
}

/**
 * The data with null at this place. Only what the place is in is copied, and once: this is done for every event that is
 * recorded.
 * @param copies those that were made before for the same data; new ones are added
 */
function withoutValue(data: unknown, path: Path, copies: Set<unknown>): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return null;
  if (!isHolder(data) || !(step in data)) throw new Error(`nothing at ${path.join('/')}`);
  const holder = copies.has(data) ? data : copyOf(data);
  copies.add(holder);
  holder[step] = withoutValue(holder[step], rest, copies);
  return holder;
}

type Holder = Record<string | number, unknown>;

const copyOf = (data: Holder): Holder => Object.assign(Array.isArray(data) ? [] : {}, data);

/** The data as they were; null stands where a part is missing, since its person was erased. */
export function joinPersonal(skeleton: unknown, parts: readonly Part[]): unknown {
  const data = structuredClone(skeleton);
  for (const { path, value } of parts.flatMap(({ values }) => values)) place(data, path, value);
  return data;
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, step) => (isHolder(inner) ? inner[step] : undefined), data);
}

function place(data: unknown, path: Path, value: unknown): void {
  const holder = valueAt(data, path.slice(0, -1));
  const last = path.at(-1);
  if (!isHolder(holder) || last === undefined || !(last in holder)) throw new Error(`nothing at ${path.join('/')}`);
  holder[last] = value;
}

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;
