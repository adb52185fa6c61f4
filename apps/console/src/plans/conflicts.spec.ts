import { ApiProblem } from '../api/problem';
import { isStale, newerCheckOf, refusalSentence } from './conflicts';

const outdated = new ApiProblem(409, 'plan-outdated', 'These are no longer the newest changes.', {
  sync: '/v1/tenants/tiles/syncs/the-newer-one',
});

describe('an OK that was refused', () => {
  it('leads to the newer check, if that is why', () => {
    expect([newerCheckOf(outdated), isStale(outdated)]).toEqual(['the-newer-one', true]);
    const running = new ApiProblem(409, 'sync-running', 'Another sync is running.', { sync: '/v1/tenants/t/syncs/x' });
    expect([newerCheckOf(running), isStale(running)]).toEqual([null, false]);
  });

  it('asks for what is on the screen again when somebody else decided', () => {
    expect(isStale(new ApiProblem(409, 'already-decided', 'Somebody decided.'))).toBe(true);
    expect(isStale(new Error('offline'))).toBe(false);
  });

  it('says what to do when those left out and the others do not fit together', () => {
    const clash = new ApiProblem(409, 'exclusion-clash', 'Others get the address of: Mara Quill.');
    expect(refusalSentence(clash)).toBe(
      'Nothing was applied. Others get the address of: Mara Quill. Leave them out as well, or take the others back in.',
    );
    expect(refusalSentence(outdated)).toBe('These are no longer the newest changes.');
  });
});
