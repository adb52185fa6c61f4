import type { peoplesyncV1 } from '@people-sync/platform';
import type { IntegrationJson } from '../integrations/integration.dto';
import type { LicencesJson } from '../licences/licences.dto';
import type { PersonVersionJson, PersonJson } from '../people/person.dto';
import type { FieldChangeJson } from '../plans/field-change.dto';
import type { PlanJson } from '../plans/plan.dto';
import type { ProblemJson } from '../problems/problem.dto';
import type { SyncJson } from '../syncs/sync.dto';
import type { TenantJson } from '../tenants/tenant.dto';

/** proto3 has no null: an empty text, or an absent optional field, stands for it. */
export const tenantMessage = ({ seats, ...tenant }: TenantJson): peoplesyncV1.Tenant => ({
  ...tenant,
  seats: seats ?? undefined,
});

export const licencesMessage = ({ seats, active, waiting }: LicencesJson): peoplesyncV1.Licences => ({
  seats: seats ?? undefined,
  active,
  waiting,
});

export const syncMessage = (sync: SyncJson): peoplesyncV1.Sync => ({
  id: sync.id,
  number: sync.number,
  mode: sync.mode,
  trigger: sync.trigger,
  requestedBy: sync.requestedBy,
  status: sync.status,
  reason: sync.reason ?? '',
  message: sync.message,
  counts: sync.counts,
  problems: sync.problems,
  requestedAt: sync.requestedAt,
  startedAt: sync.startedAt ?? '',
  finishedAt: sync.finishedAt ?? '',
  planHash: sync.planHash ?? '',
  heldBecause: [...sync.heldBecause],
  supersededBy: sync.supersededBy ?? '',
});

export const integrationMessage = (integration: IntegrationJson): peoplesyncV1.Integration => ({
  status: integration.status,
  companyName: integration.companyName ?? '',
  keyHint: integration.keyHint ?? '',
  connectedAt: integration.connectedAt ?? '',
  reason: integration.reason ?? '',
  lastSuccessfulSync: integration.lastSuccessfulSync ? syncMessage(integration.lastSuccessfulSync) : undefined,
  lastSync: integration.lastSync ? syncMessage(integration.lastSync) : undefined,
});

const changeMessages = (changes: readonly FieldChangeJson[]): peoplesyncV1.FieldChange[] =>
  changes.map((change) => ({
    field: change.field,
    oldValue: change.old ?? undefined,
    newValue: change.new ?? undefined,
  }));

export const planMessage = (plan: PlanJson): peoplesyncV1.Plan => ({
  ...plan,
  supersededBy: plan.supersededBy ?? '',
  expiresAt: plan.expiresAt ?? '',
  decidedBy: plan.decidedBy ?? '',
  decidedAt: plan.decidedAt ?? '',
  heldBecause: [...plan.heldBecause],
  safeguards: plan.safeguards.map((safeguard) => ({ ...safeguard, field: safeguard.field ?? '' })),
  groups: plan.groups.map((group) => ({
    ...group,
    changes: changeMessages(group.changes),
    proof: group.proof ?? '',
  })),
  licences: { ...plan.licences, seats: plan.licences.seats ?? undefined },
  items: plan.items.map((item) => ({
    ...item,
    email: item.email ?? '',
    changes: changeMessages(item.changes),
    proof: item.proof ?? '',
  })),
  nextCursor: plan.nextCursor ?? '',
});

export const problemMessage = (problem: ProblemJson): peoplesyncV1.Problem => ({
  id: problem.id,
  code: problem.code,
  message: problem.message,
  personId: problem.personId ?? '',
  employeeId: problem.employeeId ?? '',
  name: problem.name ?? '',
  received: problem.received ?? '',
  syncId: problem.syncId ?? '',
  openedAt: problem.openedAt,
  closedAt: problem.closedAt ?? '',
  other: problem.other ?? '',
  otherPersonId: problem.otherPersonId ?? '',
  affected: problem.affected,
  setAsideAt: problem.setAsideAt ?? '',
});

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
