import { planHash, syncId } from './ids';

/** Counts of people of whom nothing is said. */
const nobody = { joined: 0, rejoined: 0, changed: 0, left: 0, refused: 0, unchanged: 0, missing: 0 } as const;

/** A sync that was just asked for. */
export const newSync = {
  syncId,
  syncNumber: 12,
  mode: 'apply',
  trigger: 'platform',
  requestedBy: 'wethrive-platform',
  status: 'requested',
  reason: null,
  notNow: false,
  leaversOnly: false,
  message: 'The sync is about to start.',
  seen: null,
  planned: null,
  applied: null,
  attention: [],
  requestedAt: '2026-03-02T06:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  planHash: null,
  heldBecause: [],
  heldReasons: [],
  heldSince: null,
  supersededBy: null,
  stalledSince: null,
  step: 'requested',
} as const;

/** The same while its changes wait for an OK. */
export const heldSync = {
  ...newSync,
  status: 'held',
  message:
    'Waiting for your OK: more people would leave than usual. Look at the changes to check, then apply them or do not.',
  seen: 214,
  planned: { ...nobody, joined: 2, left: 31, unchanged: 181, problems: 0 },
  startedAt: '2026-03-02T06:00:01.000Z',
  planHash,
  heldBecause: ['leavers'],
  heldReasons: ['more people would leave than usual'],
  heldSince: '2026-03-02T06:00:09.000Z',
  step: 'held',
} as const;

/** With somebody's OK. */
export const approvedSync = {
  ...heldSync,
  status: 'held',
  message: 'You gave your OK. The changes will be written in a moment.',
  step: 'approving',
} as const;

export const rejectedSync = {
  ...heldSync,
  status: 'rejected',
  message:
    'Not applied: somebody said no. What made these changes wait stays away until PeopleHR has something else for these people; everything else comes with the next sync. To allow one after all, undo it under what is kept by you.',
  finishedAt: '2026-03-02T08:15:00.000Z',
  step: null,
} as const;

export const cancelledSync = {
  ...heldSync,
  status: 'cancelled',
  message: 'The sync was cancelled. Nothing was changed.',
  finishedAt: '2026-03-02T08:15:00.000Z',
  step: null,
} as const;

/** Another one, of the day before: everything is done. */
export const doneSync = {
  ...newSync,
  syncId: '0199bcca-1e40-7a92-b7d3-8e6f4c1d2a55',
  syncNumber: 11,
  status: 'completed',
  message: 'Done. 1 joined, 3 changed.',
  seen: 212,
  planned: { ...nobody, joined: 1, changed: 3, unchanged: 208, problems: 0 },
  applied: { ...nobody, joined: 1, changed: 3, unchanged: 208, waiting: 0, problems: 0 },
  requestedAt: '2026-03-01T06:00:00.000Z',
  startedAt: '2026-03-01T06:00:01.000Z',
  finishedAt: '2026-03-01T06:00:12.000Z',
  planHash: 'c7d90264e8f1a3c5d7b9e0264f8a1c3e5d7b9f203f8a1c5e7b9d2046f1e8c3a5',
  step: null,
} as const;
