import type { Decision } from '@people-sync/contracts/api';
import { leaveOutEffect, leftOutPeople } from './leave-out';

const decision = (facts: Partial<Decision>): Decision => ({
  decisionId: 'd1',
  kind: 'leave-out',
  employeeId: null,
  personId: 'p1',
  name: 'Mara Quill',
  reason: 'On long leave',
  itemKind: null,
  changes: [],
  decidedBy: 'grace.hopwood@northwind-tiles.example',
  decidedAt: '2026-03-03T09:00:00.000Z',
  message: '',
  tentative: false,
  planHash: null,
  syncId: null,
  ...facts,
});

describe('people who are left out', () => {
  it('are those of decisions and of the settings, each once', () => {
    const people = leftOutPeople([decision({}), decision({ decisionId: 'd2', kind: 'kept', personId: 'p2' })], {
      leaveOut: [
        { personId: 'p1', reason: 'Trustee' },
        { personId: 'p3', reason: 'Contractor' },
      ],
    });
    expect(people.map(({ personId, reason, decisionId }) => [personId, reason, decisionId])).toEqual([
      ['p1', 'On long leave', 'd1'],
      ['p3', 'Contractor', null],
    ]);
  });

  it('come with what happens next', () => {
    const about = (status: 'active' | 'waiting' | 'inactive' | null) => leaveOutEffect({ name: 'Mara Quill', status });
    expect(about('active')).toContain('becomes inactive');
    expect(about('waiting')).toContain('no longer waits for a licence');
    expect(about('inactive')).toContain('stays so');
    expect(about(null)).toContain('No sync adds');
  });
});
