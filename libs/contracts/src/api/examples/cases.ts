import { personId } from './ids';
import { aPerson, aVersion } from './people';
import { doneSync } from './syncs';

const MESSAGE =
  'Ben Holt has no email address in PeopleHR and was not added or updated. Enter one in PeopleHR, then sync again.';

export const problemId = '0199bcca-2f51-7d03-9a1e-6c4b8f2d7e33';
export const aProblem = {
  problemId,
  code: 'email-blank',
  message: MESSAGE,
  personId: null,
  employeeId: 'E1077',
  name: 'Ben Holt',
  received: null,
  other: null,
  otherPersonId: null,
  rowEmail: null,
  rowStartDate: null,
  rowStatus: null,
  rowLeavingDate: null,
  affected: 1,
  syncId: doneSync.syncId,
  openedAt: '2026-03-01T06:00:09.000Z',
  closedAt: null,
  setAsideAt: null,
  seenAt: null,
} as const;
export const problemSummary = {
  items: [{ code: 'email-blank', title: 'No email address', count: 1, people: 1 }],
  total: 1,
  message: '1 person needs attention',
} as const;

export const decisionId = '0199c2a4-7b60-7f18-8d2c-9e5a3f6b1c48';
/** Somebody who is never synced. */
export const aDecision = {
  decisionId,
  kind: 'leave-out',
  employeeId: null,
  personId,
  name: 'Zoë Moss',
  reason: 'Trustee',
  itemKind: null,
  changes: [],
  decidedBy: 'Ada Clay',
  decidedAt: '2026-03-02T08:20:00.000Z',
  message:
    'Zoë Moss is left out by you: no sync adds them, and one that finds them active sets them to inactive. Your reason: Trustee.',
  syncId: null,
  tentative: false,
  planHash: null,
} as const;
export const undoneDecision = {
  ...aDecision,
  message: 'Undone. The next sync decides anew about Zoë Moss, by what PeopleHR has then.',
} as const;

export const anExplanation = {
  personId,
  employeeId: 'E1042',
  name: 'Zoë Moss',
  standing: 'unchanged',
  summary:
    "PeopleHR's answer of 1 March 2026 had something else for Zoë Moss, and it was written. They are active. If something is wrong, correct it in PeopleHR, then sync again.",
  steps: [
    {
      at: '2026-03-01T06:00:11.000Z',
      kind: 'written',
      sentence: 'Written into the People table: location from “Harrogate” to “Leeds”.',
      syncId: doneSync.syncId,
      actor: null,
      changes: [{ field: 'location', label: 'Location', oldValue: 'Harrogate', newValue: 'Leeds' }],
    },
  ],
} as const;

export const personExport = {
  person: aPerson,
  records: [{ kind: 'taken-over', fields: { EmployeeId: 'E1042', Location: 'Leeds' } }],
  versions: [aVersion],
  explanation: anExplanation,
  problems: [],
  decisions: [],
  complete: true,
} as const;
