import type { AppliedCounts, Sync } from '@people-sync/contracts/api';
import { isHeld, isMoving, labelOf, outcomeOf, startedBy, wouldSentence } from './sync-words';

const none: AppliedCounts = {
  joined: 0,
  rejoined: 0,
  changed: 0,
  left: 0,
  waiting: 0,
  refused: 0,
  unchanged: 0,
  missing: 0,
  problems: 0,
};
const sync: Sync = {
  syncId: 'a-sync',
  syncNumber: 3,
  mode: 'apply',
  trigger: 'manual',
  status: 'completed',
  reason: null,
  notNow: false,
  leaversOnly: false,
  message: 'The sentence of the server.',
  seen: 180,
  planned: none,
  applied: none,
  attention: [],
  requestedAt: '2026-03-03T09:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  requestedBy: 'Grace Hopwood',
  planHash: null,
  heldBecause: [],
  heldReasons: [],
  heldSince: null,
  supersededBy: null,
  stalledSince: null,
  step: null,
};

describe('a sync in words', () => {
  it('says what was done, and how many people need attention', () => {
    expect(outcomeOf({ ...sync, applied: { ...none, joined: 12, left: 1 } })).toBe(
      'Done. 12 people added, 1 person left.',
    );
    const problems = { ...sync, status: 'completed-with-problems' } as const;
    expect(outcomeOf({ ...problems, applied: { ...none, problems: 3, refused: 3 } })).toMatch(
      /^Done\. 3 people need attention\./,
    );
    expect(outcomeOf({ ...problems, applied: { ...none, waiting: 1 } })).toMatch(/^Done\. 1 person needs attention\./);
  });

  it('says that nothing changed, when nothing did', () => {
    expect(outcomeOf({ ...sync, applied: { ...none, unchanged: 180 } })).toBe(
      'Done. Nothing changed: all 180 people are up to date.',
    );
  });

  it('leaves every other outcome to the server', () => {
    expect(outcomeOf({ ...sync, status: 'failed', applied: null })).toBe('The sentence of the server.');
  });

  it('waits for an OK until one is given', () => {
    const held = { ...sync, status: 'held', step: 'held' } as const;
    expect([isHeld(held), isMoving(held), labelOf(held)]).toEqual([true, false, 'Waiting for your OK']);
    const approving = { ...held, step: 'approving' } as const;
    expect([isHeld(approving), isMoving(approving), labelOf(approving)]).toEqual([false, true, 'Running']);
  });

  it('says what would change, as long as nothing did', () => {
    expect(wouldSentence({ ...none, left: 40, joined: 1 })).toBe('40 people would leave, 1 person would be added.');
    expect(wouldSentence(none)).toBe('Nothing would change.');
  });

  it('names who started it, or what', () => {
    expect(startedBy(sync)).toBe('Grace Hopwood');
    expect(startedBy({ trigger: 'schedule', requestedBy: 'schedule' })).toBe('By itself, at night');
  });
});
