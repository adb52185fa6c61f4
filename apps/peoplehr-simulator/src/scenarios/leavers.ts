import { leaver } from '../companies/bulk-change';
import { daysAfter } from '../companies/dates';
import { idsOf, type Scenario, type Stage } from './scenario';

const group = 'People come and go';
const MANY = 40;
const A_FEW = 5;

function leave({ company, cast, today }: Stage, count: number): string[] {
  const leavers = cast.people(count);
  for (const row of leavers) company.put(leaver(row, today));
  return idsOf(leavers);
}

/** People who leave, or seem to. */
export const leavers: readonly Scenario[] = [
  {
    name: 'somebody-leaves',
    group,
    sentence: 'One person leaves today: they become inactive, and their licence is free for somebody else.',
    play: (stage) => leave(stage, 1),
  },
  {
    name: 'five-leave',
    group,
    sentence: 'Five people leave on one day, as in any month: applied without a question.',
    play: (stage) => leave(stage, A_FEW),
  },
  {
    name: 'forty-leave',
    group,
    sentence: 'Forty people leave on one day: of 180 that is more than a tenth, so the changes wait for your OK.',
    play: (stage) => leave(stage, MANY),
  },
  {
    name: 'future-leaver',
    group,
    sentence: 'One person has resigned and leaves in two weeks: they stay active until their last day has passed.',
    play: ({ company, cast, today }) => {
      const { employeeId } = cast.somebody();
      const reasonForLeaving = 'Resignation';
      company.put({ employeeId, leavingDate: daysAfter(today, 14), reasonForLeaving });
      return [employeeId];
    },
  },
  {
    name: 'last-day-passed',
    group,
    sentence:
      'One person’s last day passed three days ago, but nobody marked them as a leaver: they have left all the same.',
    play: ({ company, cast, today }) => {
      const { employeeId } = cast.somebody();
      company.put({ employeeId, leavingDate: daysAfter(today, -3), reasonForLeaving: 'End of contract' });
      return [employeeId];
    },
  },
  {
    name: 'unclear-leaver',
    group,
    sentence:
      'One person is marked as a leaver with a leaving date that is no day: they stay active, and you are asked whether they left.',
    play: ({ company, cast }) => {
      const { employeeId } = cast.somebody();
      company.put({ employeeId, status: '2', leavingDate: '31/02/2099', reasonForLeaving: 'Resignation' });
      return [employeeId];
    },
  },
  {
    name: 'somebody-missing',
    group,
    sentence:
      'One person is no longer in the list, and nothing says that they left: they stay active and are shown as missing.',
    play: ({ company, cast }) => {
      const { employeeId } = cast.somebody();
      company.remove(employeeId);
      return [employeeId];
    },
  },
];
