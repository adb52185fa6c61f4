import {
  mappedOf,
  newEvent,
  type NewEvent,
  type Origin,
  PersonAdded,
  PersonDeactivated,
  PersonReactivated,
  PersonUpdated,
  PersonWaiting,
} from '@people-sync/contracts';
import type { PersonVersion } from './person-version.entity';

/** Who says it: the writer, for a sync or a command. */
export type Cause = Pick<Origin, 'syncId' | 'actor' | 'traceparent'>;

export const SOURCE = '/peoplesync/wethrive-writer';

/** The event of a version of a person, in the form that `peoplesync.people` carries. */
export function personEvent(version: PersonVersion, cause: Cause): NewEvent {
  const at = version.validFrom.toISOString();
  const { tenantId, personId, email, name, unit } = version;
  const { status, weThriveId, orgEmployeeId } = version;
  const origin: Origin = { ...cause, source: SOURCE, tenantId, subject: personId, time: at };
  const data = {
    person: {
      personId,
      email,
      name,
      ...mappedOf(version),
      unit,
      status,
      weThriveId,
      orgEmployeeId,
    },
    version: version.version,
    sourceVersion: version.sourceVersion,
    changeNumber: version.changeNo,
    at,
  };
  switch (version.kind) {
    case 'added':
      return newEvent(PersonAdded, origin, data);
    case 'imported':
      return newEvent(status === 'waiting' ? PersonWaiting : PersonAdded, origin, data);
    case 'updated':
      return newEvent(PersonUpdated, origin, { ...data, oldEmail: version.oldEmail });
    case 'deactivated':
      return newEvent(PersonDeactivated, origin, data);
    case 'reactivated':
      return newEvent(PersonReactivated, origin, data);
    case 'waiting':
      return newEvent(PersonWaiting, origin, data);
  }
}
