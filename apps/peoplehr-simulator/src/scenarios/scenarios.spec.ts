import { makeCompany } from '../companies/made-company';
import { SceneImpossibleError } from './scene-impossible';
import { scenarios } from './scenarios';
import { ofTiles, Theatre } from './theatre.testkit';

describe('the scenarios', () => {
  it('have a name of their own, and one sentence each', () => {
    expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
    for (const { name, sentence } of scenarios) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(sentence).toMatch(/^[A-Z0-9][^.]+\.$/);
      expect(sentence).not.toMatch(/\b(tenant|snapshot|hash|base|parked|digest)\b/i);
    }
    const names = scenarios.map(({ name }) => name);
    for (const { after } of scenarios) expect(names).toContain(after ?? 'somebody-leaves');
  });

  it.each(scenarios.map(({ name, after }) => [name, after]))(
    '%s happens to the same people each time, in a company to be shown and in a plain one',
    (name, after) => {
      const company = [ofTiles, () => makeCompany({ id: 8, employees: 200, seed: 3 })];
      for (const make of company) {
        const told = [1, 2].map(() => {
          const theatre = new Theatre(make());
          if (after !== undefined) theatre.play(after);
          return { about: theatre.play(name), rows: theatre.rows(), lies: theatre.lies, swapped: theatre.swapped };
        });
        expect(told[0]).toEqual(told[1]);
      }
    },
  );

  it('concern other people than one another, as far as chance wills', () => {
    const theatre = new Theatre();
    const [leaver] = theatre.play('somebody-leaves');
    const [missing] = theatre.play('somebody-missing');
    const [renumbered] = theatre.play('id-changed');
    expect(new Set([leaver, missing, renumbered]).size).toBe(3);
  });

  it('say what is missing if a company has not the people for one', () => {
    const tiny = new Theatre(makeCompany({ id: 1, employees: 3, seed: 1 }));
    expect(() => tiny.play('forty-leave')).toThrow(SceneImpossibleError);
    expect(() => tiny.play('forty-leave')).toThrow("Company 1 would need 40 people who are nobody's manager");
    expect(() => new Theatre().play('rejoiner-old-record')).toThrow('apply somebody-leaves first, and sync');
  });
});

describe('managers and departments', () => {
  it('a manager leaves to whom people report', () => {
    const theatre = new Theatre();
    const [manager, ...reports] = theatre.play('manager-left');
    expect(theatre.row(manager).status).toBe('2');
    expect(reports.length).toBeGreaterThan(1);
    for (const id of reports) expect(theatre.row(id)).toMatchObject({ status: '1', reportsToEmployeeId: manager });
  });

  it('people report in a circle, or to nobody who is there', () => {
    const theatre = new Theatre();
    const [manager, report] = theatre.play('manager-loop');
    expect(theatre.row(manager).reportsToEmployeeId).toBe(report);
    expect(theatre.row(report).reportsToEmployeeId).toBe(manager);
    const [lost] = theatre.play('manager-outside-list');
    expect(theatre.company.get(theatre.row(lost).reportsToEmployeeId)).toBeUndefined();
  });

  it('two managers have one name', () => {
    const theatre = new Theatre();
    const names = theatre.play('same-name-managers').map((id) => theatre.company.managerView(theatre.row(id)).name);
    const two = theatre.play('same-name-managers').map((id) => theatre.row(id));
    expect(names).toHaveLength(2);
    expect(`${two[0]?.firstName} ${two[0]?.lastName}`).toBe(`${two[1]?.firstName} ${two[1]?.lastName}`);
  });

  it('the largest department has another name, and everybody in it', () => {
    const theatre = new Theatre();
    const before = theatre.rows();
    const renamed = theatre.play('department-renamed');
    expect(renamed.length).toBeGreaterThan(40);
    expect(theatre.changedSince(before).map(({ department }) => department)).toEqual(
      renamed.map(() => 'Production and Development'),
    );
  });
});

describe('wrong answers', () => {
  it.each([
    ['half-missing', { fault: 'half-missing' }],
    ['departments-blank', { fault: 'field-blank' }],
    ['one-job-role', { fault: 'one-value', field: 'JobRole' }],
    ['everybody-a-leaver', { fault: 'all-leavers' }],
    ['answer-breaks-off', { fault: 'truncated-json' }],
  ])('%s is a lie about everybody, and no change of the company', (name, lie) => {
    const theatre = new Theatre();
    const before = theatre.rows();
    expect(theatre.play(name)).toEqual([]);
    expect(theatre.lies).toEqual([lie]);
    expect(theatre.changedSince(before)).toEqual([]);
  });

  it('another company is behind the key, or the shape of 2015', () => {
    const theatre = new Theatre();
    theatre.play('key-of-another-company');
    theatre.play('old-answer-shape');
    expect([theatre.swapped, theatre.company.habits.edition]).toEqual([['Harbour Street Bakery'], '2015']);
  });

  it('an untidy company has everything at once', () => {
    const theatre = new Theatre();
    expect(theatre.play('untidy-company').length).toBeGreaterThan(20);
    expect(theatre.company.get('0042')).toBeDefined();
    expect(theatre.rows().some(({ email }) => email === '')).toBe(true);
  });
});
