import type { State } from '@people-sync/contracts/api';
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
