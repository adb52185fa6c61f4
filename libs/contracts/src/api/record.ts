import { type Static, Type } from '@sinclair/typebox';
import { Count, Instant, PersonId, SyncId } from '../primitives';
import { anAuditEvent, auditProof, checkpointNote, eventId, finding, vkey } from './examples/record';
import { ofTenant } from './examples/ids';
import { listOf, pageOf, paging, SyncIdOrNull, tenantPath, WholeOrNull, Word, WordOrNull } from './fields';
import { request, rpc } from './rpc';
import { about, formed, type Json, optional, shape } from './shape';
import { TenantRequest } from './tenants';
import { keysOf, words } from './words';

const kindsSaid = {
  sync: 'a sync was asked for, read PeopleHR, or ended',
  plan: 'a list of changes was made, and what became of it',
  person: 'somebody joined, changed, left or was brought by an import',
  decision: 'somebody settled a case',
  problem: 'something in PeopleHR cannot be used, or can be again',
  settings: 'settings, licences or the connection changed',
  record: 'something about the record itself',
} as const;
const AuditKind = words('AuditKind', 'What an event of the record is about.', kindsSaid);
export type AuditKind = Static<typeof AuditKind>;
/** In the order in which they are offered. */
export const auditKinds = keysOf(kindsSaid);

export const AuditEvent = shape('AuditEvent', 'One event as it stands in the record of a company.', {
  index: about(Count, "Its place in the company's record, from 0, without gaps"),
  eventId: about(Word, "The event's own id"),
  kind: about(AuditKind, 'What it is about'),
  type: about(Word, 'Its name on the wire, with the version that was written'),
  message: about(Word, 'What happened, in words for an administrator'),
  at: about(Instant, 'When it happened'),
  receivedAt: about(Instant, 'When the record received it; never before the one before it'),
  source: about(Word, 'Which part of PeopleSync told it'),
  subject: about(Word, 'The opaque id of what it is of: a person, a sync, the company'),
  syncId: about(SyncIdOrNull, 'The sync that it belongs to; null if it belongs to none'),
  actor: about(WordOrNull, 'Who pressed the button; null for nobody, and for somebody who is erased'),
  topic: about(Word, 'The topic that it stood on'),
  epoch: about(WholeOrNull, 'Of its stream: rises when a database was put back; null where there is none'),
  position: about(WholeOrNull, 'Its place in its stream; null for what goes straight to a topic'),
  data: about(Word, 'JSON of what it says, null where a part is erased or lost'),
  erased: about(Count, 'How many parts are erased'),
  lost: about(Count, 'How many parts are not there though nobody erased them: damage'),
  rowsAdded: about(Count, "Of PeopleHR's answer: how many rows came with it that the one before had not"),
  rowsRemoved: about(Count, 'And how many went'),
});
export type AuditEvent = Json<typeof AuditEvent>;

export const AuditEventPage = shape('AuditEventPage', 'One page of the record, newest first.', pageOf(AuditEvent));
export type AuditEventPage = Json<typeof AuditEventPage>;

