import type { peoplesyncV1 } from '@people-sync/platform';
import type { PlanJson } from '../plans/plan.dto';
import type { SyncJson } from '../syncs/sync.dto';
import { changeMessages } from './change-messages';

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
  heldReasons: [...sync.heldReasons],
  supersededBy: sync.supersededBy ?? '',
  heldSince: sync.heldSince ?? '',
});

export const planMessage = (plan: PlanJson): peoplesyncV1.Plan => ({
  ...plan,
  supersededBy: plan.supersededBy ?? '',
  takenAt: plan.takenAt ?? '',
  heldSince: plan.heldSince ?? '',
  expiresAt: plan.expiresAt ?? '',
  freshUntil: plan.freshUntil ?? '',
  decidedBy: plan.decidedBy ?? '',
  decidedAt: plan.decidedAt ?? '',
  heldBecause: [...plan.heldBecause],
  safeguards: plan.safeguards.map((safeguard) => ({
    ...safeguard,
    field: safeguard.field ?? '',
    cause: safeguard.cause ?? '',
    nextStep: safeguard.nextStep ?? '',
  })),
  groups: plan.groups.map((group) => ({
    ...group,
    changes: changeMessages(group.changes),
    proof: group.proof ?? '',
  })),
  licences: { ...plan.licences, seats: plan.licences.seats ?? undefined },
  items: plan.items.map((item) => ({
    ...item,
    email: item.email ?? '',
    team: item.team ?? '',
    department: item.department ?? '',
    location: item.location ?? '',
    changes: changeMessages(item.changes),
    proof: item.proof ?? '',
  })),
  nextCursor: plan.nextCursor ?? '',
});
