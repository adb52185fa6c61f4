import {
  type AnyEvent,
  Connected,
  EmployeeSnapshot,
  isEvent,
  KeyReplaced,
  SnapshotCompleted,
  SnapshotUnchanged,
} from '@people-sync/contracts';
import { type AttemptKey, attemptOf, markOf } from '../snapshots/arrivals';
import type { AnswerEnd } from '../snapshots/folding';
import type { Draft } from './draft';
import type { TenantTree } from './trees.repository';

/** The company behind each tenant, after these events. What the connection says goes before what an answer says. */
export function companiesAfter(trees: readonly TenantTree[], events: readonly AnyEvent[]): Map<string, string> {
  const companies = new Map(trees.map(({ tenantId, companyId }) => [tenantId, companyId]));
  for (const event of events) {
    const { tenantId } = event;
    if (isEvent(Connected, event)) companies.set(tenantId, event.data.companyId);
    else if (isEvent(KeyReplaced, event)) companies.set(tenantId, event.data.companyId);
    else if (isEvent(SnapshotCompleted, event) && !companies.get(tenantId))
      companies.set(tenantId, event.data.companyId);
  }
  return companies;
}

/** Where each draft comes to stand: behind what its tenant has, in the order of receipt. */
export function indexesOf(trees: readonly TenantTree[], drafts: readonly Pick<Draft, 'tenantId'>[]): number[] {
  const next = new Map(trees.map(({ tenantId, tree }) => [tenantId, tree.size]));
  return drafts.map(({ tenantId }) => {
    const index = next.get(tenantId) ?? 0;
    next.set(tenantId, index + 1);
    return index;
  });
}

/** The end of an attempt with an answer; nothing for every other event. @param index of its entry */
export function answerEnd(event: AnyEvent, index: number): AnswerEnd[] {
  const { tenantId } = event;
  if (isEvent(SnapshotCompleted, event)) return [{ tenantId, index, kind: 'completed', ...attemptAnd(event.data) }];
  if (isEvent(SnapshotUnchanged, event)) return [{ tenantId, index, kind: 'unchanged', ...attemptAnd(event.data) }];
  return [];
}

type Answer = Pick<AnswerEnd, 'number' | 'attempt' | 'count' | 'digest'>;
const attemptAnd = ({ number, attempt, count, digest }: Answer): Answer => ({ number, attempt, count, digest });

/** The attempts that events of snapshots are of, each once. */
export function attemptsIn(events: readonly AnyEvent[]): AttemptKey[] {
  const attempts = new Map<string, AttemptKey>();
  for (const event of events) {
    const { number, attempt } = isEvent(EmployeeSnapshot, event) ? event.data : (markOf(event) ?? {});
    if (number === undefined || attempt === undefined) continue;
    const key = { tenantId: event.tenantId, number, attempt };
    attempts.set(attemptOf(key), key);
  }
  return [...attempts.values()];
}
