import { MAX_LEFT_OUT, bounds } from '@people-sync/contracts/api';
import { MAX_IMPORTED } from '@people-sync/contracts';
import type { MessageLimits } from '@people-sync/platform';
import { APPROVAL_LIMITS } from '../approvals/approvals.controller';
import { IMPORT_LIMITS } from '../imports/import-body';
import { POLICY_LIMITS } from '../policies/policies.controller';

/** Include and exclude of the four fields of a scope. */
const SCOPE = 8 * bounds.values;
/** The messages in which lists and limits are. */
const PARTS = 50;

/** The few calls with lists: as many entries as their rules let pass, and as many bytes as over HTTP. */
export const doorLimits: MessageLimits = {
  'PeopleSync/ImportPeople': { bytes: IMPORT_LIMITS.bytes, entries: MAX_IMPORTED + 1 },
  'PeopleSync/ApprovePlan': { bytes: APPROVAL_LIMITS.bytes, entries: MAX_LEFT_OUT },
  'PeopleSync/RejectPlan': { bytes: APPROVAL_LIMITS.bytes, entries: MAX_LEFT_OUT },
  'PeopleSync/LeaveOutOfPlan': { bytes: APPROVAL_LIMITS.bytes, entries: MAX_LEFT_OUT + 1 },
  'PeopleSync/PreviewScope': { bytes: POLICY_LIMITS.bytes, entries: SCOPE + PARTS },
  'PeopleSync/ChangePolicyPeople': { bytes: POLICY_LIMITS.bytes, entries: 4 * bounds.peopleAtOnce + PARTS },
  'PeopleSync/UpdatePolicy': { bytes: POLICY_LIMITS.bytes, entries: SCOPE + 2 * bounds.people + PARTS },
};
