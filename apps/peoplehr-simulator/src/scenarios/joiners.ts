import { daysAfter } from '../companies/dates';
import { freeId, newcomer } from './newcomer';
import { idsOf, type Scenario, type Stage } from './scenario';

const group = 'People come and go';
const MANY = 60;
const A_FEW = 5;
const TWO_YEARS = 730;

function join({ company, cast, today }: Stage, count: number): string[] {
  const colleague = cast.somebody();
  return idsOf(Array.from({ length: count }, () => newcomer(company, colleague, today)));
}

/** Comes back on a new record, beside the old one that stays a leaver's. */
function comeBack({ company, cast, today }: Stage, keepsKey: boolean): string[] {
  const { uniqueKey, ...old } = cast.recentLeaver();
  const back = {
    ...old,
    employeeId: freeId(company),
    status: '1',
    startDate: today,
    leavingDate: '',
    reasonForLeaving: '',
  };
  const { employeeId } = company.put(keepsKey ? { ...back, uniqueKey } : back);
  return [old.employeeId, employeeId];
}

/** People who start, start again, or should not be there at all. */
export const joiners: readonly Scenario[] = [
  {
    name: 'start-date-mistyped',
    group,
    sentence: 'Somebody starts whose start date is no day, 31 February: they are not added, and it is told.',
    play: ({ company, cast, today }) => [
      newcomer(company, cast.somebody(), today, { startDate: '2026-02-31' }).employeeId,
    ],
  },
  {
    name: 'five-join',
    group,
    sentence: 'Five people start today: each gets a licence, or waits for one if there is none left.',
    play: (stage) => join(stage, A_FEW),
  },
  {
    name: 'sixty-join',
    group,
    sentence:
      'Sixty people start on one day, after the first sync: more than a quarter of 180, so it waits for your OK.',
    play: (stage) => join(stage, MANY),
  },
  {
    name: 'future-starter',
    group,
    sentence: 'Somebody is entered who starts in two weeks: they are added on the day they start, not before.',
    play: ({ company, cast, today }) => [newcomer(company, cast.somebody(), daysAfter(today, 14)).employeeId],
  },
  {
    name: 'rejoiner-old-record',
    group,
    sentence: 'Somebody who left comes back on their old record: the same person is active again, with their history.',
    after: 'somebody-leaves',
    play: ({ company, cast }) => {
      const { employeeId } = cast.recentLeaver();
      company.put({ employeeId, status: '1', leavingDate: '', reasonForLeaving: '' });
      return [employeeId];
    },
  },
  {
    name: 'rejoiner-new-record',
    group,
    sentence:
      'Somebody who left comes back with a new EmployeeId and a new UniqueKey: known again by address and name, the same person.',
    after: 'somebody-leaves',
    play: (stage) => comeBack(stage, false),
  },
  {
    name: 'rejoiner-new-record-same-key',
    group,
    sentence:
      'Somebody who left comes back with a new EmployeeId and the old UniqueKey: the same person is active again.',
    after: 'somebody-leaves',
    play: (stage) => comeBack(stage, true),
  },
  {
    name: 'not-to-be-surveyed',
    group,
    sentence:
      'A trustee and a contractor are in PeopleHR who are not to be surveyed: leave them out by employment type.',
    play: ({ company, cast, today }) => {
      const colleague = cast.somebody();
      const startDate = daysAfter(today, -TWO_YEARS);
      const trustee = { employmentType: 'Trustee', jobRole: 'Trustee', department: 'Board', reportsToEmployeeId: '' };
      const contractor = { employmentType: 'Contractor', jobRole: 'Consultant' };
      return idsOf([trustee, contractor].map((values) => newcomer(company, colleague, startDate, values)));
    },
  },
];
