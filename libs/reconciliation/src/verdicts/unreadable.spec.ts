import type { Employee } from '@people-sync/contracts';
import { readEmployee } from '../reading/read-employee';
import { toldRefusals } from '../safeguards/unreadable';
import { leavingKey } from './kept-keys';
import { employee, RulesTestkit } from './rules.testkit';

const TODAY = '2026-03-02';
const TOMORROW = '2026-03-03';

/** As the fetcher hands it on. */
const sent = (id: string, fields: Partial<Employee>): Employee => readEmployee(employee(id, fields));

/** Ines is known and active; her row now reads so. What does it mean? */
function ines(fields: Partial<Employee>) {
  const tenant = new RulesTestkit();
  tenant.sync([employee('PW1')], '2026-01-05');
  return tenant.sync([sent('PW1', fields)], TODAY)[0];
}

const stranger = (fields: Partial<Employee>) => new RulesTestkit().sync([sent('PW1', fields)], TODAY)[0];

describe('a date with a midnight time is that day', () => {
  it('a leaver who leaves in 2099 has not left', () => {
    expect(ines({ status: '2', leavingDate: '2099-01-31T00:00:00' })).toMatchObject({
      kind: 'changed',
      due: '2099-01-31',
    });
  });

  it('somebody current whose last day has passed has left', () => {
    expect(ines({ startDate: '2020-02-03', leavingDate: '2024-01-31T00:00:00' })).toMatchObject({
      kind: 'left',
      proof: 'leaving-date',
    });
  });

  it('somebody who starts in 2099 is not here yet', () => {
    expect(stranger({ startDate: '2099-09-01T00:00:00' })).toMatchObject({ kind: 'unchanged', due: '2099-09-01' });
  });

  it('a company whose dates all gain a time changes nobody', () => {
    const tenant = new RulesTestkit();
    const people = Array.from({ length: 30 }, (_, i) =>
      employee(`PW${i}`, { leavingDate: i < 3 ? '2026-05-29' : null }),
    );
    tenant.sync(people, TODAY);
    const later = people.map((one) =>
      readEmployee({
        ...one,
        startDate: `${one.startDate ?? ''}T00:00:00`,
        leavingDate: one.leavingDate && `${one.leavingDate}T00:00:00`,
      }),
    );
    expect(tenant.plan({ employees: later, today: TOMORROW }, true)).toMatchObject({
      items: [],
      counts: { changed: 0, left: 0, refused: 0, unchanged: 30 },
    });
  });
});

describe('a value that stands for none is none', () => {
  it.each(['0001-01-01', '0001-01-01T00:00:00', '1900-01-01', '9999-12-31', '0', '0000-00-00'])(
    'nobody leaves by the LeavingDate %s',
    (leavingDate) => {
      expect(ines({ leavingDate, jobRole: 'Lead' })).toMatchObject({ kind: 'changed' });
      expect(stranger({ leavingDate })).toMatchObject({ kind: 'joined' });
    },
  );

  it('everybody is added though all have the GUID of zeros, and nobody takes over somebody else’s record by it', () => {
    const uniqueKey = '00000000-0000-0000-0000-000000000000';
    const tenant = new RulesTestkit();
    const people = ['PW1', 'PW2', 'PW3'].map((id) => sent(id, { uniqueKey }));
    expect(tenant.sync(people, TODAY).map(({ kind }) => kind)).toEqual(['joined', 'joined', 'joined']);
    const newcomer = sent('PW4', { uniqueKey, firstName: 'Omar', lastName: 'Reyes' });
    expect(tenant.sync([...people.slice(1), newcomer], TOMORROW).at(-1)).toMatchObject({ kind: 'joined' });
    expect(tenant.active()).toEqual(['PW1', 'PW2', 'PW3', 'PW4']);
  });

  it('a UniqueKey in other letters, or in braces, is the same person’s', () => {
    const key = '2f9586ab-3f96-4cc2-b930-2da45ac437b1';
    const tenant = new RulesTestkit();
    const [joined] = tenant.sync([sent('PW1', { uniqueKey: key })], TODAY);
    const renumbered = sent('PW9', { uniqueKey: `{${key.toUpperCase()}}`, email: 'ines.new@tiles.example' });
    expect(tenant.sync([renumbered], TOMORROW)).toMatchObject([
      { kind: 'changed', personId: joined && 'personId' in joined && joined.personId },
    ]);
  });
});

