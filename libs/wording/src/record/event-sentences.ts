/** What happened, by the event's name: what it says in detail stands beside it. */
const sentences: Readonly<Record<string, string>> = {
  'connection.connected': 'PeopleHR was connected.',
  'connection.key-replaced': 'The key of PeopleHR was replaced.',
  'connection.broken': 'PeopleHR does not take the key any more.',
  'connection.disconnected': 'PeopleHR was disconnected.',
  'sync.requested': 'A sync was asked for.',
  'sync.withdrawn': 'A sync was taken back before PeopleHR was read.',
  'sync.closed': 'A sync ended without applying anything.',
  'sync.applied': 'A sync was applied.',
  'snapshot.started': 'PeopleHR began to answer.',
  'employee.snapshot': 'PeopleHR told of an employee.',
  'snapshot.completed': 'PeopleHR was read.',
  'snapshot.unchanged': 'PeopleHR was read, and had nothing new.',
  'snapshot.failed': 'PeopleHR could not be read.',
  'snapshot.refetch-needed': 'PeopleHR has to be read again.',
  'policy.changed': 'The settings were changed.',
  'decision.made': 'Somebody settled a case, or undid it.',
  'plan.made': 'The changes of a sync were put together.',
  'plan.revised': 'The changes that wait were put together anew.',
  'plan.approved': 'Somebody gave their OK to changes.',
  'plan.rejected': 'Somebody said no to changes.',
  'plan.expired': 'Nobody gave their OK to changes in time.',
  'plan.superseded': 'Changes that waited were replaced by a newer check.',
  'people.imported': 'People were imported.',
  'import.dropped': 'People of an import could not be written.',
  'employee.added': 'Somebody is new in PeopleHR.',
  'employee.changed': 'Somebody has other values in PeopleHR.',
  'employee.left': 'Somebody has left.',
  'changes.completed': 'All changes of a sync were handed on.',
  'changes.dropped': 'Changes could not be written, and were left out.',
  'problem.opened': 'Something in PeopleHR cannot be used.',
  'problem.closed': 'A problem is settled.',
  'problem.set-aside': 'Somebody set a problem aside.',
  'person.added': 'Somebody was added to the People table.',
  'person.updated': 'Somebody was changed in the People table.',
  'person.deactivated': 'Somebody was set to inactive.',
  'person.reactivated': 'Somebody is active again.',
  'person.waiting': 'Somebody waits for a licence.',
  'person.erased': 'Somebody was erased.',
  'licences.changed': 'Licences, or how many are in use, changed.',
  'audit.left-out': 'An event could not be taken into the record, and somebody gave it up.',
  'audit.exported': 'The record was taken out as a file.',
};

/** What happened, in words. @param name of the event, without its version; one that is newer than this is told as that */
export const eventSentence = (name: string): string =>
  sentences[name] ?? 'Something happened that is newer than this version of PeopleSync.';

/** The names that have words of their own. */
export const toldEvents: readonly string[] = Object.keys(sentences);
