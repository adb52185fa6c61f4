import type { EmployeeRow } from '../companies/employee-row';
import { idsOf, type Scenario, type Stage } from './scenario';
import { SceneImpossibleError } from './scene-impossible';

const group = 'Departments and places';
const MOVERS = 12;

/** The value that most people have. */
function mostFrequent(rows: readonly EmployeeRow[], field: 'department' | 'location'): string {
  const counts = new Map<string, number>();
  for (const row of rows) if (row[field] !== '') counts.set(row[field], (counts.get(row[field]) ?? 0) + 1);
  const first = [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
  if (first === undefined) throw new SceneImpossibleError(`nobody has a ${field}`);
  return first;
}

function change({ company }: Stage, rows: readonly EmployeeRow[], values: Partial<EmployeeRow>): string[] {
  for (const { employeeId } of rows) company.put({ ...values, employeeId });
  return idsOf(rows);
}

/** How a company is arranged. */
export const departments: readonly Scenario[] = [
  {
    name: 'department-renamed',
    group,
    sentence: 'The largest department gets another name: one line with a count, not a line for each of its people.',
    play: (stage) => {
      const name = mostFrequent(stage.cast.current(), 'department');
      const people = stage.cast.current().filter(({ department }) => department === name);
      return change(stage, people, { department: `${name} and Development` });
    },
  },
  {
    name: 'people-move',
    group,
    sentence: 'Twelve people move to a new place: their location changes, from the next survey on.',
    play: (stage) => change(stage, stage.cast.people(MOVERS), { location: 'Hull' }),
  },
  {
    name: 'team-changes',
    group,
    sentence: 'Somebody is promoted and moves to another department: an ordinary change with old and new.',
    play: (stage) => {
      const department = mostFrequent(stage.cast.current(), 'department');
      return change(stage, [stage.cast.somebody()], { jobRole: 'Team Lead', department: `${department} Support` });
    },
  },
];
