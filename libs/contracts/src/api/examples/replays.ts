import { personId, syncId } from './ids';

export const replayId = '0199c1f0-6a52-7b31-8c4e-5d2f9a7b3e12';

const asked = {
  replayId,
  until: null,
  entriesTaken: 0,
  entriesTotal: 0,
  checked: null,
  differences: [],
  differenceCount: 0,
  partlyChecked: [],
  reason: null,
  entry: null,
  requestedAt: '2026-03-02T06:00:00.000Z',
  startedAt: null,
  finishedAt: null,
} as const;

export const newReplay = {
  ...asked,
  status: 'queued',
  message: 'The record will be checked as soon as its turn comes.',
} as const;

export const doneReplay = {
  ...asked,
  status: 'completed',
  message: 'The record was checked, and 1 thing is not as it says.',
  entriesTaken: 1204,
  entriesTotal: 1204,
  checked: { plans: 61, events: 288, people: 214, known: 214, keptPlans: 58 },
  differences: [
    {
      about: 'person',
      syncId: null,
      personId,
      what: 'team',
      recorded: '"Director"',
      expected: '"Tiler"',
      erased: false,
    },
  ],
  differenceCount: 1,
  partlyChecked: [{ syncId, rows: 1, unsure: 0 }],
  startedAt: '2026-03-02T06:00:00.100Z',
  finishedAt: '2026-03-02T06:00:03.700Z',
} as const;
