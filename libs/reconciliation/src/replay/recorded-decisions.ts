import type { Settlement } from '../identity/settlements';
import { takenBackBy } from '../identity/settlements';
import type { EndedNo } from '../verdicts/ended-noes';
import type { RecordedDecision } from './tenant-record';

type Decisions = readonly RecordedDecision[];

/** What a word is about: of two about the same the later one counts; noes stand beside each other. */
const topicOf = (one: Settlement): string =>
  one.kind === 'identity' ? `identity ${one.employeeId}` : `${one.kind} ${one.personId}`;

/** The decisions with one more; what it replaces has ended, and the no that it takes back. */
export function withDecision(decisions: Decisions, decision: RecordedDecision): Decisions {
  const { settlement, tentative } = decision;
  const topic = topicOf(settlement);
  const isReplaced = (one: RecordedDecision) =>
    (one.tentative !== null || tentative === null) && one.settlement.kind !== 'no' && topicOf(one.settlement) === topic;
  const rest = decisions.filter((one) => !isReplaced(one));
  const key = takenBackBy(settlement);
  if (key === null || !('personId' in settlement)) return [...rest, decision];
  const no = { personId: settlement.personId, key };
  return [...(tentative === null ? withoutNoes(rest, [no]) : withoutTentativeNo(rest, no)), decision];
}

/** Of these people and things nobody says no any more; what is for a plan that waits alone stays. */
export function withoutNoes(decisions: Decisions, ended: readonly EndedNo[]): Decisions {
  if (ended.length === 0) return decisions;
  const gone = new Set(ended.map(({ personId, key }) => `${personId} ${key}`));
  return decisions.flatMap((one) => {
    const { settlement } = one;
    if (one.tentative !== null || settlement.kind !== 'no') return [one];
    const keys = [...settlement.keys].filter((key) => !gone.has(`${settlement.personId} ${key}`));
    return keys.length === 0 ? [] : [{ ...one, settlement: { ...settlement, keys } }];
  });
}

/** Somebody is to go after all, if it was just that which was said no to for the same plan. */
const withoutTentativeNo = (decisions: Decisions, { personId, key }: EndedNo): Decisions =>
  decisions.filter(({ tentative, settlement }) => {
    if (tentative === null || settlement.kind !== 'no' || settlement.personId !== personId) return true;
    const keys = [...settlement.keys];
    return keys.length !== 1 || keys[0] !== key;
  });

/** What was settled for a plan that waits goes on with this one as far as it is about its rows; the rest ends. */
export const movedOn = (decisions: Decisions, counting: Decisions, syncId: string): Decisions => {
  const staying = new Set(counting.map(({ decisionId }) => decisionId));
  return decisions.flatMap((one) => {
    if (one.tentative === null) return [one];
    return staying.has(one.decisionId) ? [{ ...one, syncId }] : [];
  });
};

/**
 * The plan is applied: what was settled for it alone holds from now on, in place of what was settled about the same before.
 */
export function putInForce(decisions: Decisions, counting: Decisions): Decisions {
  const ids = new Set(counting.map(({ decisionId }) => decisionId));
  const takenBack = counting.flatMap(({ settlement }): EndedNo[] => {
    const key = takenBackBy(settlement);
    return key !== null && 'personId' in settlement ? [{ personId: settlement.personId, key }] : [];
  });
  const topics = new Set(counting.flatMap(({ settlement }) => (settlement.kind === 'no' ? [] : [topicOf(settlement)])));
  return withoutNoes(decisions, takenBack).flatMap((one) => {
    if (one.tentative !== null) return ids.has(one.decisionId) ? [{ ...one, tentative: null }] : [];
    return one.settlement.kind !== 'no' && topics.has(topicOf(one.settlement)) ? [] : [one];
  });
}

/** Nothing of what was settled for a plan that waits alone is left. */
export const withoutTentative = (decisions: Decisions): Decisions =>
  decisions.filter(({ tentative }) => tentative === null);

/** Whatever was settled about these people for a plan alone is forgotten; not whose record something is. */
export const withoutTentativeAbout = (decisions: Decisions, people: ReadonlySet<string>): Decisions =>
  decisions.filter(
    ({ tentative, settlement }) =>
      tentative === null || settlement.kind === 'identity' || !people.has(settlement.personId),
  );

/** What was said of these people that holds, of one kind of words, has ended. */
export const withoutWords = (
  decisions: Decisions,
  kind: 'missing' | 'leaver',
  people: ReadonlySet<string>,
): Decisions =>
  decisions.filter(
    ({ tentative, settlement }) => tentative !== null || settlement.kind !== kind || !people.has(settlement.personId),
  );

/** Remembers who those became of whom it was settled that they are somebody new. @param people ids by EmployeeId */
export const withNewPeople = (decisions: Decisions, people: ReadonlyMap<string, string>): Decisions =>
  people.size === 0
    ? decisions
    : decisions.map((one) => {
        const { settlement, tentative } = one;
        if (tentative !== null || settlement.kind !== 'identity' || settlement.identity.kind !== 'new-person')
          return one;
        const personId = settlement.identity.personId ?? people.get(settlement.employeeId) ?? null;
        return { ...one, settlement: { ...settlement, identity: { ...settlement.identity, personId } } };
      });
