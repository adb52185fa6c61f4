import { isEmailAddress } from '../employees/email-address';
import { identify, type Identified } from '../identity/identify';
import type { Settlements } from '../identity/settlements';
import { judgeAbsent } from './absences';
import type { DifferingRow, KnownFacts } from './differing-row';
import { type Claim, type Holder, settleClaims } from './email-claims';
import { type EndedNo, endedLeaverWords, endedNoes } from './ended-noes';
import type { JudgeInput, TenantState } from './judge-input';
import { Noes } from './kept-keys';
import { type Deciding, verdictOn } from './row-verdict';
import { type AbsenceVerdict, addressAfter, isPlanItem, type Verdict } from './verdict';

/** What the rows mean, in their order, and what it means that people are absent; those whom a row led to are not. */
export interface Judgement {
  readonly verdicts: Verdict[];
  readonly absences: AbsenceVerdict[];
  /** The noes that end if this answer is accepted: PeopleHR says something else by now. */
  readonly endedNoes: EndedNo[];
  /** Person ids of leavers of whom PeopleHR says something else than when somebody said whether they left: likewise. */
  readonly noLongerAsked: string[];
  /** Person ids of those who were missing and of whom this answer has a current row, accepted or not. */
  readonly seenAgain: string[];
}

/** True of somebody whose whole record is needed to judge a row that may be theirs. */
export function needsRecord({ personId, partly }: KnownFacts, { kept }: Settlements): boolean {
  const keys = kept.get(personId);
  return partly || (keys !== undefined && new Noes(keys).needRecord);
}

/**
 * What an answer means for the tenant. Same input, same verdicts, byte for byte, on every machine; the order of the rows
 * changes no verdict.
 */
export function judge(input: JudgeInput): Judgement {
  const { rows, absent, state, policy, settlements, takenAt } = input;
  const noesOf = noesIn(settlements);
  const { otherCompany } = state;
  const { today } = input;
  const identified = identify(rows, { otherCompany, settled: settlements.identities, noesOf, policy, today });
  const leftOut = new Set([...settlements.leftOut, ...policy.leaveOut.map(({ personId }) => personId)]);
  const protectedPeople = new Set(policy.protectedPeople);
  const deciding: Deciding = { input, noesOf, elsewhere: settledIds(settlements), leftOut, protectedPeople };
  const first = identified.map((one) => verdictOn(one, deciding));
  const found = new Set<string>();
  const open = new Set<string>();
  for (const { identity } of identified) {
    if (identity.kind === 'person') found.add(identity.known.personId);
    if (identity.kind === 'case') for (const { personId } of identity.touches) open.add(personId);
  }
  const absences = judgeAbsent(absent, {
    settled: settlements.missing,
    leftOut,
    noesOf,
    protectedPeople,
    found,
    open,
    takenAt,
  });
  const leaving = new Set([...first, ...absences].flatMap((one) => (one.kind === 'left' ? [one.personId] : [])));
  const clashes = settleClaims(first.flatMap(claimOf), holdersOf(rows, state), leaving);
  const verdicts = first.map((verdict): Verdict => {
    if (!isPlanItem(verdict) || verdict.kind === 'left') return verdict;
    const problem = clashes.get(verdict.row.employeeId);
    if (!problem) return verdict;
    const { row, known } = verdict;
    return { kind: 'refused', row, known, problem, due: verdict.due };
  });
  return {
    verdicts,
    absences,
    endedNoes: endedNoes(identified, input, noesOf),
    noLongerAsked: endedLeaverWords(identified, input),
    seenAgain: seenAgain(identified),
  };
}

/** Whoever has an address and is among the rows need not be asked for. */
function holdersOf(rows: readonly DifferingRow[], { holderOf }: TenantState): TenantState['holderOf'] {
  const here = new Map<string, Holder>();
  for (const { known } of rows) {
    if (!known?.active || known.email === null) continue;
    here.set(known.email, { personId: known.personId, employeeId: known.employeeId ?? '', name: known.name });
  }
  return (address) => holderOf(address) ?? here.get(address);
}

/** The addresses whose holders `judge` will ask for, each once: every row's that whoever has its EmployeeId has not. */
export function claimedAddresses(rows: Iterable<DifferingRow>, otherCompany: boolean): Set<string> {
  const addresses = new Set<string>();
  for (const { row, known } of rows) {
    if (row.email === null || !isEmailAddress(row.email)) continue;
    if (known?.active && known.email === row.email && !otherCompany) continue;
    addresses.add(row.email);
  }
  return addresses;
}

function settledIds({ identities }: Settlements): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>();
  for (const [employeeId, { personId }] of identities) {
    if (personId !== null) ids.set(personId, (ids.get(personId) ?? new Set()).add(employeeId));
  }
  return ids;
}

function noesIn({ kept }: Settlements): (personId: string) => Noes {
  const noes = new Map([...kept].map(([personId, keys]) => [personId, new Noes(keys)]));
  return (personId) => noes.get(personId) ?? NONE;
}
const NONE = new Noes();

function seenAgain(identified: readonly Identified[]): string[] {
  const people = identified.flatMap(({ identity, standing, outdone }) =>
    identity.kind === 'person' && standing.kind === 'current' && !outdone && identity.known.missingSince !== null
      ? [identity.known.personId]
      : [],
  );
  return [...new Set(people)].sort();
}

/** The address that somebody current is to get and does not have yet. */
function claimOf(verdict: Verdict): Claim[] {
  if (verdict.kind !== 'joined' && verdict.kind !== 'rejoined' && verdict.kind !== 'changed') return [];
  const { row, known } = verdict;
  const holds = known?.active === true ? known : null;
  const address = addressAfter(verdict);
  if (address === null || holds?.email === address) return [];
  return [
    {
      employeeId: row.employeeId,
      name: row.name,
      address,
      personId: holds?.personId ?? null,
      gives: holds?.email ?? null,
    },
  ];
}
