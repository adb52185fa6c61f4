import { type FindingDetail, findingSaid, findingsSummary } from './finding-sentences';

const kinds = [
  'snapshot-broken',
  'snapshot-unknown',
  'rows-dropped',
  'said-otherwise',
  'left-out',
  'gap',
  'of tomorrow',
];

const details: readonly FindingDetail[] = [{}, { number: 12, topic: 'peoplesync.changes', epoch: 1, from: 6, to: 7 }];

describe('what was found in a record', () => {
  it.each(kinds)('%s is told in sentences, with what to do', (kind) => {
    for (const detail of details) {
      const { message, nextStep } = findingSaid(kind, detail);
      for (const said of [message, nextStep]) {
        expect(said).toMatch(/^[\p{Lu}\d].*\.$/su);
        expect(said).not.toMatch(/undefined|null| {2}|\(\)/);
      }
    }
  });

  it('names the place of what is missing, and how much it is', () => {
    const gap = { topic: 'peoplesync.changes', epoch: 1, from: 6, to: 8 };
    expect(findingSaid('gap', gap).message).toMatch(/^3 events are not in the record \(peoplesync\.changes, 6 to 8\)/);
    expect(findingSaid('snapshot-broken', { number: 12 }).message).toContain('(sync 12)');
  });

  it.each([
    [0, false, 'Nothing is known to be missing in what was received.'],
    [1, false, 'The record has 1 thing to look at.'],
    [7, false, 'The record has 7 things to look at.'],
    [500, true, 'The record has more than 500 things to look at.'],
  ])('%d, more: %s', (count, more, said) => {
    expect(findingsSummary(count, more)).toBe(said);
  });
});
