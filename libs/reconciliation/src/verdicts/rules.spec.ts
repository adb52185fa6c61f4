import type { Employee } from '@people-sync/contracts';
import { RulesTestkit, employee } from './rules.testkit';

const TODAY = '2026-03-02';
const YESTERDAY = '2026-03-01';
const TOMORROW = '2026-03-03';

/** Ines is known and active; her row now reads so. What does it mean? */
function ines(overrides: Partial<Employee>, today = TODAY) {
  const tenant = new RulesTestkit();
  tenant.sync([employee('PW1')], '2026-01-05');
  return tenant.sync([employee('PW1', overrides)], today)[0];
}

/** Somebody never seen before. */
const stranger = (overrides: Partial<Employee>, today = TODAY) =>
  new RulesTestkit().sync([employee('PW1', overrides)], today)[0];

describe('who left', () => {
  it('a leaver without a date, or whose last day is today or past', () => {
    expect(ines({ status: '2' })).toMatchObject({ kind: 'left', proof: 'leaver-status' });
    expect(ines({ status: '2', leavingDate: TODAY })).toMatchObject({ kind: 'left', proof: 'leaver-status' });
    expect(ines({ status: '2', leavingDate: YESTERDAY })).toMatchObject({ kind: 'left', proof: 'leaver-status' });
  });

  it('not yet a leaver whose last day is still to come', () => {
    expect(ines({ status: '2', leavingDate: TOMORROW })).toMatchObject({ kind: 'changed', due: TOMORROW });
  });

  it('somebody whose LeavingDate has passed, and nobody on the last day itself', () => {
    expect(ines({ leavingDate: YESTERDAY })).toMatchObject({ kind: 'left', proof: 'leaving-date' });
    expect(ines({ leavingDate: TODAY })).toMatchObject({ kind: 'changed', due: TOMORROW });
  });

  it('nobody because of a LeavingDate before the StartDate', () => {
    expect(ines({ startDate: '2026-02-02', leavingDate: '2026-01-30' })).toMatchObject({ kind: 'changed', due: null });
  });

  it('nobody because of a status code that is not documented, whatever the date says: it is reported', () => {
    const problem = { code: 'unknown-status', received: '9', other: null };
    expect(ines({ status: '9', leavingDate: YESTERDAY })).toMatchObject({ kind: 'refused', problem });
    expect(ines({ status: null })).toMatchObject({ kind: 'refused', problem: { ...problem, received: null } });
    expect(stranger({ status: '9' })).toMatchObject({ kind: 'refused', problem });
  });

  it('nobody because of being absent from the answer', () => {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1'), employee('PW2')], YESTERDAY);
    expect(tenant.sync([employee('PW1')], TODAY)).toEqual([]);
    expect(tenant.active()).toEqual(['PW1', 'PW2']);
  });

  it('and is left only once', () => {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1')], YESTERDAY);
    tenant.sync([employee('PW1', { status: '2' })], TODAY);
    expect(tenant.sync([employee('PW1', { status: '2', leavingDate: TODAY })], TOMORROW)).toMatchObject([
      { kind: 'unchanged' },
    ]);
  });
});

