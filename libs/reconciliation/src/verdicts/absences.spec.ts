import { employee, RulesTestkit } from './rules.testkit';

const MONDAY = '2026-03-02';
const TUESDAY = '2026-03-03';
const WEDNESDAY = '2026-03-04';
const THURSDAY = '2026-03-05';

const ines = employee('PW1', { uniqueKey: 'k-1' });
const omar = employee('PW2', { uniqueKey: 'k-2', firstName: 'Omar', lastName: 'Reyes', startDate: '2020-01-06' });

/** Ines and Omar were added on Monday. */
function staffed(): RulesTestkit {
  const tenant = new RulesTestkit();
  tenant.sync([ines, omar], MONDAY);
  return tenant;
}

const idOf = (tenant: RulesTestkit, employeeId: string): string => tenant.personOf(employeeId)?.personId ?? 'nobody';

/** What it means that Ines is in none of these answers, which are given in turn; the last one's meaning. */
function withoutInes(tenant: RulesTestkit, ...times: string[]) {
  const judged = times.map((takenAt) => tenant.apply({ employees: [omar], today: takenAt.slice(0, 10), takenAt }));
  return judged.at(-1)?.absences;
}

describe('somebody who is not in the answer', () => {
  it('is missing since then, and stays as they are', () => {
    const tenant = staffed();
    expect(withoutInes(tenant, '2026-03-03T02:00:00Z')).toMatchObject([
      { kind: 'missing', since: '2026-03-03T02:00:00Z', protected: false, settled: false },
    ]);
    expect(tenant.active()).toEqual(['PW1', 'PW2']);
  });

  it('has left once two complete answers 20 hours apart lack them, not one second earlier', () => {
    const late = withoutInes(staffed(), '2026-03-03T02:00:00Z', '2026-03-03T21:59:59Z');
    expect(late).toMatchObject([{ kind: 'missing', since: '2026-03-03T02:00:00Z' }]);
    const tenant = staffed();
    expect(withoutInes(tenant, '2026-03-03T02:00:00Z', '2026-03-03T22:00:00Z')).toMatchObject([
      { kind: 'left', row: null, proof: 'absent-twice', sourceVersion: 2, announced: false },
    ]);
    expect(tenant.active()).toEqual(['PW2']);
  });

  it('has not left however many answers of one day lack them', () => {
    const times = ['02', '08', '14', '20', '21'].map((hour) => `2026-03-03T${hour}:00:00Z`);
    expect(withoutInes(staffed(), ...times)).toMatchObject([{ kind: 'missing', since: times[0] }]);
  });

  it('counts from the beginning after an answer that had them in between', () => {
    const tenant = staffed();
    withoutInes(tenant, '2026-03-03T02:00:00Z');
    tenant.sync([ines, omar], TUESDAY);
    expect(withoutInes(tenant, '2026-03-04T02:00:00Z')).toMatchObject([
      { kind: 'missing', since: '2026-03-04T02:00:00Z' },
    ]);
  });

  it('comes back as the same person after they had left by absence', () => {
    const tenant = staffed();
    const person = idOf(tenant, 'PW1');
    withoutInes(tenant, '2026-03-03T02:00:00Z', '2026-03-04T02:00:00Z');
    expect(tenant.sync([ines, omar], THURSDAY)).toMatchObject([
      { kind: 'rejoined', personId: person, sourceVersion: 3 },
    ]);
  });

  it('is asked about no more once they have left', () => {
    const tenant = staffed();
    expect(withoutInes(tenant, '2026-03-03T02:00:00Z', '2026-03-04T02:00:00Z', '2026-03-05T02:00:00Z')).toEqual([]);
  });

  it('frees their address for a newcomer of the same answer, not while they are only missing', () => {
    const tenant = staffed();
    const newcomer = employee('PW3', { email: ines.email, firstName: 'Ines', lastName: 'Other' });
    withoutInes(tenant, '2026-03-03T02:00:00Z');
    const answer = { employees: [omar, newcomer], today: TUESDAY, takenAt: '2026-03-03T08:00:00Z' };
    expect(tenant.judge(answer).verdicts).toMatchObject([{ kind: 'refused', problem: { code: 'identity-address' } }]);
    tenant.settleIdentity('PW3', { kind: 'new-person', personId: null, about: newcomer });
    expect(tenant.apply(answer).verdicts.at(-1)).toMatchObject({ kind: 'refused', problem: { code: 'email-taken' } });
    const { verdicts, absences } = tenant.apply({ ...answer, today: WEDNESDAY, takenAt: '2026-03-04T02:00:00Z' });
    expect(absences).toMatchObject([{ kind: 'left', proof: 'absent-twice' }]);
    expect(verdicts.at(-1)).toMatchObject({ kind: 'joined' });
  });
});

