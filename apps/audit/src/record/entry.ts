import canonicalize from 'canonicalize';

/**
 * One entry of a tenant's record, as it is hashed: version 1 for ever. It holds nothing that tells who somebody is: what an
 * event says about people stands in it as SHA-256 of the sealed bytes, never of the clear ones, which could be guessed.
 */
export interface Entry {
  readonly v: 1;
  readonly tenant: string;
  /** From 0, in the order of receipt, without gaps. */
  readonly index: number;
  /** When it was received, by the database's clock: never before the entry before it. */
  readonly received: string;
  /** The event's own id, type (in the version that was written), time and source. */
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly source: string;
  /** An opaque id: of a person, a sync, the tenant. */
  readonly subject: string;
  readonly sync: string | null;
  /** Who pressed the button: the hash of the sealed name, the same for the same one within a tenant; null for nobody. */
  readonly actor: string | null;
  readonly place: Place;
  /** The event's data, null where a part has a value. */
  readonly data: unknown;
  /** SHA-256 of what is sealed about each person, in base64url. */
  readonly parts: readonly string[];
  /** Of the end of a snapshot: the employees that it brought. */
  readonly rows?: SnapshotRows;
}

/** Where the event stood. What goes straight to a topic has neither epoch nor position. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number | null;
  readonly position: number | null;
  /** Within its record of the log: 0, as long as a record carries one event. */
  readonly record: number;
}

/** A row that a snapshot has: its digest, and the hashes of what is sealed of it. */
export type AddedRow = readonly [digest: string, ...parts: string[]];

/** A snapshot's rows as the difference to those of an earlier one, so that a quiet night costs nothing. */
export type SnapshotRows =
  | {
      readonly kind: 'whole';
      /** The entry of the snapshot that it differs from; null for the first. */
      readonly since: number | null;
      /** Both in ascending order of their digests. */
      readonly added: readonly AddedRow[];
      readonly removed: readonly string[];
    }
  /** The same rows as in the snapshot of this entry; null if none of the record is meant. */
  | { readonly kind: 'same'; readonly as: number | null }
  /** Not the rows arrived that it says it has: it changes nothing, and the finding says so. */
  | { readonly kind: 'broken'; readonly arrived: number };

/** The entry as bytes, the same on every machine: JSON in the form of RFC 8785. */
export function entryBytes(entry: Entry): Buffer {
  const text = canonicalize(entry);
  if (text === undefined) throw new Error('an entry is an object');
  return Buffer.from(text, 'utf8');
}
