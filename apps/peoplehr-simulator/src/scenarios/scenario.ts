import type { Company } from '../companies/company';
import type { Fault } from '../faults/fault';
import type { Cast } from './cast';

/** Under which heading a scenario is shown. */
export const scenarioGroups = [
  'People come and go',
  'Names and addresses',
  'Who is who',
  'Managers',
  'Departments and places',
  'Answers that look good and are not',
  'PeopleHR does not answer as it should',
] as const;

/** Where a scenario plays. */
export interface Stage {
  readonly company: Company;
  /** `yyyy-MM-dd`. */
  readonly today: string;
  readonly cast: Cast;
  /** Every answer to the company's keys is a lie of this kind, until the company is reset. */
  readonly lie: (fault: Omit<Fault, 'key' | 'times'>) => void;
  /** Another company, of so many people, is found behind the company's keys until it is reset. */
  readonly swap: (name: string, employees: number) => void;
}

/** Something that happens in PeopleHR, to be shown in a demonstration or tried in a test. */
export interface Scenario {
  readonly name: string;
  readonly group: (typeof scenarioGroups)[number];
  /** For whoever demonstrates: what happens, and what is to be seen after the next sync. */
  readonly sentence: string;
  /** The scenario that is to be applied, and synced, before this one. */
  readonly after?: string;
  /**
   * Lets it happen; the same people in the same company each time.
   * @returns the EmployeeIds it is about; none if it is about everybody
   * @throws SceneImpossibleError
   */
  readonly play: (stage: Stage) => readonly string[];
}

/** The ids of rows. */
export const idsOf = (rows: readonly { readonly employeeId: string }[]): string[] =>
  rows.map(({ employeeId }) => employeeId);
