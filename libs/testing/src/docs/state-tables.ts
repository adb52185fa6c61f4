import { type State, syncStates } from '@people-sync/contracts/api';
import { table } from './event-pages';

/** The states of something, as the page shows them: what each says, and what ends it. */
export const stateTable = (states: Readonly<Record<string, State>>): string =>
  table(
    ['state', 'says', 'ends by'],
    Object.entries(states).map(([name, { sentence, endsBy }]) => [
      `\`${name}\``,
      `${sentence}.`,
      endsBy === null ? '**final**' : `${endsBy}.`,
    ]),
  );

/** What somebody who watches a sync does about each state that it can be in. */
const whatToDo: Readonly<Record<keyof typeof syncStates, string>> = {
  queued: 'watch',
  requested: 'watch',
  fetching: 'watch',
  comparing: 'watch',
  held: 'show `heldReasons` and its plan; approve or reject that, by its hash',
  applying: 'watch; `stalledSince` is there if it does not get on',
  completed: 'nothing; `applied` counts what was done',
  'completed-with-problems': 'show `attention`',
  previewed: 'show its plan',
  rejected: 'nothing',
  expired: 'start another one',
  superseded: 'watch the sync `supersededBy`',
  failed: 'show `message`, which has the next step, then start another one',
  cancelled: 'nothing',
};

/** The states of a sync as the guide for the platform's engineers shows them: what each says, and what to do. */
export function guideStateTable(): string {
  const advice = new Map(Object.entries(whatToDo));
  return table(
    ['status', 'what it means', 'what to do'],
    Object.entries<State>(syncStates).map(([name, { sentence }]) => [
      `\`${name}\``,
      `${sentence}.`,
      `${advice.get(name) ?? ''}.`,
    ]),
  );
}