describe('who joined', () => {
  it('nobody who had already left before they were first seen', () => {
    expect(stranger({ status: '2' })).toMatchObject({ kind: 'ignored' });
    expect(stranger({ leavingDate: YESTERDAY })).toMatchObject({ kind: 'ignored' });
  });

  it('somebody new on their first day, not before', () => {
    const tenant = new RulesTestkit();
    const starter = employee('PW1', { startDate: TODAY });
    expect(tenant.sync([starter], YESTERDAY)).toMatchObject([{ kind: 'unchanged', due: TODAY }]);
    expect(tenant.sync([starter], TODAY)).toMatchObject([{ kind: 'joined', sourceVersion: 1 }]);
  });

  it('somebody new so many days before, if the settings say so', () => {
    const tenant = new RulesTestkit({ daysBeforeStart: 2 });
    const starter = employee('PW1', { startDate: '2026-03-04' });
    expect(tenant.sync([starter], YESTERDAY)).toMatchObject([{ kind: 'unchanged', due: TODAY }]);
    expect(tenant.sync([starter], TODAY)).toMatchObject([{ kind: 'joined' }]);
  });

  it('and is never un-started', () => {
    expect(ines({ startDate: TOMORROW })).toMatchObject({ kind: 'changed' });
  });

  it('again, whoever comes back under the same EmployeeId, as the same person', () => {
    const tenant = new RulesTestkit();
    const [joined] = tenant.sync([employee('PW1')], '2026-01-05');
    tenant.sync([employee('PW1', { status: '2', leavingDate: '2026-01-31' })], '2026-02-02');
    const back = employee('PW1', { startDate: TODAY });
    expect(tenant.sync([back], TODAY)).toMatchObject([
      { kind: 'rejoined', personId: joined && 'personId' in joined && joined.personId, sourceVersion: 3 },
    ]);
  });

  it('again, whose old LeavingDate was left standing; it stays without meaning', () => {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1')], '2026-01-05');
    tenant.sync([employee('PW1', { status: '2', leavingDate: '2026-01-31' })], '2026-02-02');
    const back = employee('PW1', { leavingDate: '2026-01-31' });
    expect(tenant.sync([back], TODAY)).toMatchObject([{ kind: 'rejoined' }]);
    const promoted = { ...back, jobRole: 'Lead' };
    expect(tenant.sync([promoted], TOMORROW)).toMatchObject([{ kind: 'changed' }]);
    expect(tenant.plan({ employees: [promoted], today: TOMORROW }, true).items).toEqual([]);
    expect(tenant.sync([{ ...back, leavingDate: TODAY }], TOMORROW)).toMatchObject([
      { kind: 'left', proof: 'leaving-date' },
    ]);
  });

  it('again, on the very day that they were marked as a leaver: the date that stood then says nothing later', () => {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1')], YESTERDAY);
    tenant.sync([employee('PW1', { status: '2', leavingDate: TODAY })], TODAY);
    const back = employee('PW1', { leavingDate: TODAY });
    expect(tenant.sync([back], TODAY)).toMatchObject([{ kind: 'rejoined', due: null }]);
    expect(tenant.sync([{ ...back, jobRole: 'Lead' }], TOMORROW)).toMatchObject([{ kind: 'changed' }]);
  });

  it('again, even if their address had to be settled first', () => {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1')], '2026-01-05');
    tenant.sync([employee('PW1', { status: '2', leavingDate: '2026-01-31' })], '2026-02-02');
    const back = employee('PW1', { leavingDate: '2026-01-31' });
    expect(tenant.sync([{ ...back, email: null }], YESTERDAY)).toMatchObject([{ kind: 'refused' }]);
    expect(tenant.sync([{ ...back, email: null }], TODAY)).toMatchObject([{ kind: 'refused' }]);
    expect(tenant.sync([back], TOMORROW)).toMatchObject([{ kind: 'rejoined' }]);
  });

  it('not again who left by date and whose row says the same as then', () => {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1', { leavingDate: YESTERDAY })], YESTERDAY);
    expect(tenant.sync([employee('PW1', { leavingDate: YESTERDAY })], TODAY)).toMatchObject([{ kind: 'left' }]);
    const edited = employee('PW1', { leavingDate: YESTERDAY, jobRole: 'Lead' });
    expect(tenant.sync([edited], TOMORROW)).toMatchObject([{ kind: 'unchanged' }]);
  });
});

describe('somebody without a name', () => {
  const nameless = { firstName: null, lastName: null };
  const problem = { code: 'name-blank', received: null };

  it('is not added, is told of, and holds up nobody', () => {
    expect(stranger(nameless)).toMatchObject({ kind: 'refused', problem });
    expect(stranger({ ...nameless, firstName: 'Ines' })).toMatchObject({ kind: 'joined' });
  });

  it('keeps the name that they had, and everything else', () => {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1')], YESTERDAY);
    expect(tenant.sync([employee('PW1', { ...nameless, jobRole: 'Lead' })], TODAY)).toMatchObject([
      { kind: 'refused', problem },
    ]);
    expect(tenant.personOf('PW1')).toMatchObject({ active: true, name: 'Ines Faulkner' });
  });

  it('leaves all the same', () => {
    expect(ines({ ...nameless, status: '2' })).toMatchObject({ kind: 'left' });
  });
});

