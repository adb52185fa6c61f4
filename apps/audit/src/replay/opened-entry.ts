import { catalogue, joinPersonal } from '@people-sync/contracts';
import type { RecordedEvent } from '@people-sync/reconciliation';
import { LEFT_OUT } from '../record/draft';
import type { Entry } from '../record/entry';
import { readPart } from '../sealing/content';
import type { Opened } from '../sealing/sealing';

/** An entry, read as the newest version of what it says. */
export interface OpenedEntry {
  readonly entry: Entry;
  readonly event: RecordedEvent;
  /** Parts of it whose people were erased: null stands in their place. */
  readonly erased: number;
}

/** The record does not have what a replay rests on, or is not as it was written: it comes to no end. */
export class RecordFaultError extends Error {
  override readonly name = 'RecordFaultError';
  constructor(
    readonly reason: 'record-incomplete' | 'key-missing' | 'record-altered',
    /** Of the entry. */
    readonly index: number,
    /** A sentence that names no value. */
    readonly said: string,
  ) {
    super(`entry ${index}: ${said}`);
  }
}

/**
 * What an entry says, in the newest version of its event.
 * @throws RecordFaultError if something of it is neither there nor erased, or is of no version that is known here
 */
export function openEntry(entry: Entry, { contents, erased }: Opened): OpenedEntry {
  const { index, type, place, id, subject, sync } = entry;
  if (type === LEFT_OUT)
    throw new RecordFaultError('record-incomplete', index, 'An event could not be taken, and somebody gave it up.');
  const lost = entry.parts.filter((hash) => !contents.has(hash) && !erased.has(hash)).length;
  if (lost > 0)
    throw new RecordFaultError('key-missing', index, 'A part of it cannot be opened, and nobody erased it.');
  const gone = entry.parts.filter((hash) => erased.has(hash)).length;
  const parts = entry.parts.flatMap((hash) => contents.get(hash) ?? []).map(readPart);
  const data = joinPersonal(entry.data, parts);
  const reading = catalogue.readingOn(place.topic, type);
  if (!reading)
    throw new RecordFaultError('record-incomplete', index, 'It was written by a newer program than this one.');
  const { newest } = reading;
  const event = { id, type: newest.type, subject, syncId: sync ?? undefined };
  // What lacks a part is of no shape: it is read as far as it goes.
  if (gone > 0) return { entry, event: { ...event, data: upcastIfPossible(reading.upcast, data) }, erased: gone };
  if (!reading.written.validate(data))
    throw new RecordFaultError('record-altered', index, 'What it says is not of the shape of its event.');
  return { entry, event: { ...event, data: reading.upcast(data) }, erased: 0 };
}

function upcastIfPossible(upcast: (data: unknown) => unknown, data: unknown): unknown {
  try {
    return upcast(data);
  } catch {
    return data;
  }
}
