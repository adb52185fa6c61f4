import type { Employee } from '@people-sync/contracts';
import { employee, RulesTestkit } from '../verdicts/rules.testkit';

const TODAY = '2026-03-02';
const YESTERDAY = '2026-03-01';
const TOMORROW = '2026-03-03';

const at = (today: string, ...employees: Employee[]) => ({ employees, takenAt: `${today}T03:00:00.000Z`, today });
const none = { goneBefore: 0, leftOut: 0, notStarted: 0, keptAway: 0 };

describe('people of an answer to whom nothing happens', () => {
  it('are told apart: leavers already, left out by the settings, and not started', () => {
    const tenant = new RulesTestkit();
    tenant.policy = {
      ...tenant.policy,
      scope: { ...tenant.policy.scope, location: { include: null, exclude: ['York'] } },
    };
    const answer = at(
      TODAY,
      employee('PW1'),
      employee('PW2', { status: '2' }),
      employee('PW3', { status: '2', leavingDate: '2099-13-45' }),
      employee('PW4', { leavingDate: YESTERDAY }),
      employee('PW5', { status: '2', location: 'York' }),
      employee('PW6', { location: 'York' }),
      employee('PW7', { startDate: TOMORROW }),
    );
    const planned = tenant.plan(answer);
    expect(planned.quiet).toEqual({ ...none, goneBefore: 4, leftOut: 1, notStarted: 1 });
    expect(planned.counts).toMatchObject({ seen: 7, joined: 1, unchanged: 6 });
  });

  it('are as before once they were judged, and those who left here are never counted as gone before', () => {
    const tenant = new RulesTestkit();
    const rows = [employee('PW1'), employee('PW2', { status: '2' })] as const;
    tenant.sync([...rows], YESTERDAY);
    expect(tenant.plan(at(TODAY, ...rows)).quiet).toEqual(none);
    const leaves = at(TODAY, employee('PW1', { status: '2' }), rows[1]);
    tenant.apply(leaves);
    expect(tenant.plan(leaves, true).quiet).toEqual({ ...none, goneBefore: 1 });
  });

  it('are kept as they are by a no, which is never counted twice', () => {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1'), employee('PW2')], YESTERDAY);
    const leaves = at(TODAY, employee('PW1', { status: '2' }), employee('PW2'));
    const [item] = tenant.items(leaves);
    tenant.sayNo([[item?.personId ?? '', item ? tenant.keysOf(item, leaves) : []]]);
    const planned = tenant.plan(leaves);
    expect(planned).toMatchObject({ quiet: { ...none, keptAway: 1 }, counts: { seen: 2, left: 0, unchanged: 2 } });
  });
});
