import { Instant } from '../primitives';
import { tenant } from './examples/ids';
import { pageOf, TenantId, Whole, Word, Yes } from './fields';
import type { PlainRoute } from './rpc';
import { about, type Json, shape } from './shape';
import { keysOf, words } from './words';

/** Who reads events and may have to wait with some, in the order in which they are listed. */
const said = {
  gateway: 'takes what the others tell of syncs',
  reconciler: 'takes what was read, and what was dropped',
  'wethrive-writer': 'takes what is to be written',
  'peoplehr-fetcher': 'takes what is to be read',
  audit: 'takes everything into the record',
} as const;
export const parkingServices = keysOf(said);

export const Parked = shape(
  'Parked',
  "A customer's events that a service could not take, and that wait for somebody.",
  {
    parkedId: about(Word, 'Names what waits'),
    service: words('ParkingService', 'Who could not take them.', said),
    topic: about(Word, 'The topic that they stand on'),
    tenant: about(TenantId, 'The company, as the platform names it'),
    code: about(Word, 'A stable word; more may come'),
    reason: about(Word, 'Why the first one could not be taken; names no value'),
    waiting: about(Whole, 'How many wait'),
    bytes: about(Whole, 'Bytes of those that wait'),
    shed: about(Whole, 'How many were not kept, for want of room: their syncs end when it flows'),
    parkedAt: about(Instant, 'Since when they wait'),
  },
);
export type Parked = Json<typeof Parked>;

export const ParkedPage = shape('ParkedPage', 'One page of what waits.', pageOf(Parked));

export const ParkedOutcome = shape('ParkedOutcome', 'What came of it.', {
  skipped: about(Whole, 'Events that were left out for good'),
  flows: about(Yes, 'false: a later event cannot be taken either, and that one is waited for'),
});
export type ParkedOutcome = Json<typeof ParkedOutcome>;

const aParked: Parked = {
  ...{
    parkedId: 'cmVjb25jaWxlciBwZW9wbGVzeW5jLnNuYXBzaG90cyBub3J0aHdpbmQtdGlsZXM',
    service: 'reconciler',
    topic: 'peoplesync.snapshots',
  },
  ...{ tenant, code: 'not-json', reason: 'is not JSON', waiting: 1, bytes: 900, shed: 0 },
  parkedAt: '2026-03-02T06:00:10.000Z',
};
const asked = { parkedId: aParked.parkedId };

/** What operators do, with curl: routes without an rpc. */
export const parkedRoutes = {
  'GET /v1/parked': {
    sentence: "Customers' events that wait for somebody, because a service could not take them. Platform only.",
    example: { asked: { limit: 100 }, answered: { items: [aParked], nextCursor: null } },
  },
  'POST /v1/parked/{parkedId}/retry': {
    sentence: 'Tries the events that wait again, from the first one on. Platform only.',
    example: { asked, answered: { skipped: 0, flows: true } },
  },
  'POST /v1/parked/{parkedId}/skip': {
    sentence: 'Leaves the first event that waits out for good, and goes on. Platform only.',
    example: { asked, answered: { skipped: 1, flows: true } },
  },
} satisfies Readonly<Record<string, PlainRoute>>;

/** What the id in their paths is. */
export const PARKED_ID = '`parkedId` of what GET /v1/parked lists';
