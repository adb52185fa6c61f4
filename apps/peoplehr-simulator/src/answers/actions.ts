import type { Company } from '../companies/company';
import type { Answer } from './answer';
import type { Fields } from './employee-request';
import { refusals } from './envelope';
import { allEmployees, allLeavers, employeesPage } from './list-actions';
import { checkAuthentication, companyInformation, oneEmployee } from './lookup-actions';
import { queryResult, queryResultByName } from './query-actions';
import { createNewEmployee, markAsLeaver, updateEmployeeId } from './write-actions';

/** What PeopleHR has an address for: the first part of the path. */
export const resources = ['Employee', 'Query'] as const;
export type Resource = (typeof resources)[number];

/** What a company's key gets for an action. @param today `yyyy-MM-dd` */
type Action = (company: Company, body: Fields, today: string) => Answer;

interface Known {
  readonly resource: Resource;
  readonly act: Action;
  /** Only in version 4, of which one client speaks and no other trace was found. */
  readonly v4?: true;
}

const actions: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['CheckAuthentication', { resource: 'Employee', act: checkAuthentication }],
  ['GetCompanyInformation', { resource: 'Employee', act: companyInformation }],
  ['GetAllEmployeeDetail', { resource: 'Employee', act: allEmployees }],
  ['GetAllEmployeeDetailPaginated', { resource: 'Employee', act: employeesPage, v4: true }],
  ['GetAllLeavers', { resource: 'Employee', act: allLeavers, v4: true }],
  ['GetEmployeeDetailById', { resource: 'Employee', act: oneEmployee }],
  ['CreateNewEmployee', { resource: 'Employee', act: createNewEmployee }],
  ['MarkAsLeaverById', { resource: 'Employee', act: markAsLeaver }],
  ['UpdateEmployeeId', { resource: 'Employee', act: updateEmployeeId }],
  ['GetQueryResultByQueryName', { resource: 'Query', act: queryResultByName }],
  ['GetQueryResult', { resource: 'Query', act: queryResult }],
]);

/** Whether PeopleHR knows an action of this name, in this spelling, in any version. */
export const isAction = (name: string): boolean => actions.has(name);

/** Whether an action runs a saved query, of which a company has one at a time. */
export const runsQuery = (name: string): boolean => actions.get(name)?.resource === 'Query';

/** PeopleHR's answer as it should be. Version 4 calls an unknown action not granted. */
export function act(resource: Resource, company: Company, action: string, body: Fields, today: string): Answer {
  const known = actions.get(action);
  const isThere = known?.resource === resource && (known.v4 !== true || company.habits.v4);
  if (isThere) return known.act(company, body, today);
  return company.habits.v4 ? refusals.accessDenied : refusals.actionInvalid;
}
