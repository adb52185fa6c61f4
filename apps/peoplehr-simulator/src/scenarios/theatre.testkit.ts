import type { Company } from '../companies/company';
import type { EmployeeRow } from '../companies/employee-row';
import { tileMaker } from '../companies/tile-maker';
import type { Fault } from '../faults/fault';
import { play, scenarios } from './scenarios';

/** The day on which everything is played. */
export const TODAY = '2026-03-10';

/** 180 current people and six leavers. */
export const ofTiles = () => tileMaker({ id: 7, name: 'Severn Tiles', employees: 180, seed: 1 });

/** A company that scenarios are played in, and what became of it. */
export class Theatre {
  readonly lies: Omit<Fault, 'key' | 'times'>[] = [];
  readonly swapped: string[] = [];

  constructor(readonly company: Company = ofTiles()) {}

  play(name: string): readonly string[] {
    const scenario = scenarios.find((one) => one.name === name);
    if (!scenario) throw new Error(`no ${name}`);
    return play(scenario, {
      company: this.company,
      today: TODAY,
      lie: (fault) => this.lies.push(fault),
      swap: (company) => this.swapped.push(company),
    });
  }

  rows(): EmployeeRow[] {
    return [...this.company.employees()];
  }

  row(employeeId = ''): EmployeeRow {
    const row = this.company.get(employeeId);
    if (!row) throw new Error(`nobody has the id ${employeeId}`);
    return row;
  }

  /** Rows that are new or not as they were. */
  changedSince(before: readonly EmployeeRow[]): EmployeeRow[] {
    const known = new Set(before.map((row) => JSON.stringify(row)));
    return this.rows().filter((row) => !known.has(JSON.stringify(row)));
  }
}

/** An address as it is meant. */
export const address = ({ email }: EmployeeRow): string => email.trim().toLowerCase();
