import type { EmployeeRow } from './employee-row';

/** Which of PeopleHR's captured record shapes is answered. */
export type RecordEdition = '2023' | '2015';

/** What a record says of the manager: `''` each if there is none. */
export interface ManagerView {
  readonly name: string;
  readonly employeeId: string;
  readonly email: string;
}

/** The fields of a record whose values a fault can touch, by their names on the wire. */
export const wireFields = [
  'EmployeeId',
  'FirstName',
  'LastName',
  'EmailId',
  'StartDate',
  'JobRole',
  'Company',
  'Location',
  'Department',
  'ReportsTo',
  'ReportsToEmployeeId',
  'ReportsToEmailAddress',
  'EmploymentType',
  'EmployeeStatus',
  'LeavingDate',
  'UniqueKey',
] as const;
export type WireField = (typeof wireFields)[number];

/** PeopleHR's four ways to wrap a value (2023 capture): with a plain, a job role, a dated history, and without. */
const h = (value: string) => ({ DisplayValue: value, FieldHistory: [] });
const j = (value: string) => ({ DisplayValue: value, FieldHistoryForJobRole: [] });
const e = (value: string) => ({ DisplayValue: value, FieldHistoryForEffectiveDate: [] });
const d = (value: string) => ({ DisplayValue: value });

/**
 * What must never leave the fetcher. Each value carries the word CANARY and the employee's id, so that a test can look
 * for it in every topic, table, log and answer.
 */
const canary = (kind: string, row: EmployeeRow): string => `CANARY-${kind}-${row.employeeId}`;

/**
 * A record with the 50 keys of the 2023 capture in wire order. `''` stands for missing; histories are empty, as PeopleHR
 * sends them in lists. The 2015 edition lacks what came later and wraps some values differently.
 */
export function recordOf(row: EmployeeRow, manager: ManagerView, edition: RecordEdition): Record<string, unknown> {
  const modern = edition === '2023';
  const wrap = modern ? e : h;
  return {
    EmployeeId: h(row.employeeId),
    Title: h(row.title),
    FirstName: h(row.firstName),
    LastName: h(row.lastName),
    OtherName: h(''),
    KnownAs: h(''),
    EmailId: h(row.email),
    StartDate: h(row.startDate),
    DateOfBirth: h(canary('BIRTH', row)),
    JobRole: j(row.jobRole),
    Company: wrap(row.company),
    ...(modern ? { CompanyEffectiveDate: d('') } : {}),
    Location: wrap(row.location),
    ...(modern ? { LocationEffectiveDate: d('') } : {}),
    Department: wrap(row.department),
    ...(modern ? { DepartmentEffectiveDate: d(row.startDate) } : {}),
    JobRoleChangeDate: d(row.startDate),
    ReportsTo: wrap(manager.name),
    ...(modern
      ? {
          ReportsToEffectiveDate: d(''),
          ReportsToEmployeeId: d(manager.employeeId),
          ReportsToEmailAddress: d(manager.email),
        }
      : {}),
    NISNumber: h(canary('NI', row)),
    Nationality: h(''),
    EmploymentType: wrap(row.employmentType),
    ...(modern ? { EmploymentTypeEffectiveDate: d('') } : {}),
    EmployeeStatus: d(row.status),
    HolidayAllowanceDays: d('25.00'),
    HolidayAllowanceMins: d('11250'),
    NoticePeriod: h('1 Month'),
    ProbationEndDate: h(''),
    Gender: h(''),
    ...(modern ? { AnalysisCode1LabelText: h(''), AnalysisCode2LabelText: h('') } : {}),
    ContactDetail: {
      Address: h(`${canary('ADDRESS', row)}<br /><br />Stoke-on-Trent<br />United Kingdom<br />ST1 0AA`),
      WorkPhoneNumber: h(canary('PHONE', row)),
      PersonalPhoneNumber: h(canary('PHONE', row)),
      ...(modern ? { PersonalEmail: h(`${canary('HOME', row)}@home.example`), Mobile: h(canary('MOBILE', row)) } : {}),
    },
    OtherContact: [],
    RightToWork: [],
    BackgroundDetail: [],
    BankDetail: {
      BankName: h(canary('BANK', row)),
      BankAddress: h(''),
      BankCode: h(canary('SORTCODE', row)),
      AccountNumber: h(canary('ACCOUNT', row)),
      AccountName: h(canary('ACCOUNTNAME', row)),
    },
    EmploymentDetail: {
      PayrollCompany: h(''),
      PayrollID: h(canary('PAYROLL', row)),
      TimeAndAttendanceID: h(''),
      RotaID: h(''),
      CRMID: h(''),
      ATSID: h(''),
      PerformanceID: h(''),
      BenefitsID: h(''),
      System1ID: h(''),
      System2ID: h(''),
      System3ID: h(''),
      MethodOfRecruitment: h(''),
    },
    LeavingDate: row.leavingDate,
    ReasonForLeaving: row.reasonForLeaving,
    EmployeeImage: '',
    APIColumn1: '',
    APIColumn2: '',
    APIColumn3: '',
    APIColumn4: '',
    APIColumn5: '',
    ...(modern ? { AdditionalreportsTo: [], UniqueKey: row.uniqueKey } : {}),
    lstFieldHistoryJobrole: null,
  };
}