describe('an absence that somebody settled', () => {
  it('is a proof at once if they have left', () => {
    const tenant = staffed();
    tenant.settle({ missing: new Map([[idOf(tenant, 'PW1'), 'left']]) });
    expect(withoutInes(tenant, '2026-03-03T02:00:00Z')).toMatchObject([{ kind: 'left', proof: 'settled-by-person' }]);
  });

  it('is none, however long, if they are to be kept; and no open question', () => {
    const tenant = staffed();
    tenant.settle({ missing: new Map([[idOf(tenant, 'PW1'), 'keep']]) });
    expect(withoutInes(tenant, '2026-03-03T02:00:00Z', '2026-06-30T02:00:00Z')).toMatchObject([
      { kind: 'missing', since: '2026-03-03T02:00:00Z', settled: true },
    ]);
    expect(tenant.active()).toEqual(['PW1', 'PW2']);
  });

  it('says nothing of somebody who is there', () => {
    const tenant = staffed();
    tenant.settle({ missing: new Map([[idOf(tenant, 'PW1'), 'left']]) });
    expect(tenant.items({ employees: [ines, omar], today: TUESDAY })).toEqual([]);
  });

  it('keeps away a leaving that somebody said no to, and is no open question', () => {
    const tenant = staffed();
    withoutInes(tenant, '2026-03-03T02:00:00Z');
    const [leaving] = tenant.items({ employees: [omar], today: WEDNESDAY });
    if (!leaving) throw new Error('nobody is to leave');
    tenant.sayNo([[leaving.personId, tenant.keysOf(leaving, { employees: [omar], today: WEDNESDAY })]]);
    expect(withoutInes(tenant, '2026-03-04T02:00:00Z', '2026-03-05T02:00:00Z')).toMatchObject([
      { kind: 'missing', settled: true },
    ]);
    expect(tenant.active()).toEqual(['PW1', 'PW2']);
  });

  it('lets somebody go who is never to be synced', () => {
    const tenant = staffed();
    tenant.policy = { ...tenant.policy, leaveOut: [{ personId: idOf(tenant, 'PW1'), reason: 'A trustee' }] };
    expect(withoutInes(tenant, '2026-03-03T02:00:00Z')).toMatchObject([{ kind: 'left', proof: 'settled-by-person' }]);
  });
});

describe('protected people', () => {
  const guarded = () => {
    const tenant = staffed();
    tenant.policy = { ...tenant.policy, protectedPeople: [idOf(tenant, 'PW1')] };
    return tenant;
  };

  it('are never deactivated because they are absent: it is reported once they would leave', () => {
    const tenant = guarded();
    expect(withoutInes(tenant, '2026-03-03T02:00:00Z')).toMatchObject([{ kind: 'missing', protected: false }]);
    expect(withoutInes(tenant, '2026-03-04T02:00:00Z')).toMatchObject([{ kind: 'missing', protected: true }]);
    tenant.settle({ missing: new Map([[idOf(tenant, 'PW1'), 'left']]) });
    expect(withoutInes(tenant, '2026-03-05T02:00:00Z')).toMatchObject([{ kind: 'missing', protected: true }]);
    expect(tenant.active()).toEqual(['PW1', 'PW2']);
  });

  it('are never deactivated by their own row, by scope or by being left out: it is reported', () => {
    const problem = { code: 'protected' };
    const asLeaver = { ...ines, status: '2', leavingDate: MONDAY };
    expect(guarded().sync([asLeaver, omar], TUESDAY)).toMatchObject([
      { kind: 'refused', problem: { ...problem, received: MONDAY } },
      { kind: 'unchanged' },
    ]);
    const scoped = guarded();
    scoped.policy = {
      ...scoped.policy,
      scope: { ...scoped.policy.scope, location: { include: null, exclude: ['Stoke-on-Trent'] } },
    };
    expect(scoped.sync([ines], TUESDAY)).toMatchObject([{ kind: 'refused', problem }]);
    const leftOut = guarded();
    leftOut.settle({ leftOut: new Set([idOf(leftOut, 'PW1')]) });
    expect(leftOut.sync([ines, omar], TUESDAY)[0]).toMatchObject({ kind: 'refused', problem });
  });

  it('are changed like everybody else', () => {
    expect(guarded().sync([{ ...ines, jobRole: 'Lead' }, omar], TUESDAY)[0]).toMatchObject({ kind: 'changed' });
  });
});

describe('an open case', () => {
  it('keeps whom it is about, however long their own row is away', () => {
    const tenant = staffed();
    const other = { ...employee('PW9', { firstName: 'Ada', lastName: 'Moss' }), email: ines.email };
    for (const today of [TUESDAY, WEDNESDAY, THURSDAY]) {
      const { verdicts, absences } = tenant.apply({ employees: [omar, other], today });
      expect(verdicts).toMatchObject([{ kind: 'refused', problem: { code: 'identity-address' } }]);
      expect(absences).toMatchObject([{ kind: 'missing', settled: false }]);
    }
    expect(tenant.active()).toEqual(['PW1', 'PW2']);
  });

  it('keeps them even against what was settled about their absence', () => {
    const tenant = staffed();
    const other = { ...employee('PW9', { firstName: 'Ada', lastName: 'Moss' }), email: ines.email };
    tenant.settle({ missing: new Map([[idOf(tenant, 'PW1'), 'left']]) });
    expect(tenant.apply({ employees: [omar, other], today: TUESDAY }).absences).toMatchObject([{ kind: 'missing' }]);
  });
});
