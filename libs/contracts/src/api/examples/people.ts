import { type OfMapped, ofMapped } from '../../mapped-fields';
import { managerId, personId } from './ids';
import { doneSync } from './syncs';

/** What PeopleHR gives of them; other fields are blank. */
const mapped: Partial<OfMapped<string>> = {
  team: 'Glazing',
  location: 'Leeds',
  department: 'Production',
  manager: 'Ada Clay',
};

export const aPerson = {
  personId,
  email: 'zoe.moss@northwind-tiles.example',
  name: 'Zoë Moss',
  ...ofMapped(({ field }) => mapped[field] ?? null),
  unit: null,
  status: 'active',
  weThriveId: null,
  orgEmployeeId: 'E1042',
  version: 2,
  changeNumber: 815,
  updatedAt: '2026-03-01T06:00:11.000Z',
  reportsTo: managerId,
  notFromPeopleHr: false,
} as const;

/** The change that made them as they are. */
export const aVersion = {
  personId,
  person: aPerson,
  version: 2,
  kind: 'updated',
  syncId: doneSync.syncId,
  changeNumber: 815,
  at: '2026-03-01T06:00:11.000Z',
  changed: ['location'],
  oldEmail: null,
} as const;

/** Of the history that has change 815. */
const epoch = 'ODE1IGt3WnJtMEF5N2RRcw';
export const versionPage = { items: [aVersion], nextCursor: null } as const;
export const peoplePage = { items: [aPerson], nextCursor: null, total: 1, changeNumber: 815, epoch } as const;
export const changePage = { items: [aVersion], nextCursor: null, head: 815, epoch } as const;
export const filterValues = {
  teams: ['Dispatch', 'Glazing'],
  teamCount: 2,
  locations: ['Harrogate', 'Leeds'],
  locationCount: 2,
  departments: ['Production'],
  departmentCount: 1,
  managers: ['Ada Clay'],
  managerCount: 1,
} as const;
