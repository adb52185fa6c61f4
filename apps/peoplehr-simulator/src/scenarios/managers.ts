import { leaver } from '../companies/bulk-change';
import { idsOf, type Scenario } from './scenario';

const group = 'Managers';

/** What can be wrong with who reports to whom. None of it stops a sync. */
export const managers: readonly Scenario[] = [
  {
    name: 'manager-left',
    group,
    sentence:
      'A manager leaves and their people still report to them: one problem names the manager and how many it concerns.',
    play: ({ company, cast, today }) => {
      const manager = cast.manager();
      company.put(leaver(manager, today));
      return [manager.employeeId, ...idsOf(cast.reportsOf(manager))];
    },
  },
  {
    name: 'manager-outside-list',
    group,
    sentence:
      'Somebody reports to a manager who is not in the list: it is told, and the person is synced all the same.',
    play: ({ company, cast }) => {
      const { employeeId } = cast.somebody();
      company.put({ employeeId, reportsToEmployeeId: 'X999', reportsToName: 'Constance Whitlow' });
      return [employeeId];
    },
  },
  {
    name: 'manager-loop',
    group,
    sentence: 'A manager reports to one of the people who report to them: the loop is told, and nobody hangs in it.',
    play: ({ company, cast }) => {
      const manager = cast.manager();
      const [report] = cast.reportsOf(manager);
      const reportsToEmployeeId = report?.employeeId ?? manager.employeeId;
      company.put({ employeeId: manager.employeeId, reportsToEmployeeId });
      return [manager.employeeId, reportsToEmployeeId];
    },
  },
  {
    name: 'same-name-managers',
    group,
    sentence: 'Two managers have the same name: everybody still reports to the right one.',
    play: ({ company, cast }) => {
      const two = cast.managers(2);
      const [one, other] = two;
      if (one && other) company.put({ employeeId: other.employeeId, firstName: one.firstName, lastName: one.lastName });
      return idsOf(two);
    },
  },
];
