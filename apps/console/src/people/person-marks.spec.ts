import type { Decision } from '@people-sync/contracts/api';
import { marksOf } from './person-marks';

const decision = (kind: Decision['kind'], personId: string): Decision => ({
  decisionId: `${kind} ${personId}`,
  kind,
  employeeId: null,
  personId,
  name: 'Mara Quill',
  reason: null,
  itemKind: null,
  changes: [],
  decidedBy: 'grace.hopwood@northwind-tiles.example',
  decidedAt: '2026-03-03T09:00:00.000Z',
  message: '',
  tentative: false,
  planHash: null,
  syncId: null,
});
const nothing = { leaveOut: [], protectedPeople: [] };
const step = {
  kind: 'missing-since',
  at: '2026-03-03T21:00:00.000Z',
  sentence: '',
  syncId: null,
  actor: null,
  changes: [],
};

describe('how a person stands', () => {
  it('is not in PeopleHR since a day, and what somebody said to that', () => {
    const marks = marksOf('p1', [decision('missing-keep', 'p1'), decision('kept', 'p2')], nothing, {
      steps: [step],
      standing: 'missing',
    });
    expect(marks).toEqual({
      missingSince: '2026-03-03T21:00:00.000Z',
      missingSettled: decision('missing-keep', 'p1'),
      leftOut: null,
      isOutOfScope: false,
      kept: [],
      isProtected: false,
    });
  });

  it('is left out or protected by the settings', () => {
    const policy = { leaveOut: [{ personId: 'p1', reason: 'Trustee' }], protectedPeople: ['p1'] };
    const marks = marksOf('p1', [decision('kept', 'p1')], policy, { steps: [], standing: 'out-of-scope' });
    expect([marks.leftOut?.reason, marks.isOutOfScope, marks.isProtected, marks.kept.length]).toEqual([
      'Trustee',
      true,
      true,
      1,
    ]);
  });
});
