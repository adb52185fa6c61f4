import { type DataOf, type PlanApproved, PlanMade, type PlanRevised } from '@people-sync/contracts';
import { addDays } from '../dates/plain-date';
import { isLeaver } from './accepted';
import { approvedPlan, leftOutOf, madePlan, openIn, problemsAfter, waitingAgain } from './plans-again';
import { dataOf, type RecordedEvent, RecordIncompleteError } from './recorded-event';
import type { Comparing } from './replay-report';
import { completedBy, leaversCounts, measuredOf, planMadeBy, type Saying, sayingsOf } from './sayings';
import { noesOfRevision, withTentativeNoes } from './settled-by';
import type { TenantRecord } from './tenant-record';

type Made = DataOf<typeof PlanMade>;

/** What an answer of which every row is here decides; of people who were erased it cannot be told any more. */
const OF_ALL_ROWS = [
  'outcome',
  'heldBecause',
  'itemCount',
  'hash',
  'counts',
  'safeguards',
  'heldSince',
  'problems',
] as const;
const OF_THE_RECORD = ['number', 'mode', 'base', 'baseDigest', 'policy', 'decisions', 'rules', 'takenAt'] as const;

/**
 * Judges a recorded answer with the recorded policy, decisions and rules, and compares what comes of it with the recorded
 * PlanMade: field by field, the hash among them.
 * @param record before it
 * @returns what the plan's changes have to say, in order; nothing of one that is not applied
 */
export function judgeAgain(record: TenantRecord, event: RecordedEvent, comparing: Comparing): Saying[] {
  const said = dataOf(PlanMade, event);
  if (!said) throw new RecordIncompleteError(event, 'it is no plan');
  const judged = madePlan(record, said, event);
  const { erased } = judged.snapshot;
  const [recorded, expected] = [inOrder(said), inOrder(planMadeBy(record, judged))];
  const where = { about: 'plan', syncId: judged.syncId, personId: null } as const;
  comparing.counted('plans');
  if (erased > 0) comparing.onlyPartly(judged.syncId, erased);
  comparing.same<Made>(where, { recorded, expected }, OF_THE_RECORD);
  comparing.same<Made>(where, { recorded, expected }, erased > 0 ? [] : [...OF_ALL_ROWS, 'tentative']);
  if (!isDayOf(recorded.today, expected.takenAt))
    comparing.differs({ ...where, what: 'today', recorded: recorded.today, expected: expected.takenAt.slice(0, 10) });
  const problems = problemsAfter(record, judged);
  if (recorded.outcome !== 'applying') return [];
  const sayings = sayingsOf(record, judged, judged.items, problems);
  return judged.items.length > 0 ? [...sayings, completedBy(judged, judged.items)] : sayings;
}

/** True of a day that some calendar shows at that instant: a record is not judged by this machine's time zones. */
function isDayOf(day: string, instant: string): boolean {
  const date = instant.slice(0, 10);
  return [addDays(date, -1), date, addDays(date, 1)].includes(day);
}

/** Which word was said before which other says nothing. */
const inOrder = (data: Made): Made => ({ ...data, tentative: [...data.tentative].sort() });

/** The same of a plan that waited and was approved. */
export function approvedAgain(
  record: TenantRecord,
  recorded: DataOf<typeof PlanApproved>,
  event: RecordedEvent,
  comparing: Comparing,
): Saying[] {
  const { judged } = approvedPlan(record, recorded, event);
  const isWhole = recorded.part === 'all';
  const items = isWhole ? judged.items : judged.items.filter(isLeaver);
  const nothing = { opened: [], closed: [], open: openIn(record) };
  const problems = isWhole ? problemsAfter(record, judged) : nothing;
  const { seen } = judged.counts;
  const counts = isWhole ? judged.counts : leaversCounts(seen, items.length);
  const { erased } = judged.snapshot;
  comparing.counted('plans');
  if (erased > 0) comparing.onlyPartly(judged.syncId, erased);
  else {
    const where = { about: 'plan', syncId: judged.syncId, personId: null } as const;
    const expected = { hash: record.waiting?.hash ?? '', counts, problems: problems.open };
    comparing.same<typeof expected>(where, { recorded, expected }, ['hash', 'counts', 'problems']);
  }
  return [...sayingsOf(record, judged, items, problems), completedBy(judged, items)];
}

/** The same of a plan that waits, and was judged once more with what was settled for it alone. */
export function revisedAgain(
  record: TenantRecord,
  recorded: DataOf<typeof PlanRevised>,
  event: RecordedEvent,
  comparing: Comparing,
): void {
  const judged = waitingAgain({ ...record, decisions: withTentativeNoes(record, noesOfRevision(recorded, event)) });
  if (!judged || judged.syncId !== event.syncId) throw new RecordIncompleteError(event, 'no such plan waits');
  comparing.counted('plans');
  const { erased } = judged.snapshot;
  if (erased > 0) {
    comparing.onlyPartly(judged.syncId, erased);
    return;
  }
  const where = { about: 'plan', syncId: judged.syncId, personId: null } as const;
  const { hash, counts, items, number } = judged;
  const problems = problemsAfter(record, judged).open;
  const told = { number, hash, counts, itemCount: items.length, safeguards: measuredOf(judged), problems };
  const expected = { ...told, leftOut: leftOutOf(judged).sort() };
  const said = { ...recorded, leftOut: [...recorded.leftOut].sort() };
  comparing.same<typeof expected>(where, { recorded: said, expected }, [
    ...(['number', 'hash', 'counts', 'itemCount', 'safeguards', 'leftOut', 'problems'] as const),
  ]);
}
