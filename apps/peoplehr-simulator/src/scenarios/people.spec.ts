import type { EmployeeRow } from '../companies/employee-row';
import { address, Theatre, TODAY } from './theatre.testkit';

const current = ({ status }: EmployeeRow) => status === '1';

describe('people come and go', () => {
  it.each([
    ['somebody-leaves', 1],
    ['five-leave', 5],
    ['forty-leave', 40],
  ])('%s: so many leave today', (name, count) => {
    const theatre = new Theatre();
    const before = theatre.rows();
    expect(before.filter(current)).toHaveLength(180);
    const left = theatre.play(name);
    expect(left).toHaveLength(count);
    expect(theatre.changedSince(before).map(({ status, leavingDate }) => [status, leavingDate])).toEqual(
      Array.from({ length: count }, () => ['2', TODAY]),
    );
  });

  it.each([
    ['future-leaver', '2026-03-24'],
    ['last-day-passed', '2026-03-07'],
  ])('%s: still marked as current', (name, leavingDate) => {
    const theatre = new Theatre();
    const [id] = theatre.play(name);
    expect(theatre.row(id)).toMatchObject({ status: '1', leavingDate });
  });

  it('somebody is missing without having left', () => {
    const theatre = new Theatre();
    const [id] = theatre.play('somebody-missing');
    expect([theatre.company.get(id ?? ''), theatre.rows().length]).toEqual([undefined, 185]);
  });

  it.each([
    ['five-join', 5],
    ['sixty-join', 60],
  ])('%s: so many start today, each with a name, an address and an id of their own', (name, count) => {
    const theatre = new Theatre();
    const before = theatre.rows();
    theatre.play(name);
    const joined = theatre.changedSince(before);
    expect(joined.map(({ startDate }) => startDate)).toEqual(Array.from({ length: count }, () => TODAY));
    for (const sign of [address, (row: EmployeeRow) => row.employeeId, (row: EmployeeRow) => row.uniqueKey])
      expect(new Set(theatre.rows().map(sign)).size).toBe(186 + count);
    for (const { firstName, lastName, department, email } of joined) {
      expect([firstName, lastName, department]).not.toContain('');
      expect(email).toContain('@severn-tiles.example');
    }
  });

  it('somebody comes back: on the old record, on a new one, on a new one with the old key', () => {
    const back = ['rejoiner-old-record', 'rejoiner-new-record', 'rejoiner-new-record-same-key'].map((name) => {
      const theatre = new Theatre();
      const [left] = theatre.play('somebody-leaves');
      const was = theatre.row(left);
      const ids = theatre.play(name);
      expect(ids[0]).toBe(left);
      const now = theatre.row(ids.at(-1));
      expect(now).toMatchObject({ status: '1', leavingDate: '', email: was.email, lastName: was.lastName });
      return [ids.length, theatre.row(left).status, now.uniqueKey === was.uniqueKey];
    });
    expect(back).toEqual([
      [1, '1', true],
      [2, '2', false],
      [2, '2', true],
    ]);
  });

  it('a trustee and a contractor can be told by their employment type', () => {
    const theatre = new Theatre();
    const types = theatre.play('not-to-be-surveyed').map((id) => theatre.row(id).employmentType);
    expect(types).toEqual(['Trustee', 'Contractor']);
  });

  it('somebody is entered who starts in two weeks', () => {
    const theatre = new Theatre();
    expect(theatre.row(theatre.play('future-starter')[0])).toMatchObject({ status: '1', startDate: '2026-03-24' });
  });
});
