import type { KnownFacts } from './differing-row';
import type { Noes } from './kept-keys';
import type { AbsenceVerdict, Left } from './verdict';

/** Two complete answers that lack somebody prove something only if they are this far apart: one bad day is one answer. */
const APART_MS = 20 * 60 * 60 * 1000;

/** What decides about those who are not in the answer. */
export interface AbsenceContext {
  readonly settled: ReadonlyMap<string, 'left' | 'keep'>;
  readonly leftOut: ReadonlySet<string>;
  /** By person id. */
  readonly noesOf: (personId: string) => Noes;
  readonly protectedPeople: ReadonlySet<string>;
  /** Person ids that a row of this answer leads to, or that a case touches: not absent, or not to be decided. */
  readonly found: ReadonlySet<string>;
  readonly open: ReadonlySet<string>;
  /** Of the snapshot, RFC 3339. */
  readonly takenAt: string;
}

/**
 * What it means for each of these active people that the answer has no row of theirs. Absence proves that somebody left
 * only if two complete answers at least 20 hours apart lack them and none in between has them, or if a person says so.
 */
export function judgeAbsent(absent: readonly KnownFacts[], context: AbsenceContext): AbsenceVerdict[] {
  return absent.filter(({ personId }) => !context.found.has(personId)).map((known) => absenceOf(known, context));
}

function absenceOf(known: KnownFacts, context: AbsenceContext): AbsenceVerdict {
  const { personId } = known;
  const since = missingSinceOf(known, context.takenAt);
  const missing = { kind: 'missing', known, since, protected: false, settled: false, item: null } as const;
  if (context.open.has(personId)) return missing;
  const proof = proofOf(known, since, context);
  if (proof === null) return { ...missing, settled: context.settled.get(personId) === 'keep' };
  if (context.protectedPeople.has(personId)) return { ...missing, protected: true };
  const left: Left & { readonly row: null } = {
    kind: 'left',
    row: null,
    due: null,
    known,
    personId,
    sourceVersion: known.sourceVersion + 1,
    proof,
    announced: false,
  };
  return context.noesOf(personId).absence ? { ...missing, settled: true, item: left } : left;
}

/** Since when somebody is missing whom an answer of that time lacks. */
function missingSinceOf({ missingSince, seenAt }: KnownFacts, takenAt: string): string {
  const anew = seenAt !== null && Date.parse(seenAt) <= Date.parse(takenAt);
  return (anew ? null : missingSince) ?? takenAt;
}

function proofOf(
  known: KnownFacts,
  since: string,
  context: AbsenceContext,
): 'absent-twice' | 'settled-by-person' | null {
  const { personId } = known;
  const settlement = context.settled.get(personId);
  if (settlement === 'left' || context.leftOut.has(personId)) return 'settled-by-person';
  if (settlement === 'keep') return null;
  return Date.parse(context.takenAt) - Date.parse(since) >= APART_MS ? 'absent-twice' : null;
}