describe('a text that cannot be read', () => {
  const broken = { lastName: 'M\uFFFDller', jobRole: 'Lead' };
  const problem = { code: 'text-unreadable', received: 'lastName', other: null };

  it('changes nobody: they stay as they are, with a problem that names the field, and the rest goes on', () => {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1'), employee('PW2')], YESTERDAY);
    const verdicts = tenant.sync([employee('PW1', broken), employee('PW2', { jobRole: 'Lead' })], TODAY);
    expect(verdicts).toMatchObject([{ kind: 'refused', problem }, { kind: 'changed' }]);
    expect(tenant.active()).toEqual(['PW1', 'PW2']);
    expect(tenant.sync([employee('PW1', { lastName: 'Müller' })], TOMORROW)).toMatchObject([{ kind: 'changed' }]);
  });

  it('adds nobody', () => {
    expect(stranger(broken)).toMatchObject({ kind: 'refused', problem });
  });

  it('keeps nobody who left', () => {
    expect(ines({ ...broken, status: '2' })).toMatchObject({ kind: 'left', proof: 'leaver-status' });
    expect(ines({ ...broken, leavingDate: YESTERDAY })).toMatchObject({ kind: 'left', proof: 'leaving-date' });
  });

  it('puts nobody out of scope', () => {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1', { department: 'Sales' })], YESTERDAY);
    const department = { include: ['Sales'], exclude: [] };
    tenant.policy = { ...tenant.policy, scope: { ...tenant.policy.scope, department } };
    expect(tenant.sync([employee('PW1', { department: 'S\uFFFDles' })], TODAY)).toMatchObject([
      { kind: 'refused', problem: { ...problem, received: 'department' } },
    ]);
  });
});

