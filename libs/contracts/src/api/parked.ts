import { Instant, oneOf } from '../primitives';
import { pageOf, Whole, Word, Yes } from './fields';
import { about, type Json, shape } from './shape';

/** Who reads events and may have to wait with some, in the order in which they are listed. */
export const parkingServices = ['gateway', 'reconciler', 'wethrive-writer', 'peoplehr-fetcher'] as const;

export const Parked = shape(
  'Parked',
  "A customer's events that a service could not take, and that wait for somebody.",
  {
    id: Word,
    service: about(oneOf(...parkingServices), 'Who could not take them'),
    topic: Word,
    tenant: Word,
    code: about(Word, 'A stable word'),
    reason: about(Word, 'Why the first one could not be taken; names no value'),
    waiting: about(Whole, 'How many wait'),
    bytes: about(Whole, 'Bytes of those that wait'),
    shed: about(Whole, 'How many were not kept, for want of room: their syncs end when it flows'),
    parkedAt: Instant,
  },
);
export type Parked = Json<typeof Parked>;

export const ParkedPage = shape('ParkedPage', 'One page of what waits.', pageOf(Parked));

export const ParkedOutcome = shape('ParkedOutcome', 'What came of it.', {
  skipped: about(Whole, 'Events that were left out for good'),
  flows: about(Yes, 'false: a later event cannot be taken either, and that one is waited for'),
});
export type ParkedOutcome = Json<typeof ParkedOutcome>;
