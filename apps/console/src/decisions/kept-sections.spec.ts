import type { Decision } from '@people-sync/contracts/api';
import { sectionsOf } from './kept-sections';

const decision = (decisionId: string, more: Partial<Decision> = {}): Decision => ({
  ...{ decisionId, kind: 'kept', employeeId: null, personId: decisionId, name: decisionId, reason: null },
  ...{ itemKind: 'left', changes: [] },
  ...{
    decidedBy: 'grace',
    decidedAt: '2026-03-03T10:00:00.000Z',
    message: `Kept by you: ${decisionId}.`,
    tentative: false,
    planHash: null,
  },
  syncId: null,
  ...more,
});
const shown = (decisions: readonly Decision[]) =>
  sectionsOf(decisions).map((section) => [
    section.syncId,
    section.decisions.map(({ decisionId }) => decisionId).join(' '),
  ]);

describe('what is kept', () => {
  it('is one section for every no to the changes of one check, where the newest of them stands', () => {
    const kept = [
      decision('ada', { syncId: 'monday' }),
      decision('ben', { kind: 'missing-keep' }),
      decision('cara', { syncId: 'monday' }),
      decision('dan', { syncId: 'sunday' }),
      decision('eve', { syncId: 'sunday' }),
    ];
    expect(shown(kept)).toEqual([
      ['monday', 'ada cara'],
      [null, 'ben'],
      ['sunday', 'dan eve'],
    ]);
  });

  it('stands alone if nothing else was said no to, or if it is another kind of answer', () => {
    const alone = [
      decision('ada', { syncId: 'monday' }),
      decision('ben', { kind: 'leave-out', syncId: 'monday' }),
      decision('cara', { kind: 'same-person', syncId: 'monday' }),
      decision('dan'),
      decision('eve'),
    ];
    expect(shown(alone)).toEqual([
      [null, 'ada'],
      [null, 'ben'],
      [null, 'cara'],
      [null, 'dan'],
      [null, 'eve'],
    ]);
  });
});
