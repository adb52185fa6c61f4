import { isUtf8 } from 'node:buffer';
import { instantOf } from './calendar';
import { type Catalogue, catalogue, type Reading } from './catalogue';
import { type EventDefinition, isSuperseded, parseType } from './define-event';
import { newId } from './ids';
import { isTextJson } from './text';
import type { TopicName } from './topics';
import { unfitIn } from './unfit';

/** What the sender knows beside the data. */
export interface Origin {
  /** `/peoplesync/<service>`. */
  readonly source: string;
  readonly tenantId: string;
  /** Absent for what belongs to no sync. */
  readonly syncId?: string | undefined;
  /** Whom or what it is about, e.g. a person id; the tenant if not given. */
  readonly subject?: string | undefined;
  /** Who pressed the button. */
  readonly actor?: string | undefined;
  /** Given for decision events (derived), a new UUIDv7 otherwise. */
  readonly id?: string | undefined;
  /** RFC 3339; now if not given. */
  readonly time?: string | undefined;
  /** W3C trace context. */
  readonly traceparent?: string | undefined;
}

/** An event that is ready to be stored or sent: CloudEvents 1.0, structured mode, still without epoch and position. */
export interface NewEvent {
  readonly topic: TopicName;
  /** The tenant: its events keep their order. */
  readonly key: string;
  readonly id: string;
  readonly type: string;
  readonly json: string;
}

/** A decoded event of any type, in its newest version; `isEvent` tells which. */
export interface AnyEvent<T = unknown> {
  readonly topic: string;
  readonly type: string;
  readonly source: string;
  readonly id: string;
  readonly time: string;
  readonly tenantId: string;
  readonly syncId: string | undefined;
  readonly subject: string;
  readonly actor: string | undefined;
  readonly traceparent: string | undefined;
  readonly epoch: number | undefined;
  readonly position: number | undefined;
  readonly data: T;
  /** As it stands in the record, in whatever version that was written: what is kept of it. */
  readonly written: Written;
}

/** An event's type and data in the version that was written. */
export interface Written {
  readonly type: string;
  readonly data: unknown;
}

/** Why a record could not be taken as an event. */
export type UndecodableCode = 'broken-json' | 'not-cloudevent' | 'unknown-type' | 'newer-version' | 'wrong-schema';
export type Decoded =
  | { readonly ok: true; readonly event: AnyEvent }
  | { readonly ok: false; readonly code: UndecodableCode; readonly reason: string };

/**
 * Makes an event. The type is the first key after specversion, so that `readHead` finds it without parsing.
 * @param data of the event's whole shape: it is checked against the declaration, and says nothing of the type itself
 * @param topic only for the events that live on two topics; otherwise the event's home.
 * @throws if the data are not of the event's shape: a programming error, found before anything is stored.
 */
export function newEvent<T>(
  definition: EventDefinition<T>,
  origin: Origin,
  data: NoInfer<T>,
  topic?: TopicName,
): NewEvent {
  if (!definition.validate(data)) {
    const [first] = definition.validate.errors ?? [];
    throw new Error(`${definition.type} ${first?.instancePath ?? ''} ${first?.message ?? 'is not valid'}`);
  }
  const home = topic ?? catalogue.topicsOf(definition)[0];
  if (!home) throw new Error(`${definition.type} is in no topic's catalogue`);
  const id = origin.id ?? newId();
  const json = JSON.stringify({
    specversion: '1.0',
    type: definition.type,
    source: origin.source,
    id,
    time: origin.time ?? new Date().toISOString(),
    tenantid: origin.tenantId,
    syncid: origin.syncId,
    subject: origin.subject ?? origin.tenantId,
    actor: origin.actor,
    traceparent: origin.traceparent,
    datacontenttype: 'application/json',
    data,
  });
  return { topic: home, key: origin.tenantId, id, type: definition.type, json };
}

/** The event's JSON with the place in its stream in front; done by the relay, when the place is known. */
export function withPosition(json: string, epoch: number, position: number): string {
  return `{"epoch":${epoch},"position":${position},${json.slice(1)}`;
}

const BEFORE_DATA = ',"datacontenttype":"application/json","data":';

/** The event's JSON with the trace of what caused it, unless it says that itself. */
export function withTraceparent(json: string, traceparent: string): string {
  const end = json.indexOf(BEFORE_DATA);
  if (end < 0 || json.lastIndexOf('"traceparent":"', end) >= 0) return json;
  return `${json.slice(0, end)},"traceparent":"${traceparent}"${json.slice(end)}`;
}

/** What the first bytes of a record tell. */
export interface Head {
  readonly type: string;
  readonly epoch: number | undefined;
  readonly position: number | undefined;
}

const HEAD = /^\{(?:"epoch":(\d{1,15}),"position":(\d{1,15}),)?"specversion":"1\.0","type":"([a-z.0-9-]{1,120})"/;

/** Type and place of a record without parsing it; undefined if another program wrote it in another key order. */
export function readHead(value: Buffer): Head | undefined {
  const match = HEAD.exec(value.toString('latin1', 0, 240));
  if (!match?.[3]) return undefined;
  return {
    type: match[3],
    epoch: match[1] === undefined ? undefined : Number(match[1]),
    position: match[2] === undefined ? undefined : Number(match[2]),
  };
}

const SYNC_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The sync that a record of this tenant says it is of, though it may be none that can be taken; undefined if it says none. */
export function syncIdIn(value: Buffer, tenantId: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(value.toString('utf8'));
    if (!isRecord(parsed) || parsed['tenantid'] !== tenantId) return undefined;
    const syncId = text(parsed['syncid']);
    return syncId !== undefined && SYNC_ID.test(syncId) ? syncId : undefined;
  } catch {
    return undefined;
  }
}

