import type { Candidate, DifferingRow, KnownFacts, RowFacts } from '../verdicts/differing-row';
import type { Noes } from '../verdicts/kept-keys';
import { type Standing, standingOf, type StandingPolicy } from '../verdicts/standing';
import type { RowProblem } from '../verdicts/verdict';
import { mayBeSamePerson, namesMatch } from './same-person';
import type { IdentitySettlement } from './settlements';

/** Who a row is. */
export type Identity =
  | { readonly kind: 'person'; readonly known: KnownFacts }
  | { readonly kind: 'nobody' }
  /** Somebody has to settle it; until then these people stay as they are. */
  | { readonly kind: 'case'; readonly problem: RowProblem; readonly touches: readonly KnownFacts[] };

/** How sure a row is of its person; of several current rows the surest one is the person's. */
export type Strength = 'settled' | 'own' | 'other';

export interface Found {
  readonly identity: Identity;
  readonly strength: Strength;
}

/** What the matching must know beside the rows. */
export interface IdentityContext {
  /** Another company stands behind the key: its ids mean other people, and matching starts from the address. */
  readonly otherCompany: boolean;
  readonly settled: ReadonlyMap<string, IdentitySettlement>;
  /** By person id. */
  readonly noesOf: (personId: string) => Noes;
  readonly policy: StandingPolicy;
  /** `yyyy-MM-dd` */
  readonly today: string;
}

/** How a row stands that has nobody here by itself. */
const AWAY: ReadonlySet<Standing['kind']> = new Set([
  'left',
  'left-or-leaving',
  'not-started',
  'out-of-scope',
] as const);

export const NOBODY: Found = { identity: { kind: 'nobody' }, strength: 'other' };

/** The first hit, before anything that was settled is asked. */
export function firstHit(differing: DifferingRow, context: IdentityContext): Found {
  const { row, others } = differing;
  const byId = context.otherCompany ? null : differing.known;
  const byKey = context.otherCompany ? null : (others?.byUniqueKey ?? null);
  const standing = byId && standingOf(differing, byId, context.today, context.policy).kind;
  // Nothing is asked while both the person and the row are away.
  if (byId && !byId.active && standing !== null && AWAY.has(standing))
    return { identity: { kind: 'person', known: byId }, strength: 'own' };
  if (byId && byKey && byId.personId !== byKey.known.personId && byId.uniqueKey !== row.uniqueKey) {
    const problem = problemOf('identity-two-people', row.uniqueKey, byKey.known);
    return { identity: { kind: 'case', problem, touches: [byId, byKey.known] }, strength: 'other' };
  }
  if (byId) {
    // A leaver's row is cut down to a few fields: what it lacks tells nothing.
    if (
      standing === 'left' ||
      standing === 'left-or-leaving' ||
      mayBeSamePerson({ ...byId, email: byId.recordEmail }, row)
    )
      return { identity: { kind: 'person', known: byId }, strength: 'own' };
    const problem = problemOf('identity-recycled', row.name, byId);
    return { identity: { kind: 'case', problem, touches: [byId] }, strength: 'other' };
  }
  if (byKey) {
    const { known } = byKey;
    if (isOldNews(differing, byKey, context)) return NOBODY;
    if (!isByKeyAlone(differing, known, context)) return { identity: { kind: 'person', known }, strength: 'other' };
    const problem = problemOf('identity-unique-key', row.uniqueKey, known);
    return { identity: { kind: 'case', problem, touches: [known] }, strength: 'other' };
  }
  if (standingOf(differing, null, context.today, context.policy).kind !== 'current') return NOBODY;
  return byOtherMeans(differing, context);
}

/**
 * True if nothing but the UniqueKey says that they are one: the address and the name are others too. A leaver's row is cut
 * down to a few fields, and by one that is not here yet nothing is done.
 */
function isByKeyAlone(differing: DifferingRow, known: KnownFacts, { today, policy }: IdentityContext): boolean {
  const { row } = differing;
  const { kind } = standingOf(differing, known, today, policy);
  const tells = kind === 'current' || kind === 'unreadable' || (kind === 'out-of-scope' && known.active);
  const sameAddress = row.email !== null && [known.email, known.recordEmail].includes(row.email);
  return tells && !sameAddress && !namesMatch(known.name, row.name);
}

/** For current employees only. */
function byOtherMeans(differing: DifferingRow, context: IdentityContext): Found {
  const { row, known: byId, others } = differing;
  const imported = context.otherCompany ? null : others?.byOrgEmployeeId;
  if (imported) return { identity: { kind: 'person', known: imported }, strength: 'other' };
  // Of another company whoever has the EmployeeId may be meant all the same: by their address.
  const same = byId !== null && row.email !== null && byId.email === row.email ? { known: byId, own: null } : null;
  const candidate = others?.byEmail ?? same;
  if (!candidate) return NOBODY;
  const { known } = candidate;
  const person: Found = { identity: { kind: 'person', known }, strength: 'other' };
  if (!known.linked) return person;
  if (!context.otherCompany && candidate.own && isHere(candidate.own, known, context)) return NOBODY;
  if (namesMatch(known.name, row.name)) return person;
  if (!known.active) return NOBODY;
  const problem = problemOf('identity-address', row.email, known);
  return { identity: { kind: 'case', problem, touches: [known] }, strength: 'other' };
}

/**
 * True of another record of somebody active that is not current by itself: an old one that says leaver, a next one that
 * begins later, one out of scope. It counts if it turns up in place of their own, when an EmployeeId was changed. One
 * that stood beside their own all the time says nothing: so one bad answer without that own record lets nobody go, and
 * no row has to be judged because another one is gone.
 */
export function isOldNews(differing: DifferingRow, { known, own }: Candidate, context: IdentityContext): boolean {
  const { row, before } = differing;
  const { today, policy } = context;
  if (!known.active || known.employeeId === row.employeeId) return false;
  const later = standingOf(differing, null, today, policy).kind === 'not-started';
  const standing = standingOf(differing, known, today, policy);
  const leaver = standing.kind === 'left' || standing.kind === 'left-or-leaving';
  if (!later && !leaver && standing.kind !== 'out-of-scope') return false;
  if (own !== null) return true;
  if (before === null) return false;
  const noes = context.noesOf(known.personId);
  // Somebody said no to this very leaving: that is still what it is about.
  return later || !(leaver ? noes.leaving(row) : noes.beingOutside(row, policy.scope, known));
}

/** True if a row says that its person works here, or says nothing that can be read. */
export function isHere(row: RowFacts, known: KnownFacts, { today, policy }: IdentityContext): boolean {
  const { kind } = standingOf({ row, before: null }, known, today, policy);
  return kind !== 'left' && kind !== 'out-of-scope';
}

function problemOf(code: RowProblem['code'], received: string | null, other: KnownFacts): RowProblem {
  return { code, received, other: other.name ?? other.employeeId, otherPersonId: other.personId };
}
