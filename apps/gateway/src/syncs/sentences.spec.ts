import { failureReasons, noCounts } from '@people-sync/contracts';
import { sentencesByCode, problemSentence } from '../problems/problem-sentences';
import { aSync } from '../rig/syncs.testkit';
import { failureSentence, sentencesByReason } from './failure-sentences';
import { isFinal, syncStatuses } from './sync-state';
import { syncSentence } from './sync-sentences';

/** Words that no administrator is to read (semantics of a sync, section 8). */
const FORBIDDEN = /\b(tenant|snapshot|hash|base|parked|digest)s?\b/i;

const anEnd = (status: (typeof syncStatuses)[number]) =>
  aSync({ status, finishedAt: isFinal(status) ? new Date(0) : null });

describe('what an administrator reads', () => {
  const sentences = [
    ...[...failureReasons, 'no-progress', 'disconnected', 'something-new'].map((reason) => [
      reason,
      failureSentence(reason),
    ]),
    ...syncStatuses.map((status) => [status, syncSentence(anEnd(status), false)]),
    ['stalled', syncSentence(anEnd('applying'), true)],
    ...[...Object.keys(sentencesByCode), 'something-new'].map((code) => [
      code,
      problemSentence({ code, name: 'Ada Moss', received: 'ada@', other: 'Ben Moss' }),
    ]),
  ];

  it.each(sentences)('has for %s a sentence without words of ours', (_word, sentence) => {
    expect(sentence).toMatch(/^[A-Z0-9].*\.$/s);
    expect(sentence).not.toMatch(FORBIDDEN);
    expect(sentence).not.toMatch(/undefined|null|\[object/);
  });

  it('has an own sentence for every reason and every code, with the next step', () => {
    for (const reason of [...failureReasons, 'no-progress']) expect(sentencesByReason[reason]).toBeDefined();
    for (const code of ['email-blank', 'email-invalid', 'email-taken', 'email-twice', 'unknown-status']) {
      expect(sentencesByCode[code]?.({ code, name: 'Ada Moss', received: 'x', other: '' })).toMatch(
        /Ada Moss.*sync again\.$/s,
      );
    }
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
    expect(syncSentence(one, false)).toBe('Done. 1 person needs attention: see the list of problems.');
  });

  it('says that a sync was cancelled because PeopleHR was disconnected', () => {
    const cancelled = aSync({ status: 'cancelled', reason: 'disconnected' });
    expect(syncSentence(cancelled, false)).toContain('Connect PeopleHR again');
  });

  it('names nobody as somebody without a name', () => {
    expect(problemSentence({ code: 'email-blank', name: '', received: '', other: '' })).toContain('without a name');
  });
});
