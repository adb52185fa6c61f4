import { failureReasons, noCounts } from '@people-sync/contracts';
import { failureSentence, sentencesByReason } from './failure-sentences';
import { type SyncFacts, syncSentence } from './sync-sentences';

const aSync = (more: Partial<SyncFacts>): SyncFacts => ({
  status: 'completed',
  reason: null,
  about: null,
  counts: noCounts,
  problems: 0,
  planHash: null,
  heldBecause: [],
  approving: false,
  okHash: null,
  ...more,
});

describe('what an administrator reads about a sync', () => {
  it('has an own sentence for every reason, and one for those it does not know', () => {
    for (const reason of [...failureReasons, 'no-progress']) expect(sentencesByReason[reason]).toBeDefined();
    expect(failureSentence('something-new')).toContain('Start it again');
    expect(failureSentence('employee-twice', 'PW7')).toContain('two records with the employee ID PW7');
  });

  it('counts what was done, and whom it needs somebody for', () => {
    const counts = { ...noCounts, joined: 3, rejoined: 1, changed: 2, left: 1 };
    expect(syncSentence(aSync({ status: 'completed', counts }), false)).toBe(
      'Done. 3 joined, 1 came back, 2 changed, 1 left.',
    );
    expect(syncSentence(aSync({ status: 'completed', counts: noCounts }), false)).toBe(
      'Done. Nothing had changed in PeopleHR.',
    );
    const attention = aSync({ status: 'completed-with-problems', counts: { ...noCounts, refused: 2 }, problems: 3 });
    expect(syncSentence(attention, false)).toBe('Done. 3 people need attention: see the list of problems.');
    const one = aSync({ status: 'completed-with-problems', counts: { ...noCounts, waiting: 1 } });
    expect(syncSentence(one, false)).toBe('Done. 1 person needs attention: they are waiting for a licence.');
    const both = aSync({ ...one, problems: 2 });
    expect(syncSentence(both, false)).toBe(
      'Done. 3 people need attention: see the list of problems, and who is waiting for a licence.',
    );
  });

  it('says that a sync was cancelled because PeopleHR was disconnected', () => {
    const cancelled = aSync({ status: 'cancelled', reason: 'disconnected' });
    expect(syncSentence(cancelled, false)).toContain('Connect PeopleHR again');
  });
});
