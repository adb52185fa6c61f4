import { number } from '../words/counted';

/** What a finding says of itself: numbers, ids and words. */
export type FindingDetail = Readonly<Record<string, string | number | null>>;

/** What was found, and what to do. */
export interface FindingSaid {
  readonly message: string;
  readonly nextStep: string;
}

const SYNC_AGAIN = 'Sync again, with Repair: PeopleHR is read anew and every row is looked at.';
const ASK = 'Ask whoever runs PeopleSync to look at it.';

/** A finding in words. @param kind one that is newer than this is told in general words */
export function findingSaid(kind: string, detail: FindingDetail): FindingSaid {
  switch (kind) {
    case 'snapshot-broken':
      return {
        message: `An answer of PeopleHR${ofSync(detail)} did not come as it was announced: employees are missing or too many. The record keeps what came, and nothing is built on it.`,
        nextStep: SYNC_AGAIN,
      };
    case 'snapshot-unknown':
      return {
        message: `An answer of PeopleHR${ofSync(detail)} is said to be equal to one that is not in the record.`,
        nextStep: SYNC_AGAIN,
      };
    case 'rows-dropped':
      return {
        message: `Employees came of a reading of PeopleHR${ofSync(detail)} that never came to its end.`,
        nextStep:
          'Nothing has to be done: the reading was made again. If it happens often, ask whoever runs PeopleSync.',
      };
    case 'said-otherwise':
      return { message: `A reading of PeopleHR${ofSync(detail)} was told twice, and not alike.`, nextStep: ASK };
    case 'left-out':
      return {
        message: 'An event could not be taken into the record, and somebody gave it up.',
        nextStep: `Its place in the record says who, and when. ${ASK}`,
      };
    case 'gap':
      return { message: gapMessage(detail), nextStep: ASK };
    default:
      return { message: 'Something is not as it should be in what was received.', nextStep: ASK };
  }
}

function ofSync({ number: syncNumber }: FindingDetail): string {
  return typeof syncNumber === 'number' ? ` (sync ${syncNumber})` : '';
}

function gapMessage({ topic, from, to }: FindingDetail): string {
  const isPlaced = typeof from === 'number' && typeof to === 'number' && typeof topic === 'string';
  const missing = isPlaced ? to - from + 1 : 1;
  const events = missing === 1 ? '1 event is' : `${number(missing)} events are`;
  const where = isPlaced ? ` (${topic}, ${from} to ${to})` : '';
  return `${events} not in the record${where}: they wait to be taken, or were lost. They may be those of another customer.`;
}

/** How a record stands. @param more there are more than these */
export function findingsSummary(count: number, more: boolean): string {
  if (count === 0) return 'Nothing is known to be missing in what was received.';
  const things = count === 1 && !more ? '1 thing' : `${more ? 'more than ' : ''}${number(count)} things`;
  return `The record has ${things} to look at.`;
}
