import { Type } from '@sinclair/typebox';
import { defineEvent } from '../define-event';
import { Person } from '../person';
import { Count, Instant, Nullable, PersonId, SourceVersion, Text } from '../primitives';
import { Counts, SyncNumber } from '../sync';

const personVersion = {
  person: Person,
  /** The person's own history number: 1, 2, 3… */
  version: Type.Integer({ minimum: 1 }),
  /** The reconciler's number that this version rests on; null for writes that rest on none (a licence came free). */
  sourceVersion: Nullable(SourceVersion),
  /** Rises by one with every version of any person of the tenant. */
  changeNumber: Type.Integer({ minimum: 1 }),
  /** When it was written. */
  at: Instant,
};

/** A new active person stands in the People table. */
export const PersonAdded = defineEvent('person.added', 1, personVersion);
/** Fields of a person changed; `oldEmail` if the address did. */
export const PersonUpdated = defineEvent('person.updated', 1, { ...personVersion, oldEmail: Nullable(Text(254)) });
/** A leaver is inactive; their data are kept. */
export const PersonDeactivated = defineEvent('person.deactivated', 1, personVersion);
/** Somebody who had been active before is active again. */
export const PersonReactivated = defineEvent('person.reactivated', 1, personVersion);
/** A joiner or rejoiner waits for a licence. */
export const PersonWaiting = defineEvent('person.waiting', 1, personVersion);

/** The tenant's licences or their use changed; `seats` null: unlimited. */
export const LicencesChanged = defineEvent('licences.changed', 1, {
  seats: Nullable(Count),
  active: Count,
  waiting: Count,
});

/** The sync's changes stand in the People table. Final. */
export const SyncApplied = defineEvent('sync.applied', 1, { number: SyncNumber, counts: Counts, problems: Count });

/**
 * A part of the sync (or, without a sync id, of an import) could not be taken and was left out: nothing of the whole was or
 * will be applied.
 */
export const ChangesDropped = defineEvent('changes.dropped', 1, {
  /** Null for an import, and where it is not known. */
  number: Nullable(SyncNumber),
  /** Of an import: who is not in the People table now. Of a sync its plan tells. */
  people: Type.Array(PersonId, { maxItems: 1000 }),
});