/** In the years that are meant; whether the month has that many days is asked beside it. */
const day = (name: string) =>
  formed(
    /^(?:19|2[0-9])[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$/,
    `${name} must be a day, as 2026-03-31`,
  );

export const AuditEventsQuery = shape('AuditEventsQuery', 'Which events; what is not given does not count.', {
  ...paging,
  personId: optional(about(PersonId, 'Those that are about this person')),
  syncId: optional(about(SyncId, 'Those of this sync')),
  kind: optional(about(AuditKind, 'Those of this kind')),
  from: optional(about(day('from'), "From this day on, in the company's time zone")),
  to: optional(about(day('to'), 'Up to this day, which is among them')),
});

const eventPath = {
  ...tenantPath,
  eventId: about(Type.String({ minLength: 1, maxLength: 255 }), 'The event'),
};

export const AuditEventRequest = request('AuditEventRequest', eventPath);

export const AuditProof = shape(
  'AuditProof',
  'One entry of a record, and what proves it to whoever has the public keys: this file is enough for `peoplesync audit verify`.',
  {
    index: about(Count, "Its place in the company's record"),
    entry: about(Word, "The entry's bytes: UTF-8 text in the form of RFC 8785"),
    proof: about(Word, 'The text of a .tlog-proof file (C2SP tlog-proof): the hashes, and the signed head'),
    vkeys: about(listOf(Word), 'Public keys that ever signed; whoever has them from elsewhere goes by those'),
  },
);
export type AuditProof = Json<typeof AuditProof>;

export const AuditCheckpoint = shape('AuditCheckpoint', "The newest head of a company's record, signed.", {
  size: about(Count, 'How many entries it is over'),
  note: about(Word, 'The signed note (C2SP tlog-checkpoint)'),
});
export type AuditCheckpoint = Json<typeof AuditCheckpoint>;

export const AuditFinding = shape('AuditFinding', 'What is not as it should be in what was received.', {
  kind: about(
    Word,
    'A stable word, e.g. snapshot-broken, rows-dropped, left-out or gap; more may come: message says it',
  ),
  index: about(WholeOrNull, 'The entry that it is about; null if it is about what is not there'),
  message: about(Word, 'What was found, in words for an administrator'),
  nextStep: about(Word, 'What to do'),
});
export type AuditFinding = Json<typeof AuditFinding>;

export const AuditFindings = shape('AuditFindings', 'What is not as it should be in what was received.', {
  items: about(listOf(AuditFinding), 'The oldest first, up to 500; empty if nothing was found'),
  more: about(Type.Boolean(), 'There are more of them'),
  message: about(Word, 'How it stands, in words for an administrator'),
});
export type AuditFindings = Json<typeof AuditFindings>;

export const AuditKeysRequest = request('AuditKeysRequest', {});

export const AuditKeys = shape('AuditKeys', 'Public keys of everything that ever signed a head of a record.', {
  vkeys: about(listOf(Word), 'C2SP signed-note: name, id and Ed25519 key; the oldest first'),
});
export type AuditKeys = Json<typeof AuditKeys>;

const path = '/v1/tenants/{tenant}/audit';

export const recordRpcs = {
  listAuditEvents: rpc(
    'The record of what happened, newest first.',
    [`GET ${path}/events`],
    request('ListAuditEventsRequest', { ...tenantPath, ...AuditEventsQuery.properties }),
    AuditEventPage,
    {
      asked: { ...ofTenant, kind: 'sync', from: '2026-03-01', limit: 100 },
      answered: { items: [anAuditEvent], nextCursor: null },
    },
  ),
  getAuditEvent: rpc(
    'One event of the record, with what it says about people as far as it is not erased.',
    [`GET ${path}/events/{eventId}`],
    AuditEventRequest,
    AuditEvent,
    { asked: { ...ofTenant, eventId }, answered: anAuditEvent },
  ),
  getAuditProof: rpc(
    "One event's entry, and the proof that it is in the record.",
    [`GET ${path}/events/{eventId}/proof`],
    AuditEventRequest,
    AuditProof,
    { asked: { ...ofTenant, eventId }, answered: auditProof },
  ),
  getAuditCheckpoint: rpc(
    "The newest signed head of a company's record.",
    [`GET ${path}/checkpoint`],
    TenantRequest,
    AuditCheckpoint,
    { asked: ofTenant, answered: { size: 1, note: checkpointNote } },
  ),
  listAuditFindings: rpc(
    'What is not as it should be in what was received: gaps, and answers of PeopleHR that did not come whole.',
    [`GET ${path}/findings`],
    TenantRequest,
    AuditFindings,
    {
      asked: ofTenant,
      answered: { items: [finding], more: false, message: 'The record has 1 thing to look at.' },
    },
  ),
  listAuditKeys: rpc(
    'The public keys that records are checked with, those of before too.',
    ['GET /v1/audit/keys'],
    AuditKeysRequest,
    AuditKeys,
    { asked: {}, answered: { vkeys: [vkey] } },
  ),
};
