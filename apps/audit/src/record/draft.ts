import { type AnyEvent, derivedId, readHead, splitPersonal } from '@people-sync/contracts';
import { type LeftOutRecord, partitionOf } from '@people-sync/messaging';
import { actorContent, type Content, partContent } from '../sealing/content';
import { type Entry, type Place, type SnapshotRows } from './entry';

/** What becomes an entry, before it is known at which place of the record, and what the sealed parts' hashes are. */
export interface Draft {
  readonly tenantId: string;
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly source: string;
  readonly subject: string;
  readonly syncId: string | undefined;
  readonly actor: Content | undefined;
  readonly place: Place;
  readonly data: unknown;
  readonly parts: readonly Content[];
}

/** An event as the record keeps it: in the version that was written, what it says about people apart. */
export function draftOf(event: AnyEvent): Draft {
  const { tenantId, id, time, source, subject, syncId, actor, topic, epoch, position, written } = event;
  const { skeleton, parts } = splitPersonal(written.type, written.data);
  return {
    tenantId,
    id,
    type: written.type,
    time,
    source,
    subject,
    syncId,
    actor: actor === undefined ? undefined : actorContent(tenantId, actor),
    place: placeOf(topic, tenantId, { epoch, position }),
    data: skeleton,
    parts: parts.map((part) => partContent(tenantId, part)),
  };
}

/** Of an entry that says what audit itself was told: it is no event of any topic. */
export const LEFT_OUT = 'net.wethrive.peoplesync.audit.left-out.v1';

/**
 * A record that could not be taken, and that somebody gave up: the record says so where the event would stand. What could
 * not be read is not kept, since nobody could say about whom it is.
 * @param at when it was given up, RFC 3339
 */
export function leftOutDraft(topic: string, record: LeftOutRecord, at: string): Draft {
  const { tenantId, event, syncId, value, actor } = record;
  const head = value ? readHead(value) : undefined;
  const epoch = event?.epoch ?? head?.epoch;
  const position = event?.position ?? head?.position;
  const type = event?.written.type ?? head?.type ?? null;
  return {
    tenantId,
    id: derivedId('left out', topic, tenantId, epoch ?? -1, position ?? -1, at),
    type: LEFT_OUT,
    time: at,
    source: '/peoplesync/audit',
    subject: tenantId,
    syncId,
    actor: actorContent(tenantId, actor),
    place: placeOf(topic, tenantId, { epoch, position }),
    data: { event: event?.id ?? null, type },
    parts: [],
  };
}

const placeOf = (
  topic: string,
  tenantId: string,
  { epoch, position }: { readonly epoch: number | undefined; readonly position: number | undefined },
): Place => ({
  topic,
  partition: partitionOf(tenantId),
  epoch: epoch ?? null,
  position: position ?? null,
  record: 0,
});

/** Where a draft comes to stand. */
export interface Standing {
  readonly index: number;
  /** RFC 3339. */
  readonly received: string;
  readonly rows: SnapshotRows | undefined;
}

/** A draft as an entry. @param hashOf of what was sealed */
export function entryOf(
  draft: Draft,
  { index, received, rows }: Standing,
  hashOf: (content: Content) => Buffer,
): Entry {
  const hash = (content: Content): string => hashOf(content).toString('base64url');
  return {
    v: 1,
    tenant: draft.tenantId,
    index,
    received,
    id: draft.id,
    type: draft.type,
    time: draft.time,
    source: draft.source,
    subject: draft.subject,
    sync: draft.syncId ?? null,
    actor: draft.actor ? hash(draft.actor) : null,
    place: draft.place,
    data: draft.data,
    parts: draft.parts.map(hash),
    ...(rows && { rows }),
  };
}
