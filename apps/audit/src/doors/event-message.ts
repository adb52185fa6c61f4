import { joinPersonal } from '@people-sync/contracts';
import type { auditV1 } from '@people-sync/platform';
import type { Entry } from '../record/entry';
import { readActor, readPart } from '../sealing/content';
import type { Opened } from '../sealing/sealing';

/** Every hash that an entry commits to. */
export const hashesOf = ({ actor, parts }: Entry): string[] => (actor === null ? [...parts] : [actor, ...parts]);

/** An entry as it is answered: what it says about people put back, as far as it can be opened. */
export function eventMessage(entry: Entry, { contents, erased }: Opened): auditV1.Event {
  const parts = entry.parts.flatMap((hash) => contents.get(hash) ?? []).map(readPart);
  const hashes = hashesOf(entry);
  const closed = hashes.filter((hash) => !contents.has(hash));
  const gone = closed.filter((hash) => erased.has(hash)).length;
  const actor = entry.actor === null ? undefined : contents.get(entry.actor);
  const { rows, place } = entry;
  return {
    index: entry.index,
    eventId: entry.id,
    type: entry.type,
    time: entry.time,
    received: entry.received,
    source: entry.source,
    subject: entry.subject,
    syncId: entry.sync ?? '',
    actor: actor ? readActor(actor) : '',
    topic: place.topic,
    partition: place.partition,
    epoch: place.epoch ?? undefined,
    position: place.position ?? undefined,
    data: JSON.stringify(joinPersonal(entry.data, parts)),
    erased: gone,
    lost: closed.length - gone,
    rowsAdded: rows?.kind === 'whole' ? rows.added.length : 0,
    rowsRemoved: rows?.kind === 'whole' ? rows.removed.length : 0,
  };
}
