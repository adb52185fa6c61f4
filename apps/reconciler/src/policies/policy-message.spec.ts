import { defaultPolicy, type Policy } from '@people-sync/contracts';
import { type PeopleChange, withPeople } from './policy-message';

const [ada, ben, cy] = [
  '11111111-1111-4111-8111-111111111111',
  '22222222-2222-4222-8222-222222222222',
  '33333333-3333-4333-8333-333333333333',
];
const out = (personId: string, reason = 'Trustee') => ({ personId, reason });
const nobody: PeopleChange = { leaveOut: [], takeBack: [], protect: [], unprotect: [] };
const before: Policy = { ...defaultPolicy, leaveOut: [out(ada), out(ben)], protectedPeople: [ada, ben] };
const changed = (change: Partial<PeopleChange>): Policy | undefined => withPeople({ ...nobody, ...change }, before);

describe('the people of a policy', () => {
  it('stay as they are, and in their order, unless they are named', () => {
    expect(changed({})).toEqual(before);
    expect(changed({ leaveOut: [out(cy)] })?.leaveOut).toEqual([out(ada), out(ben), out(cy)]);
    expect(changed({ takeBack: [ada] })?.leaveOut).toEqual([out(ben)]);
    expect(changed({ protect: [cy] })?.protectedPeople).toEqual([ada, ben, cy]);
    expect(changed({ unprotect: [ben] })?.protectedPeople).toEqual([ada]);
  });

  it('are on a list once, and off it however often that is said', () => {
    expect(changed({ leaveOut: [out(ada)], protect: [ada], takeBack: [cy], unprotect: [cy] })).toEqual(before);
    expect(changed({ leaveOut: [out(ben, 'On leave')] })?.leaveOut).toEqual([out(ada), out(ben, 'On leave')]);
  });

  it('are not taken beyond the bounds of a policy, or without a reason', () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      out(`44444444-4444-4444-8444-${String(index).padStart(12, '0')}`),
    );
    const full: Policy = { ...before, leaveOut: many };
    expect(withPeople({ ...nobody, takeBack: [many[0]?.personId ?? ''], leaveOut: [out(ada)] }, full)).toBeDefined();
    expect(withPeople({ ...nobody, leaveOut: [out(ada)] }, full)).toBeUndefined();
    expect(changed({ leaveOut: [out(cy, ' ')] })).toBeUndefined();
  });
});
