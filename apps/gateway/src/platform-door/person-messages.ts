import type { peoplesyncV1 } from '@people-sync/platform';
import type { ImportJson } from '../imports/import.dto';
import type { PersonJson, PersonVersionJson } from '../people/person.dto';
import type { ExplanationJson } from '../why/why.dto';
import { changeMessages } from './change-messages';

export const personMessage = (person: PersonJson): peoplesyncV1.Person => ({
  personId: person.personId,
  email: person.email ?? undefined,
  name: person.name,
  team: person.team ?? undefined,
  location: person.location ?? undefined,
  department: person.department ?? undefined,
  manager: person.manager ?? undefined,
  unit: person.unit ?? undefined,
  status: person.status,
  weThriveId: person.weThriveId ?? undefined,
  orgEmployeeId: person.orgEmployeeId ?? undefined,
  version: person.version,
  updatedAt: person.updatedAt,
  reportsTo: person.reportsTo ?? undefined,
  directReports: person.directReports,
  notFromPeopleHr: person.notFromPeopleHr,
});

export const versionMessage = (version: PersonVersionJson): peoplesyncV1.PersonVersion => ({
  person: personMessage(version.person),
  kind: version.kind,
  syncId: version.syncId ?? '',
  changeNumber: version.changeNumber,
  at: version.at,
  changed: [...version.changed],
  oldEmail: version.oldEmail ?? undefined,
});

export const explanationMessage = (explanation: ExplanationJson): peoplesyncV1.Explanation => ({
  personId: explanation.personId ?? '',
  employeeId: explanation.employeeId ?? '',
  name: explanation.name ?? '',
  summary: explanation.summary,
  steps: explanation.steps.map((step) => ({
    at: step.at,
    kind: step.kind,
    sentence: step.sentence,
    syncId: step.syncId ?? '',
    actor: step.actor ?? '',
    changes: changeMessages(step.changes),
  })),
});

/** What an import did, or would do. */
export const importMessage = ({ errors, known, ...outcome }: ImportJson): peoplesyncV1.ImportPeopleResponse => ({
  imported: outcome.imported,
  unchanged: outcome.unchanged,
  refused: outcome.refused,
  errors: [...errors],
  moreErrors: outcome.moreErrors,
  known: [...known],
});
