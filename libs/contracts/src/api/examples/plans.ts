import { personId, planHash, syncId } from './ids';

/** What is to happen to one person. */
const leaver = {
  personId,
  employeeId: 'E1042',
  name: 'Zoë Moss',
  email: 'zoe.moss@northwind-tiles.example',
  team: 'Glazing',
  department: 'Production',
  location: 'Leeds',
  kind: 'left',
  changes: [],
  proof: 'leaver-status',
  groupId: 'g1',
  leftOut: false,
  counted: true,
} as const;

/** A plan that waits for an OK. */
export const heldPlan = {
  syncId,
  planHash,
  madeAs: 'held',
  state: 'held',
  supersededBy: null,
  itemCount: 33,
  heldBecause: ['leavers'],
  takenAt: '2026-03-02T06:00:05.000Z',
  heldSince: '2026-03-02T06:00:09.000Z',
  expiresAt: '2026-03-09T06:00:09.000Z',
  freshUntil: '2026-03-03T06:00:05.000Z',
  leavers: 31,
  leaversOnly: false,
  counted: 31,
  decidedBy: null,
  decidedAt: null,
  outdated: false,
  counts: {
    ...{ seen: 214, joined: 2, rejoined: 0, changed: 0, left: 31, refused: 0, unchanged: 181, missing: 0, kept: 0 },
    ...{ goneBefore: 0, leftOutBySettings: 0, notStarted: 0, keptAway: 0 },
  },
  safeguards: [
    {
      name: 'leavers',
      field: null,
      value: 31,
      limit: 21,
      tripped: true,
      message: '31 people would leave by their status or leaving date. Up to 21 pass without your OK.',
      cause: 'Usually a site or a team that closed. Otherwise the wrong people were marked as leavers in PeopleHR.',
      nextStep: 'Look at who leaves. If it is wrong, correct it in PeopleHR and sync again.',
    },
  ],
  groups: [{ groupId: 'g1', kind: 'left', changes: [], proof: 'leaver-status', count: 31, leftOutCount: 0 }],
  groupCount: 1,
  licences: {
    ...{ seats: 250, unlimited: false, active: 212, waiting: 0, needed: 0, wouldWait: 0 },
    message: 'You need 2 licences, 69 are free after those who leave.',
  },
  items: [leaver],
  nextCursor: 'eyJhZnRlciI6ImcxIn0',
} as const;

/** The same without one of them. */
export const revisedPlan = {
  ...heldPlan,
  planHash: '9e0264f8a1c3e5d7b9f203f8a1c5e7b9d2046f1e8c3a5b7d90264e8f1a3c5d7b',
  items: [{ ...leaver, leftOut: true, counted: false }],
  groups: [{ ...heldPlan.groups[0], leftOutCount: 1 }],
} as const;
