import type { ChangeKind, PlanGroup } from '@people-sync/contracts/api';
import { layoutOf } from './lines';

const group = (groupId: string, kind: ChangeKind, count: number): PlanGroup => ({
  groupId,
  kind,
  count,
  leftOutCount: 0,
  changes: [],
  proof: kind === 'left' ? 'leaver-status' : null,
});

describe('how changes are laid out', () => {
  it('puts leavers first and joiners last, whatever is larger', () => {
    const groups = [group('new', 'joined', 50), group('moved', 'changed', 9), group('gone', 'left', 3)];
    const { sections, others } = layoutOf({ groups, itemCount: 62 });
    expect(sections.map(({ kind, people }) => [kind, people])).toEqual([
      ['left', 3],
      ['changed', 9],
      ['joined', 50],
    ]);
    expect(others).toBe(0);
  });

  it('keeps a change that nobody else has out of the lines, but not somebody who leaves alone', () => {
    const groups = [group('moved', 'changed', 1), group('gone', 'left', 1)];
    const { inLines, others } = layoutOf({ groups, itemCount: 2 });
    expect([[...inLines], others]).toEqual([['gone'], 1]);
  });

  it('counts people of groups that the server did not name as others', () => {
    expect(layoutOf({ groups: [group('moved', 'changed', 40)], itemCount: 190 }).others).toBe(150);
  });
});
