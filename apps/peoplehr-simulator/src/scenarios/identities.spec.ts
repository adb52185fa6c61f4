import type { EmployeeRow } from '../companies/employee-row';
import { address, Theatre } from './theatre.testkit';

describe('names, addresses and ids', () => {
  it('three addresses are bad, and only three', () => {
    const theatre = new Theatre();
    const isGood = (row: EmployeeRow) => /^[^@\s]+@[^@\s]+\.[a-z]+$/.test(address(row));
    const bad = theatre.play('three-bad-addresses');
    expect(
      theatre
        .rows()
        .filter((row) => !isGood(row))
        .map(({ employeeId }) => employeeId)
        .sort(),
    ).toEqual([...bad].sort());
    expect(bad).toHaveLength(3);
  });

  it('one address is two people’s', () => {
    const theatre = new Theatre();
    const [one, other] = theatre.play('duplicate-address').map((id) => address(theatre.row(id)));
    expect(one).toBe(other);
  });

  it('two people swap their addresses and nothing else', () => {
    const theatre = new Theatre();
    const before = theatre.rows();
    const [one, other] = theatre.play('email-swap');
    const was = (id?: string) => before.find(({ employeeId }) => employeeId === id)?.email;
    expect(theatre.row(one).email).toBe(was(other));
    expect(theatre.row(other).email).toBe(was(one));
    expect(theatre.changedSince(before)).toHaveLength(2);
  });

  it('spaces and capitals around what is otherwise the same', () => {
    const theatre = new Theatre();
    const before = theatre.rows();
    const tidy = (rows: readonly EmployeeRow[]) =>
      rows.map((row) => [row.firstName.trim(), row.lastName.trim(), row.jobRole.trim(), address(row)]);
    expect(theatre.play('untidy-values')).toHaveLength(10);
    expect(theatre.changedSince(before)).toHaveLength(10);
    expect(tidy(theatre.rows())).toEqual(tidy(before));
  });

  it.each([
    ['id-changed', true, true],
    ['id-and-email-changed', true, false],
    ['id-and-key-changed', false, true],
  ])('%s: the same name under another id', (name, keepsKey, keepsAddress) => {
    const theatre = new Theatre();
    const before = theatre.rows();
    const [from, to] = theatre.play(name);
    const was = before.find(({ employeeId }) => employeeId === from);
    const now = theatre.row(to);
    expect(theatre.company.get(from ?? '')).toBeUndefined();
    expect([now.uniqueKey === was?.uniqueKey, now.email === was?.email]).toEqual([keepsKey, keepsAddress]);
    expect([now.firstName, now.lastName]).toEqual([was?.firstName, was?.lastName]);
  });

  it('a recycled id is somebody else by every sign', () => {
    const theatre = new Theatre();
    const before = theatre.rows();
    const [id] = theatre.play('id-recycled');
    const was = before.find(({ employeeId }) => employeeId === id);
    const now = theatre.row(id);
    for (const field of ['uniqueKey', 'email', 'firstName', 'startDate'] as const)
      expect(now[field]).not.toBe(was?.[field]);
  });

  it('all UniqueKeys are new, and still one each', () => {
    const theatre = new Theatre();
    const before = new Set(theatre.rows().map(({ uniqueKey }) => uniqueKey));
    theatre.play('unique-keys-changed');
    const after = new Set(theatre.rows().map(({ uniqueKey }) => uniqueKey));
    expect([after.size, [...after].filter((key) => before.has(key))]).toEqual([186, []]);
  });

  it('somebody has two current records with one key, and two people have ids that differ in zeros', () => {
    const theatre = new Theatre();
    const [one, other] = theatre.play('somebody-twice').map((id) => theatre.row(id));
    expect([one?.uniqueKey, one?.status, one?.employeeId === other?.employeeId]).toEqual([
      other?.uniqueKey,
      other?.status,
      false,
    ]);
    expect(theatre.play('leading-zeros')).toEqual(['0042', '42']);
    expect(address(theatre.row('0042'))).not.toBe(address(theatre.row('42')));
  });
});