describe('email addresses', () => {
  const shared = 'office@tiles.example';

  it('a newcomer without one, or with one that cannot be written to, is refused', () => {
    expect(stranger({ email: null })).toMatchObject({
      kind: 'refused',
      problem: { code: 'email-blank', received: null, other: null },
    });
    expect(stranger({ email: 'ines at tiles' })).toMatchObject({
      kind: 'refused',
      problem: { code: 'email-invalid', received: 'ines at tiles', other: null },
    });
  });

  it('somebody known whose address went blank stays as they are', () => {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1')], YESTERDAY);
    expect(tenant.sync([employee('PW1', { email: null, jobRole: 'Lead' })], TODAY)).toMatchObject([
      { kind: 'refused', problem: { code: 'email-blank' } },
    ]);
    expect(tenant.addressOf('PW1')).toBe('pw1@tiles.example');
  });

  it('a starter who has none yet is no problem before their first day', () => {
    expect(stranger({ email: null, startDate: TOMORROW })).toMatchObject({ kind: 'unchanged' });
  });

  it('whoever has it goes on; the newcomer is refused and the problem names the holder', () => {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1', { email: shared, firstName: 'Ines', lastName: 'Faulkner' })], YESTERDAY);
    const rows = [
      employee('PW1', { email: shared, firstName: 'Ines', lastName: 'Hart' }),
      employee('PW2', { email: shared }),
    ];
    expect(tenant.sync(rows, TODAY)).toMatchObject([
      { kind: 'changed' },
      { kind: 'refused', problem: { code: 'email-taken', received: shared, other: 'Ines Faulkner' } },
    ]);
  });

  it('two newcomers are both refused, each naming the other', () => {
    const rows = [
      employee('PW1', { email: shared, firstName: 'Ines', lastName: 'Faulkner' }),
      employee('PW2', { email: shared, firstName: 'Nia', lastName: null }),
    ];
    expect(new RulesTestkit().sync(rows, TODAY)).toMatchObject([
      { problem: { code: 'email-twice', received: shared, other: 'Nia' } },
      { problem: { code: 'email-twice', received: shared, other: 'Ines Faulkner' } },
    ]);
  });

  it('an address is free when its holder leaves or gives it up in the same sync', () => {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1', { email: shared }), employee('PW2')], YESTERDAY);
    expect(
      tenant.sync([employee('PW1', { email: shared, status: '2' }), employee('PW2', { email: shared })], TODAY),
    ).toMatchObject([{ kind: 'left' }, { kind: 'changed' }]);
    const rows = [employee('PW2', { email: 'two@tiles.example' }), employee('PW3', { email: shared })];
    expect(tenant.sync(rows, TOMORROW)).toMatchObject([{ kind: 'changed' }, { kind: 'joined' }]);
  });

  it('people may swap theirs', () => {
    const tenant = new RulesTestkit();
    tenant.sync(
      [employee('PW1', { email: 'a@tiles.example' }), employee('PW2', { email: 'b@tiles.example' })],
      YESTERDAY,
    );
    const rows = [employee('PW1', { email: 'b@tiles.example' }), employee('PW2', { email: 'a@tiles.example' })];
    expect(tenant.sync(rows, TODAY)).toMatchObject([{ kind: 'changed' }, { kind: 'changed' }]);
  });

  it('a refused change keeps the old address, which refuses the next one', () => {
    const tenant = new RulesTestkit();
    tenant.sync(
      ['a', 'b', 'c'].map((letter) => employee(letter, { email: `${letter}@tiles.example`, lastName: letter })),
      YESTERDAY,
    );
    // a keeps theirs, b wants a's, c wants b's: both stay.
    const rows = [
      employee('a', { email: 'a@tiles.example', lastName: 'a' }),
      employee('b', { email: 'a@tiles.example', lastName: 'b' }),
      employee('c', { email: 'b@tiles.example', lastName: 'c' }),
    ];
    expect(tenant.sync(rows, TODAY)).toMatchObject([
      { problem: { code: 'email-taken', other: 'Ines a' } },
      { problem: { code: 'email-taken', other: 'Ines b' } },
    ]);
  });

  it('an address held only by somebody who left goes to the newcomer', () => {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1', { email: shared })], YESTERDAY);
    tenant.sync([employee('PW1', { email: shared, status: '2' })], TODAY);
    const newcomer = employee('PW2', { email: shared, firstName: 'Omar' });
    expect(tenant.sync([newcomer], TOMORROW)).toMatchObject([{ kind: 'joined' }]);
  });

  it('a refused newcomer is added as soon as the address is free, without a change of their own', () => {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1', { email: shared })], YESTERDAY);
    const newcomer = employee('PW2', { email: shared });
    tenant.sync([employee('PW1', { email: shared }), newcomer], TODAY);
    expect(tenant.sync([employee('PW1', { email: 'own@tiles.example' }), newcomer], TOMORROW)).toMatchObject([
      { kind: 'changed' },
      { kind: 'joined' },
    ]);
  });
});

describe('an answer that says one and the same of everybody', () => {
  const people = Array.from({ length: 20_000 }, (_, i) =>
    employee(`E${i}`, { firstName: `n${i}`, uniqueKey: `k-${i}` }),
  );

  it.each([
    ['address', { email: 'all@tiles.example' }, 'email-twice'],
    ['UniqueKey', { uniqueKey: 'all' }, 'identity-two-rows'],
  ])('is refused for a large company as fast as a small one’s: the %s', (_, fields, code) => {
    const employees = people.map((one) => ({ ...one, ...fields }));
    const { items, refused } = new RulesTestkit().plan({ employees, today: TODAY });
    expect(items).toEqual([]);
    expect(new Set(refused.map(({ problem }) => problem.code))).toEqual(new Set([code]));
    expect(refused).toHaveLength(20_000);
  });
});
