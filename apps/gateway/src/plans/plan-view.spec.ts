import { planStates, type SyncStatus, syncStatuses } from '@people-sync/contracts/api';
import { aPlan } from '../rig/answers.testkit';
import { planView } from './plan-view';

const licences = { active: 3, waiting: 0 };
const stateOf = (state: string, sync: SyncStatus): string =>
  planView({ ...aPlan({ state }), nextCursor: null }, licences, sync).state;

describe('the state of a plan', () => {
  it.each(['applying', 'approved'])('%s ends once its changes are in the People table', (state) => {
    expect(stateOf(state, 'applying')).toBe(state);
    expect(stateOf(state, 'completed')).toBe('applied');
    expect(stateOf(state, 'completed-with-problems')).toBe('applied');
  });

  it('that is final stays, wherever its sync is', () => {
    const final = Object.entries(planStates).flatMap(([state, { endsBy }]) => (endsBy === null ? [state] : []));
    expect(final).toContain('applied');
    for (const state of final) for (const sync of syncStatuses) expect(stateOf(state, sync)).toBe(state);
  });

  it('that goes on says what ends it, and is one that waits or is being written', () => {
    const open = Object.entries(planStates).flatMap(([state, { endsBy }]) => (endsBy === null ? [] : [state]));
    expect(open.sort()).toEqual(['applying', 'approved', 'held']);
  });
});
