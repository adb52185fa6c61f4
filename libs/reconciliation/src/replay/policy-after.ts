import type { DataOf, PolicyChanged } from '@people-sync/contracts';
import { RecordIncompleteError, type RecordedEvent } from './recorded-event';
import { isSame } from './replay-report';
import type { TenantRecord } from './tenant-record';

/**
 * The tenant's settings from then on.
 * @throws RecordIncompleteError if the scope is another one and it is not told whether its effect had been shown
 */
export function policyAfter(
  record: TenantRecord,
  { policyVersion, policy, leavingShown }: DataOf<typeof PolicyChanged>,
  event: RecordedEvent,
): Pick<TenantRecord, 'policyVersion' | 'policy' | 'leavingShown'> {
  if (leavingShown !== undefined) return { policyVersion, policy, leavingShown };
  if (!isSame(policy.scope, record.policy.scope))
    throw new RecordIncompleteError(
      event,
      'it was written by a version that does not tell what was shown of its scope',
    );
  // What was shown of a scope holds until people are judged by it.
  const isJudgedBy = record.base.policy === record.policyVersion;
  return { policyVersion, policy, leavingShown: isJudgedBy ? null : record.leavingShown };
}
