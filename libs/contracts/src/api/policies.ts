import { type TProperties, Type } from '@sinclair/typebox';
import { PersonId } from '../primitives';
import { ofTenant, personId } from './examples/ids';
import { aPolicy, policyWithTrustee, scopeEffect, usualPolicy } from './examples/settings';
import { listOf, tenantPath, Whole, Word, WordOrNull } from './fields';
import { keyed, request, rpc } from './rpc';
import { about, formed, type Json, oneOfFields, optional, said, shape } from './shape';
import { TenantRequest } from './tenants';
import { keysOf, words } from './words';

/** The bounds of `Policy` of the events; a test holds them together. `peopleAtOnce`: of one change of people. */
export const bounds = {
  values: 1000,
  valueLength: 254,
  people: 10_000,
  peopleAtOnce: 1_000,
  reasonLength: 500,
  days: 365,
} as const;

/** A limit in people beyond which nobody means a limit. */
const MANY = 1_000_000;

const values = Type.Array(Type.String({ maxLength: bounds.valueLength }), { maxItems: bounds.values });

export type ScopeRule = Json<typeof ScopeRule>;
export const ScopeRule = shape(
  'ScopeRule',
  'Which values of one field are in WeThrive, read as a reader does: letter case, blanks and encoding do not count.',
  {
    include: optional(about(values, 'These values and no others, or else everything')),
    everything: optional(about(Type.Boolean(), 'Every value, or else include')),
    exclude: about(said(values), 'Left out even if it is included'),
  },
  { choices: [oneOfFields('include', 'everything')] },
);

/** The fields by which a company chooses who should be in WeThrive. */
const scopeSaid = {
  employmentType: "PeopleHR's Employment Type",
  company: "PeopleHR's Company",
  location: "PeopleHR's Location",
  department: "PeopleHR's Department",
} as const;
export const scopeFields = keysOf(scopeSaid);
export type ScopeFieldName = (typeof scopeFields)[number];

const rules = {
  employmentType: about(ScopeRule, 'By employment type'),
  company: about(ScopeRule, 'By company'),
  location: about(ScopeRule, 'By location'),
  department: about(ScopeRule, 'By department'),
};

export const Scope = shape('Scope', 'Who should be in WeThrive.', rules);
export type Scope = Json<typeof Scope>;

export type Limit = Json<typeof Limit>;
export const Limit = shape('Limit', 'Changes wait for an OK above the larger of the two.', {
  people: about(Type.Integer({ minimum: 0, maximum: MANY }), 'How many people'),
  fraction: about(Type.Number({ minimum: 0, maximum: 1 }), 'Of the people it is about'),
});

const limits = {
  leavers: about(Limit, 'Leavers by status or date'),
  absentOrOutOfScope: about(Limit, 'Leavers by absence or scope'),
  joiners: about(Limit, 'Joiners, after the first sync that was applied'),
  fieldGoesBlank: about(Limit, 'People of whom one field goes blank'),
  fieldBecomesOneValue: about(Limit, 'People of whom one field becomes the same value'),
  emailChanges: about(Limit, 'People whose address changes'),
  unknownStatus: about(Limit, 'People with a status that is neither 1 nor 2'),
  knownInSnapshot: about(
    Type.Number({ minimum: 0, maximum: 1 }),
    'At least this part of the known people, 0 to 1, must be there',
  ),
};

export const Safeguards = shape('Safeguards', 'When changes wait for an OK.', limits);
export type Safeguards = Json<typeof Safeguards>;

export const LeftOutPerson = shape('LeftOutPerson', 'Somebody who is never synced.', {
  personId: about(PersonId, 'Who'),
  reason: about(
    formed(/\S/, 'reason must not be blank', { minLength: 1, maxLength: bounds.reasonLength }),
    'Why, for whoever reads it later',
  ),
});

const leaveOut = about(Type.Array(LeftOutPerson, { maxItems: bounds.people }), 'Never synced');
const protectedPeople = about(
  Type.Array(PersonId, { maxItems: bounds.people, uniqueItems: true }),
  'Never set to inactive by a sync',
);
const daysBeforeStart = about(
  Type.Integer({ minimum: 0, maximum: bounds.days }),
  'How early joiners are added, in days before their start date',
);

export const Policy = shape('Policy', "A tenant's settings for deciding.", {
  version: about(Whole, 'Rises with each change; 0: nothing was ever set'),
  daysBeforeStart,
  scope: Scope,
  leaveOut,
  protectedPeople,
  safeguards: Safeguards,
});
export type Policy = Json<typeof Policy>;

export const UsualPolicy = shape('UsualPolicy', 'What holds for a company that has set nothing.', {
  daysBeforeStart,
  safeguards: Safeguards,
});
export type UsualPolicy = Json<typeof UsualPolicy>;

/** Every field may be left out. */
const each = <P extends TProperties>(properties: P) => Type.Partial(Type.Object(properties)).properties;

export const ScopeChange = shape(
  'ScopeChange',
  'Who should be in WeThrive; a field that is not given stays as it is.',
  each(rules),
);
export type ScopeChange = Json<typeof ScopeChange>;

