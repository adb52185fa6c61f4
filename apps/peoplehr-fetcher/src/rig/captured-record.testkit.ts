/** PeopleHR's four ways to wrap a value (capture of 2023). */
const h = (value: string) => ({ DisplayValue: value, FieldHistory: [] });
const j = (value: string) => ({ DisplayValue: value, FieldHistoryForJobRole: [] });
const e = (value: string) => ({ DisplayValue: value, FieldHistoryForEffectiveDate: [] });
const d = (value: string) => ({ DisplayValue: value });

/** A record on the wire. */
export type WireRecord = Readonly<Record<string, unknown>>;

/** An invented employee with the 50 keys of the capture of 2023, in its order; the values of real ones are as sparse. */
export const recordOf2023 = (n: number): WireRecord => ({
  EmployeeId: h(`PW${n}`),
  Title: h(''),
  FirstName: h(['Zoë', 'Rafe', 'Ines', "D'Arcy", 'Łucja'][n % 5] ?? ''),
  LastName: h(`Thorne "${n}"`),
  OtherName: h(''),
  KnownAs: h(''),
  EmailId: h(`pw${n}@northwind-tiles.example`),
  StartDate: h('2021-09-06'),
  DateOfBirth: h('CANARY-BIRTH'),
  JobRole: j('Kiln Technician'),
  Company: e('Northwind Tiles'),
  CompanyEffectiveDate: d(''),
  Location: e('Stoke-on-Trent'),
  LocationEffectiveDate: d(''),
  Department: e(n % 2 === 0 ? 'Production' : 'Design \\ Surface'),
  DepartmentEffectiveDate: d('2021-09-06'),
  JobRoleChangeDate: d('2021-09-06'),
  ReportsTo: e('Grace Hopwood'),
  ReportsToEffectiveDate: d(''),
  ReportsToEmployeeId: d('PW0'),
  ReportsToEmailAddress: d('pw0@northwind-tiles.example'),
  NISNumber: h('CANARY-NI'),
  Nationality: h(''),
  EmploymentType: e('Full Time'),
  EmploymentTypeEffectiveDate: d(''),
  EmployeeStatus: d('1'),
  HolidayAllowanceDays: d('30.00'),
  HolidayAllowanceMins: d('13500'),
  NoticePeriod: h(''),
  ProbationEndDate: h(''),
  Gender: h('Not Specified'),
  AnalysisCode1LabelText: h(''),
  AnalysisCode2LabelText: h(''),
  ContactDetail: {
    Address: h('CANARY-ADDRESS<br /><br />Stoke-on-Trent<br />United Kingdom<br />ST1 0AA'),
    WorkPhoneNumber: h('CANARY-PHONE'),
    PersonalPhoneNumber: h(''),
    PersonalEmail: h('CANARY-HOME'),
    Mobile: h('CANARY-PHONE'),
  },
  OtherContact: [],
  RightToWork: [],
  BackgroundDetail: [],
  BankDetail: {
    BankName: h('CANARY-BANK'),
    BankAddress: h(''),
    BankCode: h(''),
    AccountNumber: h(''),
    AccountName: h(''),
  },
  EmploymentDetail: {
    PayrollCompany: h(''),
    PayrollID: h(''),
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
  LeavingDate: '',
  ReasonForLeaving: '',
  EmployeeImage: '',
  APIColumn1: '',
  APIColumn2: '',
  APIColumn3: '',
  APIColumn4: '',
  APIColumn5: '',
  AdditionalreportsTo: [],
  UniqueKey: `2f9586ab-3f96-4cc2-b930-${String(n).padStart(12, '0')}`,
  lstFieldHistoryJobrole: null,
});

const CAME_LATER =
  /^(UniqueKey|AdditionalreportsTo|AnalysisCode\d.*|ReportsTo(EmployeeId|EmailAddress)|.*EffectiveDate)$/;

/** The same as in 2015: 39 keys, and Company, Location, Department, ReportsTo and EmploymentType with a plain history. */
export const recordOf2015 = (n: number): WireRecord =>
  Object.fromEntries(
    Object.entries(recordOf2023(n))
      .filter(([name]) => !CAME_LATER.test(name))
      .map(([name, value]) => [name, isDated(value) ? h(value.DisplayValue) : value]),
  );

const isDated = (value: unknown): value is { DisplayValue: string } =>
  typeof value === 'object' && value !== null && 'FieldHistoryForEffectiveDate' in value;

/** The body of a good answer. */
export const bodyOf = (records: readonly unknown[], changes: object = {}): Buffer =>
  Buffer.from(
    JSON.stringify({
      isError: false,
      Status: 0,
      Message: 'The request processed successfully.',
      Result: records,
      ...changes,
    }),
  );

/** So many different people. */
export const people = (count: number, record = recordOf2023): WireRecord[] =>
  Array.from({ length: count }, (_, n) => record(n));
