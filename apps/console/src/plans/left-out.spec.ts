import { countOf, leaveOut, leaversOf, type LeftOut } from './left-out';

const nobody: LeftOut = new Map();
const ada = { personId: 'ada', groupId: 'leavers', kind: 'left', proof: 'leaver-status', counted: true } as const;
const bo = { ...ada, personId: 'bo', proof: 'absent-twice' } as const;
const cy = { personId: 'cy', groupId: 'joiners', kind: 'joined', proof: null, counted: false } as const;

describe('leaving people out', () => {
  it('counts them by the line that they are one of', () => {
    const leftOut = leaveOut(nobody, [ada, bo, cy], true);
    expect([leftOut.size, countOf(leftOut, 'leavers'), countOf(leftOut, 'joiners')]).toEqual([3, 2, 1]);
  });

  it('knows who of them leaves by status or date: the others are nobody’s leavers', () => {
    expect(leaversOf(leaveOut(nobody, [ada, bo, cy], true))).toEqual(['ada']);
  });

  it('takes one of a whole line back in', () => {
    const leftOut = leaveOut(leaveOut(nobody, [ada, bo], true), [bo], false);
    expect([...leftOut.keys()]).toEqual(['ada']);
  });

  it('changes nothing when somebody is left out twice', () => {
    expect(leaveOut(leaveOut(nobody, [ada], true), [ada], true).size).toBe(1);
  });
});
