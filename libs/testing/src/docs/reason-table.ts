import {
  allReasons,
  bodyRefusals,
  commonRefusals,
  fieldsOf,
  keyedRefusals,
  problemShape,
  type Reason,
  reasons,
  retries,
} from '@people-sync/contracts/api';
import { table } from './event-pages';

const ofAnyCall: ReadonlySet<Reason> = new Set<Reason>([
  ...commonRefusals,
  ...keyedRefusals,
  ...bodyRefusals,
  'acting-user-required',
  'not-found',
  'not-from-console',
  'compressed',
]);

/** Every reason as the page shows it. */
export const reasonTable = (): string =>
  table(
    ['reason', 'HTTP', 'gRPC', 'retry', 'what has happened', 'beside the sentence'],
    allReasons.map((reason) => {
      const { status, code, retry, meaning } = reasons[reason];
      const beside = fieldsOf(problemShape(reason)).map(
        ({ name, isOptional }) => `\`${name}${isOptional ? '?' : ''}\``,
      );
      return [
        `\`${reason}\`${ofAnyCall.has(reason) ? ' ⋆' : ''}`,
        String(status),
        `\`${code}\``,
        `\`${retry}\``,
        meaning,
        beside.join(', '),
      ];
    }),
  );

/** What may be done after a refusal. */
export const retryTable = (): string =>
  table(
    ['`retry`', 'what to do'],
    Object.entries(retries).map(([retry, meaning]) => [`\`${retry}\``, meaning]),
  );