describe('a date that cannot be read decides nothing', () => {
  it.each(['31/01/2024', '2026-02-31', '45322', '2024-01-31T17:30:00', 'soon'])(
    'and is told: the LeavingDate %s',
    (leavingDate) => {
      const problem = { code: 'leaving-date-unreadable', received: leavingDate };
      expect(ines({ leavingDate, jobRole: 'Lead' })).toMatchObject({ kind: 'refused', problem });
      expect(stranger({ leavingDate })).toMatchObject({ kind: 'refused', known: null, problem });
    },
  );

  it('and is told: a StartDate', () => {
    const problem = { code: 'start-date-unreadable', received: '01/09/2099' };
    expect(stranger({ startDate: '01/09/2099' })).toMatchObject({ kind: 'refused', problem });
    expect(ines({ startDate: '01/09/2099' })).toMatchObject({ kind: 'refused', problem });
  });

  it('nobody leaves by a LeavingDate that may be from before a first day that cannot be read', () => {
    expect(ines({ startDate: '01/02/2026', leavingDate: '2026-01-30' })).toMatchObject({
      kind: 'refused',
      problem: { code: 'start-date-unreadable' },
    });
  });

  it('nobody comes back by it', () => {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1')], '2026-01-05');
    tenant.sync([employee('PW1', { status: '2', leavingDate: '2026-01-31' })], '2026-02-02');
    expect(tenant.sync([sent('PW1', { leavingDate: '31/01/2026' })], TODAY)).toMatchObject([{ kind: 'refused' }]);
    expect(tenant.active()).toEqual([]);
  });

  it('but whoever left by their status has left, on whatever day they began', () => {
    expect(ines({ startDate: '05/02/2024', status: '2', leavingDate: '2026-02-27' })).toMatchObject({ kind: 'left' });
  });

  it('and is nobody’s business of those who left before, or who are left out', () => {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1'), employee('PW2')], '2026-01-05');
    tenant.sync([employee('PW1', { status: '2' }), employee('PW2')], '2026-01-06');
    tenant.settle({ leftOut: new Set([tenant.personOf('PW2')!.personId]) });
    const rows = [
      sent('PW1', { status: '2', leavingDate: '06/01/2026' }),
      sent('PW2', { startDate: '05/02/2024' }),
      sent('PW3', { status: '2', leavingDate: '31/12/2019' }),
    ];
    expect(tenant.sync(rows, TODAY)).toMatchObject([
      { kind: 'unchanged' },
      { kind: 'left', proof: 'settled-by-person' },
      { kind: 'ignored' },
    ]);
  });

  it('and is not told of an old record beside a current one', () => {
    const tenant = new RulesTestkit();
    const now = employee('PW1', { uniqueKey: 'k-1' });
    tenant.sync([now], '2026-01-05');
    const old = sent('PW0', { uniqueKey: 'k-1', status: '2', leavingDate: '31/01/2020' });
    expect(tenant.sync([now, old], TODAY).at(-1)).toMatchObject({ kind: 'ignored' });
  });
});

