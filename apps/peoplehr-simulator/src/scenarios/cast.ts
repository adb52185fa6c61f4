import type { Company } from '../companies/company';
import type { EmployeeRow } from '../companies/employee-row';
import { ranked } from '../companies/seeded';
import { SceneImpossibleError } from './scene-impossible';

const FEWEST_REPORTS = 2;

/** Who plays in a scenario: by its name and their EmployeeIds, so that the same people play each time. */
export class Cast {
  constructor(
    private readonly company: Company,
    private readonly scenario: string,
  ) {}

  /** Everybody who is current. */
  current(): EmployeeRow[] {
    return [...this.company.employees()].filter(({ status }) => status === '1');
  }

  /** Current people to whom nobody reports. @throws SceneImpossibleError if there are not so many */
  people(count: number): EmployeeRow[] {
    const managers = new Set(this.current().map(({ reportsToEmployeeId }) => reportsToEmployeeId));
    const others = this.current().filter(({ employeeId }) => !managers.has(employeeId));
    return this.first(others, count, `${count} people who are nobody's manager`);
  }

  /** Somebody current to whom nobody reports. @throws SceneImpossibleError */
  somebody(): EmployeeRow {
    return this.only(this.people(1));
  }

  /** Current managers of two people or more who have a manager themselves. @throws SceneImpossibleError */
  managers(count: number): EmployeeRow[] {
    const able = this.current().filter(
      (row) => row.reportsToEmployeeId !== '' && this.reportsOf(row).length >= FEWEST_REPORTS,
    );
    return this.first(able, count, `${count} managers below its head`);
  }

  /** One of them. @throws SceneImpossibleError */
  manager(): EmployeeRow {
    return this.only(this.managers(1));
  }

  /** Current people who report to somebody. */
  reportsOf(manager: EmployeeRow): EmployeeRow[] {
    return this.current().filter(({ reportsToEmployeeId }) => reportsToEmployeeId === manager.employeeId);
  }

  /** Somebody who was current on the first day and has left since. @throws SceneImpossibleError */
  recentLeaver(): EmployeeRow {
    const before = new Set<string>();
    for (const { employeeId, status = '1' } of this.company.firstDay()) if (status === '1') before.add(employeeId);
    const left = [...this.company.employees()].filter((row) => row.status === '2' && before.has(row.employeeId));
    return this.only(this.first(left, 1, 'somebody who left a while ago: apply somebody-leaves first, and sync'));
  }

  private first(rows: readonly EmployeeRow[], count: number, needed: string): EmployeeRow[] {
    if (rows.length < count) throw new SceneImpossibleError(`${this.company.name} would need ${needed}`);
    return ranked(this.scenario, rows).slice(0, count);
  }

  private only([row]: readonly EmployeeRow[]): EmployeeRow {
    if (!row) throw new SceneImpossibleError(`${this.company.name} has nobody for this`);
    return row;
  }
}
