import {
  consistencyPlan,
  GrowingTree,
  leafHash,
  neededFor,
  proofOf,
  type Subtree,
  type SubtreeHash,
} from '@people-sync/transparency';
import { follows } from './follows';

const leaves = (names: string) => Array.from(names, (name) => leafHash(Buffer.from(name)));
function record(names: string) {
  const { tree, completed } = GrowingTree.empty.with(leaves(names));
  const at = ({ level, index }: Subtree): Buffer => {
    const found = completed.find((one: SubtreeHash) => one.level === level && one.index === index);
    if (!found) throw new Error('a hash is missing');
    return found.hash;
  };
  const proof = (from: number) => {
    const plan = consistencyPlan(from, tree.size);
    expect(neededFor(plan).length).toBeGreaterThanOrEqual(plan.length);
    return proofOf(plan, at);
  };
  return { head: { size: tree.size, root: tree.root }, proof };
}

const whole = record('abcdefg');

describe('a head', () => {
  it('is signed after every head of the same record', () => {
    expect(follows(undefined, whole.head, [])).toBe(true);
    for (const names of ['a', 'ab', 'abcd', 'abcdef', 'abcdefg']) {
      const { head } = record(names);
      expect(follows(head, whole.head, whole.proof(head.size))).toBe(true);
    }
  });

  it.each(['b', 'ba', 'abdc', 'xbcdef', 'abcdefx'])(
    'is not signed after that of another record, whose entries are %s',
    (names) => {
      const { head } = record(names);
      expect(follows(head, whole.head, whole.proof(head.size))).toBe(false);
    },
  );

  it('is not signed if entries are missing that were signed before', () => {
    const longer = record('abcdefgh').head;
    expect(follows(longer, whole.head, [])).toBe(false);
  });
});
