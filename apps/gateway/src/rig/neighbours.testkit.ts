import { type AnyEvent, isEvent, type NewEvent, PlanMade, PlanRevised } from '@people-sync/contracts';
import {
  type auditV1,
  type credentialsV1,
  type messagingV1,
  type reconcilerV1,
  refusal,
  type writerV1,
} from '@people-sync/platform';
import { aPolicy } from './answers.testkit';

/** A yes or no to a plan, as it was given. */
export interface Answered {
  readonly state: 'approved' | 'rejected';
  readonly by: string;
  /** Who was named with it. */
  readonly people: readonly string[];
  /** Only the leavers, or only for now. */
  readonly isPart: boolean;
}

/** What the neighbours hold, and what they were asked; tests read and change it. */
export class Neighbours {
  readonly connections = new Map<string, credentialsV1.Connection>();
  readonly licences = new Map<string, writerV1.Licences>();
  readonly people = new Map<string, writerV1.Person[]>();
  readonly versions = new Map<string, writerV1.PersonVersion[]>();
  /** What of a tenant came out of a restore: its numbers are of another history. */
  readonly histories = new Map<string, string>();
  readonly plans = new Map<string, reconcilerV1.GetPlanResponse>();
  /** By sync: the hash of a plan that was said to wait, though nobody put it there to be shown. */
  readonly said = new Map<string, string>();
  /** By sync: the newer one that its plan stands for. */
  /** Syncs whose answer is from more than a day ago: PeopleHR is to be read again first, but for their leavers. */
  readonly tooOld = new Set<string>();
  /** What was said to plans first, by sync. */
  readonly answered = new Map<string, Answered>();
  readonly standsFor = new Map<string, { readonly syncId: string; readonly number: number }>();
  readonly problems = new Map<string, reconcilerV1.Problem[]>();
  readonly managerProblems = new Map<string, writerV1.Problem[]>();
  readonly decisions = new Map<string, reconcilerV1.Decision[]>();
  readonly policies = new Map<string, reconcilerV1.PolicyVersion>();
  /** By person id, employee id or address. */
  readonly explanations = new Map<string, reconcilerV1.Explanation>();
  /** By person id. */
  readonly records = new Map<string, reconcilerV1.Record[]>();
  /** A tenant's record, in order; and what was found in it. */
  readonly events = new Map<string, auditV1.Event[]>();
  readonly findings = new Map<string, auditV1.Finding[]>();
  /** Checks of it, newest first. */
  readonly replays = new Map<string, auditV1.Replay[]>();
  /** Of reconciler, writer and fetcher alike: they are behind one address. */
  parked: messagingV1.ParkedStream[] = [];
  importErrors: readonly reconcilerV1.ImportError[] = [];
  importKnown: readonly reconcilerV1.KnownLine[] = [];
  /** Whom an import has brought into the People table; as long as it is undefined, everybody at once. */
  imported: ReadonlySet<string> | undefined;
  readonly asked: { readonly method: string; readonly request: unknown }[] = [];
  /** By sync: what became of it in the People table; it waits if nothing is given. */
  readonly settled = new Map<string, writerV1.SettleSyncResponse>();
  /** What CloseSync answers. */
  closeOutcome = 'closed';
  /** By sync: how it was closed first. */
  readonly closed = new Map<string, { readonly status: string; readonly reason: string }>();
  /** How syncs that are to be closed had ended already; undefined: they had not. */
  endedBefore: { status: string; reason: string } | undefined;
  /** Thrown by the next call of the method. */
  readonly refusals = new Map<string, Error>();
  /** Thrown by every call of the method until it is taken away. */
  readonly standing = new Map<string, Error>();
  /** Awaited by calls of the method before they answer. */
  readonly delays = new Map<string, Promise<void>>();

  /** Events as reconciler and writer emit them: with positions. */
  emit: (events: readonly NewEvent[]) => Promise<void> = () => Promise.reject(new Error('not started'));
  /** Events as the fetcher publishes them. */
  publish: (events: readonly NewEvent[]) => Promise<void> = () => Promise.reject(new Error('not started'));

  async calls(method: string, request: unknown): Promise<void> {
    this.asked.push({ method, request });
    await this.delays.get(method);
    const refusal = this.refusals.get(method) ?? this.standing.get(method);
    this.refusals.delete(method);
    if (refusal) throw refusal;
  }

  /** A plan that is said to wait is there to be answered. */
  hears(event: AnyEvent): void {
    const { syncId = '' } = event;
    if (isEvent(PlanMade, event) && event.data.outcome === 'held') this.said.set(syncId, event.data.hash);
    if (isEvent(PlanRevised, event)) this.said.set(syncId, event.data.hash);
  }

  policyOf(tenantId: string): reconcilerV1.PolicyVersion {
    return this.policies.get(tenantId) ?? { version: 0, policy: aPolicy() };
  }

  requestsOf(method: string): unknown[] {
    return this.asked.filter((call) => call.method === method).map((call) => call.request);
  }
}

export const missing = (): never => {
  throw refusal('not-found', 'There is no such thing here.');
};

/** As the reconciler says that no plan was made for a sync. */
export const noPlan = (): never => {
  throw refusal('no-plan', 'No plan was made for this sync.');
};

/** As the vault says that a company has no key. */
export const notConnected = (): never => {
  throw refusal('not-connected', 'PeopleHR is not connected.');
};

/** What both owners of problems leave out by state and sync. */
export const wanted =
  ({ state, syncId }: { readonly state: string; readonly syncId: string }) =>
  (problem: { readonly syncId: string; readonly closedAt: string; readonly setAsideAt: string }): boolean =>
    (syncId === '' || problem.syncId === syncId) &&
    (state === '' || (problem.closedAt === '' && (problem.setAsideAt !== '') === (state === 'set-aside')));

/** The page of whoever names no limit. */
export const USUAL_PAGE = 100;

/** What is open and not set aside, counted by code. */
export function causesOf(
  problems: readonly { code: string; affected: number; closedAt: string; setAsideAt: string }[],
): { code: string; count: number; people: number }[] {
  const open = problems.filter(({ closedAt, setAsideAt }) => closedAt === '' && setAsideAt === '');
  return [...new Set(open.map(({ code }) => code))].map((code) => {
    const alike = open.filter((one) => one.code === code);
    return { code, count: alike.length, people: alike.reduce((people, { affected }) => people + affected, 0) };
  });
}

/** One page of a list, with places for cursors. */
export function pageOf<T>(
  all: readonly T[],
  { limit, cursor }: { readonly limit: number; readonly cursor: string },
): { items: T[]; nextCursor: string } {
  const from = Number(cursor || '0');
  const next = from + (limit || USUAL_PAGE);
  return { items: all.slice(from, next), nextCursor: next < all.length ? String(next) : '' };
}
