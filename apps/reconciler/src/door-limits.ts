import { MAX_IMPORTED } from '@people-sync/contracts';
import type { MessageLimits } from '@people-sync/platform';

const MB = 1024 * 1024;

/** The calls with lists. Each comes from the gateway, which took at most half as many bytes for it at its own doors. */
export const doorLimits: MessageLimits = {
  'Reconciler/ImportPeople': { bytes: 16 * MB, entries: MAX_IMPORTED },
  // 5,000 ids.
  'Reconciler/ApprovePlan': { bytes: MB / 2, entries: 5_000 },
  'Reconciler/RejectPlan': { bytes: MB / 2, entries: 5_000 },
  'Reconciler/LeaveOutOfPlan': { bytes: MB / 2, entries: 5_000 },
  // Eight lists of 1,000 values; four lists of 1,000 people; and twice 10,000 people.
  'Reconciler/PreviewScope': { bytes: 4 * MB, entries: 8_100 },
  'Reconciler/ChangePolicyPeople': { bytes: 4 * MB, entries: 4_100 },
  'Reconciler/SetPolicy': { bytes: 4 * MB, entries: 28_100 },
};
