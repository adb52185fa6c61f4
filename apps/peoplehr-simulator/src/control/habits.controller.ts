import { companyOf } from './company-of';
import { flagIn, only, wordIn } from './input';
import type { ControlCall, Reply, Route } from './route';

/** How a company's PeopleHR answers where real ones differ, or where nobody knows. */
export const habitRoutes: readonly Route[] = [['PUT', '/companies/:id', setHabits]];

function setHabits(call: ControlCall): Reply {
  const { habits } = companyOf(call);
  const { input } = call;
  only(input, 'edition', 'emptyAnswer', 'unknownId', 'busyAnswer', 'v4');
  const wished = {
    edition: wordIn(input, 'edition', ['2023', '2015'] as const) ?? habits.edition,
    emptyAnswer: wordIn(input, 'emptyAnswer', ['status-10', 'empty-list'] as const) ?? habits.emptyAnswer,
    unknownId: wordIn(input, 'unknownId', [5, 10] as const) ?? habits.unknownId,
    busyAnswer: wordIn(input, 'busyAnswer', ['row', 'error-5'] as const) ?? habits.busyAnswer,
    v4: flagIn(input, 'v4') ?? habits.v4,
  };
  Object.assign(habits, wished);
  return [200, { habits }];
}