/** What a request says of itself. */
export interface RequestName {
  readonly syncId: string;
  readonly number: number;
}

/**
 * Which sync a record of this tenant is a request for by its text, whether or not it can be read as one: of a newer
 * version, broken off, or damaged. Undefined if that does not stand in it. (Within a text a quotation mark is escaped, so
 * no value can pass for a field.)
 */
export function requestNamedIn(value: Buffer, tenantId: string): RequestName | undefined {
  const json = value.toString('utf8');
  const syncId = /"syncid":"([0-9a-f-]{36})"/.exec(json)?.[1];
  const number = /"data":\{[^{}]*?"number":(\d{1,9})[,}]/.exec(json)?.[1];
  const isOurs =
    json.includes(`"tenantid":${JSON.stringify(tenantId)}`) && /"type":"[^"]*\.sync\.requested\./.test(json);
  return isOurs && number !== undefined && syncId !== undefined && SYNC_ID.test(syncId)
    ? { syncId, number: Number(number) }
    : undefined;
}

const undecodable = (code: UndecodableCode, reason: string): Decoded => ({ ok: false, code, reason });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const whole = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;

/**
 * Parses and checks one record. What was written in an earlier version is read as the newest one. Never throws: what
 * cannot be taken comes back with its reason, which names no value.
 */
export function decodeEvent(topic: string, value: Buffer | null, known: Catalogue = catalogue): Decoded {
  if (value === null || value.length === 0) return undecodable('broken-json', 'the record is empty');
  if (!isUtf8(value)) return undecodable('broken-json', `the record (${value.length} bytes) is not UTF-8`);
  const json = value.toString('utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return undecodable('broken-json', `the record (${value.length} bytes) is not JSON`);
  }
  if (!isRecord(parsed)) return undecodable('not-cloudevent', 'the record is not an object');
  const type = text(parsed['type']);
  const tenantId = text(parsed['tenantid']);
  const id = text(parsed['id']);
  const time = text(parsed['time']);
  if (parsed['specversion'] !== '1.0' || type === undefined || tenantId === undefined || id === undefined) {
    return undecodable('not-cloudevent', 'specversion, type, id or tenantid is missing');
  }
  if (time === undefined || !instantOf(time)) return undecodable('not-cloudevent', 'time is missing or is none');
  const reading = known.readingOn(topic, type);
  if (!reading) return unknownType(topic, type, known);
  if (!reading.written.validate(parsed['data'])) return undecodable('wrong-schema', wrongShape(reading.written));
  // Whatever the shape says of it: a text that a reader cannot store would stop every reader.
  const isText = isPlain(json) || unfitIn(parsed, 1, () => 'prose').length === 0;
  if (!isText) return undecodable('wrong-schema', `${type} has a text with a control character`);
  const data = readAsNewest(reading, parsed['data']);
  if (!data.ok) return undecodable('wrong-schema', data.reason);
  return {
    ok: true,
    event: {
      topic,
      type: reading.newest.type,
      id,
      tenantId,
      source: text(parsed['source']) ?? '',
      time,
      subject: text(parsed['subject']) ?? tenantId,
      syncId: text(parsed['syncid']),
      actor: text(parsed['actor']),
      traceparent: text(parsed['traceparent']),
      epoch: whole(parsed['epoch']),
      position: whole(parsed['position']),
      data: data.value,
      written: { type, data: parsed['data'] },
    },
  };
}

const wrongShape = ({ type, validate }: EventDefinition): string => {
  const [first] = validate.errors ?? [];
  return `${type} ${first?.instancePath ?? ''} ${first?.message ?? ''}`.trim();
};

/** @param data of the written version's shape */
function readAsNewest(
  { written, newest, upcast }: Reading,
  data: unknown,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string } {
  if (written === newest) return { ok: true, value: data };
  try {
    const value = upcast(data);
    if (newest.validate(value)) return { ok: true, value };
    return { ok: false, reason: `${written.type} was read as ${wrongShape(newest)}` };
  } catch {
    return { ok: false, reason: `${written.type} cannot be read as ${newest.type}` };
  }
}

/** True for JSON that needs no closer look: nothing in it is escaped but quotes and backslashes. */
const isPlain = (json: string): boolean => isTextJson(json) && !/\\[^"\\]/.test(json);

/** Another version of a type that is known here is newer software's; anything else is nobody's. */
function unknownType(topic: string, type: string, known: Catalogue): Decoded {
  const wanted = parseType(type);
  const newer =
    wanted !== undefined &&
    Array.from({ length: wanted.version - 1 }, (_, i) => `net.wethrive.peoplesync.${wanted.name}.v${i + 1}`).some(
      (t) => known.readingOn(topic, t) !== undefined,
    );
  return newer
    ? undecodable('newer-version', `${type} is newer than this program`)
    : undecodable('unknown-type', 'the type is not in the catalogue of this topic');
}

/**
 * Narrows an event to one definition.
 * @throws if a newer version of it is declared: events are read as that, so this one would be missed without a word
 */
export function isEvent<T>(definition: EventDefinition<T>, event: AnyEvent): event is AnyEvent<T> {
  if (isSuperseded(definition)) throw new Error(`${definition.type} is read as a newer version`);
  return event.type === definition.type;
}
