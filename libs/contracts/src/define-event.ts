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
}

/** What an event of this definition carries. */
export type DataOf<D> = D extends EventDefinition<infer T> ? T : never;

const PREFIX = 'net.wethrive.peoplesync.';

/**
 * Declares an event once: schema, type and documentation come from here.
 * A published version never changes; a new one is a new definition with an upcast from the one before.
 */
export function defineEvent<P extends Record<string, TSchema>>(
  name: string,
  version: number,
  properties: P,
): EventDefinition<Static<TObject<P>>> {
  const schema = exactly(properties);
  return {
    name,
    version,
    type: `${PREFIX}${name}.v${version}`,
    schema,
    validate: ajv.compile<Static<TObject<P>>>(schema),
  };
}

/** Splits a wire type into name and version; undefined if it is not one of PeopleSync's. */
export function parseType(type: string): { name: string; version: number } | undefined {
  const match = /^net\.wethrive\.peoplesync\.([a-z.-]+)\.v(\d{1,4})$/.exec(type);
  return match?.[1] && match[2] ? { name: match[1], version: Number(match[2]) } : undefined;
}