describe('a leaver whose last day cannot be read', () => {
  const row = sent('PW1', { status: '2', leavingDate: '31/01/2099' });
  function asked() {
    const tenant = new RulesTestkit();
    tenant.sync([employee('PW1'), employee('PW2')], '2026-01-05');
    const personId = tenant.personOf('PW1')!.personId;
    const say = (word: 'left' | 'not-yet') =>
      tenant.settle({ leavers: new Map([[personId, { word, about: leavingKey(row) }]]) });
    const sync = (one: Employee, today: string) => tenant.sync([one, employee('PW2')], today)[0];
    return { tenant, personId, say, sync };
  }

  it('is asked about, and stays', () => {
    const { tenant, sync } = asked();
    const problem = { code: 'leaver-date-unreadable', received: '31/01/2099' };
    expect(sync(row, TODAY)).toMatchObject({ kind: 'refused', problem });
    expect(tenant.active()).toEqual(['PW1', 'PW2']);
  });

  it('“They left”: becomes inactive, and no date that nobody can read is told on', () => {
    const { tenant, personId, say, sync } = asked();
    sync(row, TODAY);
    say('left');
    expect(sync(row, TODAY)).toMatchObject({ kind: 'left', proof: 'settled-by-person', personId });
    expect(tenant.people.get(personId)).toMatchObject({
      active: false,
      employee: { status: '2', leavingDate: null },
    });
    expect(tenant.settlements.leavers.size).toBe(0);
    expect(sync(row, TOMORROW)).toBeUndefined();
  });

  it('“Not yet”: stays and is not asked again, until PeopleHR says something else', () => {
    const { tenant, say, sync } = asked();
    sync(row, TODAY);
    say('not-yet');
    expect(sync(row, TODAY)).toMatchObject({ kind: 'unchanged' });
    expect(sync({ ...row, leavingDate: 'in May' }, TOMORROW)).toMatchObject({ kind: 'refused' });
    expect(tenant.settlements.leavers.size).toBe(0);
    expect(sync({ ...row, leavingDate: '2026-03-01' }, TOMORROW)).toMatchObject({ kind: 'left' });
  });

  it('“They left” is not said of the next leaving date', () => {
    const { say, sync } = asked();
    sync(row, TODAY);
    say('left');
    expect(sync({ ...row, leavingDate: '2099-01-31' }, TOMORROW)).toMatchObject({ kind: 'changed' });
  });

  it('is protected if somebody protected them', () => {
    const { tenant, personId, say, sync } = asked();
    tenant.policy = { ...tenant.policy, protectedPeople: [personId] };
    say('left');
    expect(sync(row, TODAY)).toMatchObject({ kind: 'refused', problem: { code: 'protected' } });
  });
});

describe('more dates that cannot be read than typing errors', () => {
  const people = Array.from({ length: 40 }, (_, i) => employee(`PW${i}`));
  const odd = (count: number, fields: Partial<Employee>) =>
    people.map((one, i) => readEmployee(i < count ? { ...one, ...fields } : one));
  const held = (count: number, fields: Partial<Employee>, tenant = new RulesTestkit()) => {
    tenant.sync(people, '2026-01-05');
    return tenant.held({ employees: odd(count, fields), today: TODAY });
  };

  it('hold, whichever field it is: three pass, four do not', () => {
    for (const fields of [{ startDate: '05/02/2024' }, { leavingDate: '30/06/2026' }]) {
      expect(held(3, fields)).toEqual([]);
      expect(held(4, fields)).toEqual(['dates-unreadable']);
    }
    expect(held(4, { status: '2', leavingDate: '30/06/2026' })).toEqual(['dates-unreadable']);
  });

  it('hold the first sync of a company too, and every sync after it was accepted', () => {
    const tenant = new RulesTestkit();
    const answer = { employees: odd(40, { startDate: '05/02/2024' }), today: TODAY };
    expect(tenant.held(answer)).toEqual(['dates-unreadable']);
    tenant.apply(answer);
    expect(tenant.active()).toEqual([]);
    expect(tenant.held({ ...answer, today: TOMORROW })).toEqual(['dates-unreadable']);
  });

  it('hold whatever the company’s own limits are', () => {
    const limit = { people: 1_000, fraction: 1 };
    const tenant = new RulesTestkit();
    tenant.policy = { ...tenant.policy, safeguards: { ...tenant.policy.safeguards, unknownStatus: limit } };
    expect(held(4, { startDate: '05/02/2024' }, tenant)).toEqual(['dates-unreadable']);
  });

  it('are measured by field, and told once for everybody instead of one by one', () => {
    const tenant = new RulesTestkit();
    tenant.sync(people, '2026-01-05');
    const employees = odd(40, { startDate: '05/02/2024' }).map((one, i) =>
      i === 7 ? { ...one, startDate: '2024-02-05', leavingDate: 'soon' } : one,
    );
    const { refused, verdicts } = tenant.plan({ employees, today: TODAY });
    expect(verdicts).toHaveLength(40);
    const measured = tenant.measured({ employees, today: TODAY });
    expect(measured).toEqual([
      { name: 'dates-unreadable', field: 'startDate', value: 39, limit: 3, tripped: true },
      { name: 'dates-unreadable', field: 'leavingDate', value: 1, limit: 3, tripped: false },
    ]);
    const told = toldRefusals(refused, measured);
    expect(told.together).toEqual([{ field: 'startDate', people: 39 }]);
    expect(told.each).toMatchObject([{ row: { employeeId: 'PW7' }, problem: { code: 'leaving-date-unreadable' } }]);
  });
});
