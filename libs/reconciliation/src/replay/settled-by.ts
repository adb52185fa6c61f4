import type { DataOf, DecisionMade, PlanApproved, PlanRevised } from '@people-sync/contracts';
import type { Marks } from '../identity/same-person';
import type { Settlement } from '../identity/settlements';
import type { NewProblem } from '../problems/problem-changes';
import { leavingKey } from '../verdicts/kept-keys';
import { LEAVER } from '../verdicts/standing';
import { type RecordedEvent, told } from './recorded-event';
import type { RecordedDecision, TenantRecord, WaitingPlan } from './tenant-record';

type Said = DataOf<typeof DecisionMade>;
/** Whose change somebody said no to, and under which id. */
export type No = NonNullable<DataOf<typeof PlanApproved>['noes']>[number];

/** The row that a word for a plan that waits is about, and what it settles. */
interface Found {
  readonly settlement: Settlement;
  readonly employeeId: string;
  readonly rowDigest: string | null;
}

/**
 * What somebody settled, as the rules take it; what the event does not say stands in the problem that they were asked
 * about. Null if nothing like that was asked: then it says nothing.
 */
export function settledBy(record: TenantRecord, said: Said): RecordedDecision | null {
  const { decisionId, forSync } = said;
  const waiting = forSync !== null && record.waiting?.syncId === forSync ? record.waiting : null;
  const found = foundBy(waiting ? waiting.problems : [...record.problems.values()], waiting, said);
  if (!found) return null;
  const { settlement, employeeId, rowDigest } = found;
  return { decisionId, settlement, syncId: forSync, tentative: forSync === null ? null : { employeeId, rowDigest } };
}

function foundBy(
  problems: readonly NewProblem[],
  waiting: WaitingPlan | null,
  { kind, employeeId, personId }: Said,
): Found | null {
  switch (kind) {
    case 'same-person':
    case 'new-person': {
      const asked = problems.findLast((one) => one.employeeId === employeeId && one.about !== null);
      if (!asked?.about || employeeId === null) return null;
      const identity = { kind, personId, about: marksOf(asked.about) } as const;
      return { settlement: { kind: 'identity', employeeId, identity }, employeeId, rowDigest: asked.rowDigest };
    }
    case 'missing-left':
    case 'missing-keep': {
      if (personId === null) return null;
      const word = kind === 'missing-left' ? 'left' : 'keep';
      const asked = waiting?.problems.find((one) => one.personId === personId && isAbsence(one));
      return { settlement: { kind: 'missing', personId, word }, employeeId: asked?.employeeId ?? '', rowDigest: null };
    }
    case 'leaver-left':
    case 'leaver-not-yet': {
      const asked = problems.findLast((one) => one.personId === personId && one.code === 'leaver-date-unreadable');
      if (!asked || personId === null) return null;
      const about = leavingKey({ employeeId: asked.employeeId, status: LEAVER, leavingDate: asked.received });
      const said = { word: kind === 'leaver-left' ? ('left' as const) : ('not-yet' as const), about };
      return {
        settlement: { kind: 'leaver', personId, said },
        employeeId: asked.employeeId,
        rowDigest: asked.rowDigest,
      };
    }
    case 'leave-out': {
      if (personId === null) return null;
      const item = waiting?.items.find((one) => one.personId === personId);
      const row = { employeeId: item?.employeeId ?? '', rowDigest: item?.rowDigest ?? null };
      return { settlement: { kind, personId }, ...row };
    }
    default:
      return null;
  }
}

const isAbsence = ({ code, rowDigest }: NewProblem): boolean =>
  code === 'missing' || (code === 'protected' && rowDigest === null);

const marksOf = ({ uniqueKey, email, firstName, startDate }: Marks): Marks => ({
  uniqueKey,
  email,
  firstName,
  startDate,
});

/**
 * The noes that somebody said to the plan that waited, with what each is about.
 * @param also of whom everything is said no to; of the others what made the plan wait
 */
export function noesSaid(
  { waiting }: Pick<TenantRecord, 'waiting'>,
  noes: readonly No[],
  also: readonly string[] | 'everything',
): RecordedDecision[] {
  const items = new Map((waiting?.items ?? []).map((item) => [item.personId, item]));
  const whole = new Set(also === 'everything' ? items.keys() : also);
  return noes.flatMap(({ decisionId, personId }) => {
    const item = items.get(personId);
    const keys = whole.has(personId) ? item?.keptKeys : item?.countedKeys;
    if (!keys || keys.length === 0) return [];
    return [
      { decisionId, settlement: { kind: 'no', personId, keys }, syncId: waiting?.syncId ?? null, tentative: null },
    ];
  });
}

/** What is said no to for the plan that waits alone is exactly this from now on. */
export function withTentativeNoes(
  record: Pick<TenantRecord, 'decisions' | 'waiting'>,
  noes: readonly No[],
): RecordedDecision[] {
  const { decisions, waiting } = record;
  const ids = new Set(noes.map(({ decisionId }) => decisionId));
  const isOver = ({ tentative, settlement, decisionId }: RecordedDecision) =>
    tentative !== null && settlement.kind === 'no' && !ids.has(decisionId);
  const rest = decisions.filter((one) => !isOver(one));
  const known = new Set(rest.map(({ decisionId }) => decisionId));
  const items = new Map((waiting?.items ?? []).map((item) => [item.personId, item]));
  const more = noesSaid(
    record,
    noes.filter(({ decisionId }) => !known.has(decisionId)),
    'everything',
  );
  return [
    ...rest,
    ...more.map((one): RecordedDecision => {
      const item = 'personId' in one.settlement ? items.get(one.settlement.personId) : undefined;
      return { ...one, tentative: { employeeId: item?.employeeId ?? '', rowDigest: item?.rowDigest ?? null } };
    }),
  ];
}

/**
 * Everything that was said no to for the plan that waits alone, once it was judged again.
 * @throws RecordIncompleteError if it is not told under which ids
 */
export const noesOfRevision = ({ noes, leftOut }: DataOf<typeof PlanRevised>, event: RecordedEvent): readonly No[] =>
  leftOut.length === 0 ? (noes ?? []) : told(noes, event, 'by which words people are left out');
