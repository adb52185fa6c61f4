import type { peoplesyncV1 } from '@people-sync/platform';
import type { IntegrationJson } from '../integrations/integration.dto';
import type { LicencesJson } from '../licences/licences.dto';
import type { PersonVersionJson, PersonJson } from '../people/person.dto';
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

export const planMessage = (plan: PlanJson): peoplesyncV1.Plan => ({
  syncId: plan.syncId,
  hash: plan.hash,
  outcome: plan.outcome,
  itemCount: plan.itemCount,
  heldBecause: [...plan.heldBecause],
  items: plan.items.map((item) => ({
    personId: item.personId,
    employeeId: item.employeeId,
    name: item.name,
    kind: item.kind,
    changes: item.changes.map((change) => ({
      field: change.field,
      oldValue: change.old ?? undefined,
      newValue: change.new ?? undefined,
    })),
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