export const SafeguardsChange = shape(
  'SafeguardsChange',
  'When changes wait for an OK; a limit that is not given stays as it is.',
  each(limits),
);

const version = Type.Integer({ minimum: 0 });

export const PolicyChange = shape('PolicyChange', 'What is not given stays as it is.', {
  daysBeforeStart: optional(daysBeforeStart),
  scope: optional(ScopeChange),
  leaveOut: optional(leaveOut),
  protectedPeople: optional(protectedPeople),
  safeguards: optional(SafeguardsChange),
  expectedVersion: optional(
    about(
      version,
      '`version` of the settings that were shown: 0 is the one before anything was set. Absent: whatever it is',
    ),
  ),
  confirmedLeaving: optional(
    about(
      version,
      'How many people would leave by the new scope, as its effect showed it: their leaving needs no OK then',
    ),
  ),
});
export type PolicyChange = Json<typeof PolicyChange>;

const somePeople = Type.Array(PersonId, { maxItems: bounds.peopleAtOnce, uniqueItems: true });

export const PolicyPeople = shape(
  'PolicyPeople',
  'Who is left out or protected from now on, and who no longer is. Whoever is not named stays as they are, so that nobody undoes what somebody else does at the same time.',
  {
    leaveOut: optional(
      about(
        Type.Array(LeftOutPerson, { maxItems: bounds.peopleAtOnce }),
        'Never synced; of somebody who is left out already, the reason is this one from now on',
      ),
    ),
    takeBack: optional(about(somePeople, 'Left out by the settings no longer; nobody whom leaveOut names')),
    protect: optional(about(somePeople, 'Never set to inactive by a sync')),
    unprotect: optional(about(somePeople, 'Protected no longer; nobody whom protect names')),
  },
);
export type PolicyPeople = Json<typeof PolicyPeople>;

export const PreviewScope = shape('PreviewScope', 'A scope that is looked at.', {
  scope: about(ScopeChange, 'What is not given of it is as it is now'),
});

export const ScopeValue = shape('ScopeValue', 'How many employees have a value.', {
  value: about(WordOrNull, 'As PeopleHR has it; null: blank'),
  employees: about(Whole, 'How many have it, however they write it'),
  named: about(listOf(Word), 'How the scope writes it, if it names it'),
});

export const ScopeField = shape('ScopeField', 'The values of one field, the most frequent first.', {
  field: words('ScopeFieldName', 'A field by which a company chooses who should be in WeThrive.', scopeSaid),
  values: about(listOf(ScopeValue), 'The most frequent first: 200, and each that the scope names'),
  valueCount: about(Whole, 'How many values there are, also of those that are not among values'),
  unmatched: about(listOf(Word), 'Values that the scope names and no current employee has'),
});

export const ScopeEffect = shape(
  'ScopeEffect',
  "Who would be in and out of WeThrive, by PeopleHR's last answer that was applied.",
  {
    employees: about(Whole, 'Current employees in PeopleHR'),
    included: about(Whole, 'Those of them who would be in WeThrive'),
    leaving: about(Whole, 'Active people who would leave'),
    joining: about(Whole, 'Employees who would be added'),
    fields: about(listOf(ScopeField), 'The fields that a scope can name, with their values'),
  },
);
export type ScopeEffect = Json<typeof ScopeEffect>;

const path = '/v1/tenants/{tenant}/policy';

export const policyRpcs = {
  getPolicy: rpc("A company's settings for deciding.", [`GET ${path}`], TenantRequest, Policy, {
    asked: ofTenant,
    answered: aPolicy,
  }),
  updatePolicy: keyed(
    'Changes what is given and nothing else.',
    [`PATCH ${path}`],
    request('UpdatePolicyRequest', { ...tenantPath, ...PolicyChange.properties }),
    Policy,
    { asked: { ...ofTenant, daysBeforeStart: 7, expectedVersion: 0 }, answered: aPolicy },
  ),
  changePolicyPeople: keyed(
    'Leaves people out, takes them back, protects them or does so no longer; the same again changes nothing.',
    [`PATCH ${path}/people`],
    request('ChangePolicyPeopleRequest', { ...tenantPath, ...PolicyPeople.properties }),
    Policy,
    { asked: { ...ofTenant, leaveOut: [{ personId, reason: 'Trustee' }] }, answered: policyWithTrustee },
  ),
  getUsualPolicy: rpc('The same for every company.', [`GET ${path}/usual`], TenantRequest, UsualPolicy, {
    asked: ofTenant,
    answered: usualPolicy,
  }),
  previewScope: rpc(
    'Who would be in and out of WeThrive with this scope.',
    [`POST ${path}/scope-effect`],
    request('PreviewScopeRequest', { ...tenantPath, ...PreviewScope.properties }),
    ScopeEffect,
    {
      asked: { ...ofTenant, scope: { location: { include: ['Leeds'], exclude: [] } } },
      answered: scopeEffect,
    },
  ),
};
