import type { Static, TObject, TSchema } from '@sinclair/typebox';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { instantOf, isDay } from './calendar';
import { exactly } from './primitives';

const ajv = addFormats(new Ajv({ strict: true, allErrors: false, allowUnionTypes: true }));
// As everywhere: the library's own would let a leap second pass, which no clock here knows.
ajv.addFormat('date-time', (text) => instantOf(text) !== undefined);
ajv.addFormat('date', isDay);

/** One declared event: its name on the wire, its schema, its type and its compiled check. */
export interface EventDefinition<T = unknown> {
  /** As in the catalogue, e.g. `employee.added`. */
  readonly name: string;
  readonly version: number;
  /** As on the wire, e.g. `net.wethrive.peoplesync.employee.added.v1`. */
  readonly type: string;
  readonly schema: TObject;
  /** True if `data` is of this event's shape; Ajv's errors are on the function afterwards. */
  readonly validate: ValidateFunction<T>;
  /** The version before this one, and what it says in the words of this one; null for the first. */
  readonly earlier: EarlierVersion | null;
}

/** A version that was published before another. */
export interface EarlierVersion {
  readonly definition: EventDefinition;
  /** @param data of that version's shape @returns of the shape of the version after it */
  readonly upcast: (data: unknown) => unknown;
}

/** The version before the one that is declared, and what it says in the words of the new one: pure, and total. */
export interface Since<F, T> {
  readonly from: EventDefinition<F>;
  readonly upcast: (data: F) => T;
}

/** What an event of this definition carries. */
export type DataOf<D> = D extends EventDefinition<infer T> ? T : never;

const PREFIX = 'net.wethrive.peoplesync.';

/** Those after which a newer version is declared: nobody is handed one of these. */
const superseded = new WeakSet<EventDefinition>();

/** True if a newer version of this event is declared: whoever reads gets that. */
export const isSuperseded = (definition: EventDefinition): boolean => superseded.has(definition);

/**
 * Declares an event once: schema, type and documentation come from here.
 * A published version never changes; a new one is a new definition with an upcast from the one before, and whoever reads
 * gets the newest version only, whatever version was written.
 * @param since of every version but the first
 */
export function defineEvent<P extends Record<string, TSchema>>(
  name: string,
  version: 1,
  properties: P,
): EventDefinition<Static<TObject<P>>>;
export function defineEvent<P extends Record<string, TSchema>, F>(
  name: string,
  version: number,
  properties: P,
  since: Since<F, NoInfer<Static<TObject<P>>>>,
): EventDefinition<Static<TObject<P>>>;
export function defineEvent<P extends Record<string, TSchema>, F>(
  name: string,
  version: number,
  properties: P,
  since?: Since<F, Static<TObject<P>>>,
): EventDefinition<Static<TObject<P>>> {
  const schema = exactly(properties);
  return {
    name,
    version,
    type: `${PREFIX}${name}.v${version}`,
    schema,
    validate: ajv.compile<Static<TObject<P>>>(schema),
    earlier: since ? earlierOf(name, version, since) : null,
  };
}

function earlierOf<F, T>(name: string, version: number, { from, upcast }: Since<F, T>): EarlierVersion {
  if (from.name !== name || from.version !== version - 1)
    throw new Error(`${name} ${version} is declared after ${from.name} ${from.version}`);
  superseded.add(from);
  return {
    definition: from,
    upcast: (data) => {
      if (!from.validate(data)) throw new Error(`not of the shape of ${from.type}`);
      return upcast(data);
    },
  };
}

/** Splits a wire type into name and version; undefined if it is not one of PeopleSync's. */
export function parseType(type: string): { name: string; version: number } | undefined {
  const match = /^net\.wethrive\.peoplesync\.([a-z.-]+)\.v(\d{1,4})$/.exec(type);
  return match?.[1] && match[2] ? { name: match[1], version: Number(match[2]) } : undefined;
}
