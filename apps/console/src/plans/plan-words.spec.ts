import type { ChangeKind } from '@people-sync/contracts/api';
import { leaveOut } from './left-out';
import {
  ageSentence,
  applySentence,
  choiceSentence,
  countsOf,
  decidedSentence,
  effectOfApply,
  keptByNo,
  leaversAlone,
  leaversSentence,
  oldSentence,
  titleOf,
  waitingSentence,
  whenChecked,
} from './plan-words';

const nothing = { left: 0, changed: 0, rejoined: 0, joined: 0 };

describe('what is said about changes', () => {
  it('says until when an OK can be given', () => {
    const until = '2026-03-10T12:00:00.000Z';
    expect(waitingSentence(until, new Date('2026-03-03T12:00:00.000Z'))).toContain('10 March 2026 (7 days left)');
    expect(waitingSentence(until, new Date('2026-03-10T09:00:00.000Z'))).toContain('(less than a day left)');
    expect(waitingSentence(until, new Date('2026-03-10T13:00:00.000Z'))).toContain('(no time is left)');
  });

  it('says what an OK would do, and to whom it would not', () => {
    expect(choiceSentence({ ...nothing, left: 40 }, 0)).toBe("'Apply' makes 40 people inactive.");
    expect(choiceSentence({ ...nothing, left: 39 }, 1)).toContain(
      '39 people inactive. 1 person left out: this one stays as before',
    );
    expect(choiceSentence(nothing, 2)).toContain('Everybody is left out');
  });

  it('says everything that an OK would do in one sentence, without those who are left out', () => {
    const counts = { left: 78, changed: 2, rejoined: 1, joined: 1200 };
    expect(applySentence(counts)).toBe(
      "'Apply' makes 78 people inactive, changes the details of 2 people, makes 1 person active again and adds 1,200 people.",
    );
    const choice = (personId: string, kind: ChangeKind) => ({
      personId,
      kind,
      groupId: 'a-group',
      proof: null,
      counted: false,
    });
    const leftOut = leaveOut(new Map(), [choice('a', 'left'), choice('b', 'left'), choice('c', 'rejoined')], true);
    expect(effectOfApply(counts, leftOut)).toEqual({ left: 76, changed: 2, rejoined: 0, joined: 1200 });
  });

  it('names everybody of an answer once, so that the numbers add up, and those who are not in it apart', () => {
    const base = { joined: 2, rejoined: 1, changed: 4, refused: 3, missing: 2, kept: 5 };
    const quiet = { goneBefore: 6, leftOutBySettings: 7, notStarted: 1, keptAway: 3 };
    // Of three who leave, two are in the answer.
    const counts = { ...base, ...quiet, left: 3, unchanged: 1188, seen: 1200 };
    const { inAnswer, notInAnswer } = countsOf(counts);
    expect(inAnswer).toEqual([
      ...['2 leaving', '4 changing', '1 coming back', '2 joining', '3 not added or not updated'],
      ...['3 kept by you as they are', '6 are leavers already: not added', '7 left out by your settings: not added'],
      ...['1 with a first day still to come', '1,171 without a change'],
    ]);
    expect(notInAnswer).toEqual(['1 leaving', '2 left as they are for now']);
    const sum = inAnswer.reduce((all, words) => all + Number(words.split(' ')[0]?.replace(',', '')), 0);
    expect(sum).toBe(counts.seen);
    expect(countsOf({ ...counts, goneBefore: 1 }).inAnswer).toContain('1 is a leaver already: not added');
  });

  it('names who decided', () => {
    const when = { decidedBy: 'Grace Hopwood', decidedAt: '2026-03-03T12:00:00.000Z', leaversOnly: false };
    const plan = { ...when, state: 'approved' } as const;
    expect(decidedSentence(plan)).toBe('Applied by Grace Hopwood on 3 March 2026.');
    expect(decidedSentence({ ...plan, state: 'applied' })).toBe(decidedSentence(plan));
    expect(decidedSentence({ ...plan, leaversOnly: true })).toBe(
      'Only the leavers were applied by Grace Hopwood on 3 March 2026.',
    );
    expect(decidedSentence({ ...plan, state: 'rejected', decidedBy: null })).toBe('Not applied on 3 March 2026.');
    expect(decidedSentence({ ...plan, state: 'held', decidedAt: null })).toBeNull();
  });

  it('says since when changes have waited, if an earlier check found them already', () => {
    const now = new Date('2026-03-08T12:00:00.000Z');
    const plan = { heldSince: '2026-03-03T02:00:00.000Z', takenAt: '2026-03-08T02:00:00.000Z' };
    expect(ageSentence(plan, now)).toBe(
      'Changes have waited since 3 March 2026, for 5 days: nothing was applied in that time.',
    );
    expect(ageSentence({ ...plan, takenAt: plan.heldSince }, now)).toBeNull();
    expect(ageSentence({ ...plan, heldSince: null }, now)).toBeNull();
  });

  it('says of old changes that PeopleHR is read again before they are applied', () => {
    const plan = { takenAt: '2026-03-03T02:00:00.000Z', freshUntil: '2026-03-04T02:00:00.000Z' };
    expect(oldSentence(plan, new Date('2026-03-04T03:00:00.000Z'))).toMatch(
      /more than a day ago: 'Apply' reads it again/,
    );
    expect(oldSentence(plan, new Date('2026-03-04T01:00:00.000Z'))).toBeNull();
  });

  it('counts whom only the leavers would be, and of how many people a no keeps something', () => {
    const one = { groupId: 'a-group', kind: 'left' } as const;
    const ticked = [
      { ...one, personId: 'a', proof: 'leaver-status', counted: false } as const,
      { ...one, personId: 'b', proof: 'absent-twice', counted: true } as const,
    ];
    const leftOut = leaveOut(new Map(), ticked, true);
    expect(leaversAlone({ leavers: 5, itemCount: 40 }, leftOut)).toBe(4);
    expect(leaversAlone({ leavers: 5, itemCount: 5 }, new Map())).toBe(0);
    expect(leaversSentence(4)).toContain('makes 4 people inactive');
    expect(keptByNo({ counted: 38 }, leftOut)).toBe(39);
  });

  it('tells of changes that are over that the numbers are those of the check, before anybody was left out', () => {
    expect((['held', 'previewed'] as const).map(whenChecked)).toEqual(['', '']);
    for (const state of ['approved', 'applying', 'rejected', 'expired', 'superseded', 'cancelled', 'dropped'] as const)
      expect(whenChecked(state)).toBe('When this was checked: ');
  });

  it('calls changes made only if they were made', () => {
    expect(titleOf('held')).toBe('Changes to check');
    expect(titleOf('approved')).toBe('Changes made');
    expect(titleOf('rejected')).toBe('Changes that were not made');
  });
});
