import { personId } from './ids';
import { doneSync, heldSync } from './syncs';

export const aTenant = {
  ...{ tenant: 'northwind-tiles', name: 'Northwind Tiles', timeZone: 'Europe/London' },
  ...{ seats: 250, unlimited: false },
} as const;
/** As it is listed where nobody asked who needs somebody. */
export const listedTenant = { ...aTenant, reason: null, message: null, sync: null } as const;

/** Nobody uses a licence yet. */
export const licences = {
  ...{ seats: 250, unlimited: false, active: 212, waiting: 0, seatsMissing: 0 },
  message: '212 of 250 licences in use',
  nextStep: null,
} as const;

export const anIntegration = {
  status: 'connected',
  companyName: 'Northwind Tiles Ltd',
  keyHint: '5678',
  connectedAt: '2026-02-16T09:30:00.000Z',
  reason: null,
  message: null,
  lastSuccessfulSync: doneSync,
  lastSync: heldSync,
  nextSyncAt: '2026-03-03T02:17:45.000Z',
} as const;
/** Of a company that was just connected. */
export const newIntegration = { ...anIntegration, lastSuccessfulSync: null, lastSync: null, nextSyncAt: null } as const;

/** It is switched on, and nobody chose when. */
export const aSchedule = {
  ...{ enabled: true, offered: true },
  ...{ time: '02:17', chosenTime: false, timeZone: 'Europe/London', chosenTimeZone: false },
  nextSyncAt: '2026-03-03T02:17:45.000Z',
  reason: null,
  message: null,
} as const;

const everything = { everything: true, exclude: [] } as const;
const safeguards = {
  leavers: { people: 5, fraction: 0.1 },
  absentOrOutOfScope: { people: 3, fraction: 0.05 },
  joiners: { people: 10, fraction: 0.25 },
  fieldGoesBlank: { people: 3, fraction: 0.05 },
  fieldBecomesOneValue: { people: 10, fraction: 0.5 },
  emailChanges: { people: 3, fraction: 0.05 },
  unknownStatus: { people: 3, fraction: 0.05 },
  knownInSnapshot: 0.5,
} as const;

export const usualPolicy = { daysBeforeStart: 0, safeguards } as const;
/** A company that wants its people a week before they begin. */
export const aPolicy = {
  version: 1,
  daysBeforeStart: 7,
  scope: { employmentType: everything, company: everything, location: everything, department: everything },
  leaveOut: [],
  protectedPeople: [],
  safeguards,
} as const;
export const policyWithTrustee = {
  ...aPolicy,
  version: 2,
  leaveOut: [{ personId, reason: 'Trustee' }],
} as const;

/** Of one field: for the others it is the same. */
export const scopeEffect = {
  ...{ employees: 214, included: 201, leaving: 13, joining: 0 },
  fields: [
    {
      field: 'location',
      values: [
        { value: 'Leeds', employees: 201, named: ['Leeds'] },
        { value: 'Harrogate', employees: 13, named: [] },
      ],
      unmatched: [],
      valueCount: 2,
    },
  ],
} as const;
