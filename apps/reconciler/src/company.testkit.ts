import { type AnyEvent, type DataOf, type Employee, type NewEvent, PlanMade } from '@people-sync/contracts';
import type { reconcilerV1 } from '@people-sync/platform';
import { DecideRequest, ListDecisionsRequest } from './settling/decision.dto';
import type { Decision } from './decisions/decision.entity';
import { ImportPeopleRequest } from './imports/import.dto';
import type { Settled } from './settling/settling';
import type { Decided } from './approval/approval';
import { GetPlanRequest } from './plans/plan.dto';
import type { Revised } from './approval/revisions';
import { ListProblemsRequest } from './settling/problems.dto';
import { type FetchedSync, snapshot, syncIdOf, unchanged } from './fetched.testkit';
import { ADMIN, type ReconcilerTestkit } from './reconciler.testkit';
import { CloseSyncRequest } from './intake/close-sync.dto';

const FIRST_NIGHT = Date.parse('2026-03-02T02:00:00.000Z');
const DAY_MS = 24 * 60 * 60 * 1000;

/** When the answer of a sync is read if nothing else is said: every night at two, the first one on 2 March. */
export const nightOf = (number: number): string => new Date(FIRST_NIGHT + (number - 1) * DAY_MS).toISOString();

/** So many invented people: PW1, PW2, … */
export const staff = (anEmployee: (of: Pick<Employee, 'employeeId'>) => Employee, size: number, from = 1): Employee[] =>
  Array.from({ length: size }, (_, i) => anEmployee({ employeeId: `PW${from + i}` }));

/** The people with some of them changed, by EmployeeId; null takes somebody out. */
export const withChanges = (
  people: readonly Employee[],
  changes: Readonly<Record<string, Partial<Employee> | null>>,
): Employee[] =>
  people.flatMap((one) => {
    const change = changes[one.employeeId];
    return change === null ? [] : [{ ...one, ...change }];
  });

/** The first so many people with the same change. */
export const firstOf = (people: readonly Employee[], count: number, change: Partial<Employee> | null): Employee[] =>
  people.flatMap((one, i) => (i >= count ? [one] : change === null ? [] : [{ ...one, ...change }]));

/** What one sync led to. */
export interface Synced {
  readonly sync: FetchedSync;
  readonly syncId: string;
  readonly said: readonly AnyEvent[];
  /** The last part of each type: `plan.made`. */
  readonly types: readonly string[];
  readonly plan: DataOf<typeof PlanMade>;
}

/** One company: its syncs follow each other, its administrator decides. */
export class CompanyUnderTest {
  private number = 0;

  constructor(
    private readonly reconciler: ReconcilerTestkit,
    readonly tenantId: string,
  ) {}

  /** A whole answer of PeopleHR. */
  async sync(employees: readonly Employee[], over: Partial<FetchedSync> = {}): Promise<Synced> {
    const sync = this.next(over);
    return this.deliver(sync, snapshot(sync, employees));
  }

  /** An answer that is equal to the base: no employee is sent. */
  async unchanged(employees: readonly Employee[], over: Partial<FetchedSync> = {}): Promise<Synced> {
    const sync = this.next(over);
    return this.deliver(sync, unchanged(sync, employees));
  }

  /** The sync that would come next. */
  next(over: Partial<FetchedSync> = {}): FetchedSync {
    const number = ++this.number;
    return { tenantId: this.tenantId, number, takenAt: nightOf(number), ...over };
  }

  async approve(
    of: Synced,
    exclude: readonly string[] = [],
    { hash = of.plan.hash, part = 'all' }: { hash?: string; part?: 'all' | 'leavers' } = {},
  ): Promise<Decided> {
    const { tenantId } = this;
    return this.reconciler.approval.approve({ tenantId, syncId: of.syncId, hash, exclude, part, actor: ADMIN });
  }

  /** Do not apply; @param also people whose whole change is said no to */
  async reject(of: Synced, also: readonly string[] = [], hash = of.plan.hash): Promise<Decided> {
    const no = { also, remembers: 'what-made-it-wait' } as const;
    return this.reconciler.approval.reject({ tenantId: this.tenantId, syncId: of.syncId, hash, ...no, actor: ADMIN });
  }

  /** Not now: nothing is remembered. */
  async putOff(of: Synced): Promise<Decided> {
    const no = { also: [], remembers: 'nothing' } as const;
    const { hash } = of.plan;
    return this.reconciler.approval.reject({ tenantId: this.tenantId, syncId: of.syncId, hash, ...no, actor: ADMIN });
  }

  /** Leaves these people out of the plan that waits; the plan as it is then. */
  async leaveOut(of: Synced, people: readonly string[]): Promise<Revised> {
    const { hash } = await this.plan(of);
    return this.reconciler.revisions.leaveOut({
      tenantId: this.tenantId,
      syncId: of.syncId,
      hash,
      people,
      actor: ADMIN,
    });
  }

  async close({ sync, syncId }: Pick<Synced, 'sync' | 'syncId'>): Promise<string> {
    const { tenantId } = this;
    const { number } = sync;
    const closing = { tenantId, syncId, number, status: 'cancelled', reason: '', actor: ADMIN } as const;
    return (await this.reconciler.closing.closeSync(made(CloseSyncRequest, closing))).outcome;
  }

  async decide(word: Pick<DecideRequest, 'kind'> & Partial<DecideRequest>): Promise<Decision | string> {
    const settled = await this.settle(word);
    return 'decision' in settled ? settled.decision : settled.kind;
  }

  /** The same, with the plan if it is for one that waits. */
  async settle(
    word: Pick<DecideRequest, 'kind'> & Partial<DecideRequest>,
  ): Promise<Settled | { readonly kind: string; readonly seenAt?: string }> {
    const nothing = { employeeId: '', personId: '', reason: '', syncId: '' };
    const request = { tenantId: this.tenantId, actor: ADMIN, ...nothing, ...word };
    const settled = await this.reconciler.settling.decide(made(DecideRequest, request));
    return 'refused' in settled ? { ...settled, kind: settled.refused } : settled;
  }

  async undo(decisionId: string): Promise<Decision | null> {
    const undone = await this.reconciler.settling.undo(this.tenantId, decisionId, ADMIN);
    return undone?.kind === 'settled' ? undone.decision : null;
  }

  /** What holds, newest first. */
  async decisions(personId = ''): Promise<reconcilerV1.Decision[]> {
    return (await this.decisionPage({ personId, limit: 1000 })).decisions;
  }

  async decisionPage(over: Partial<ListDecisionsRequest>): Promise<reconcilerV1.ListDecisionsResponse> {
    const page = { tenantId: this.tenantId, personId: '', syncId: '', tentative: false, limit: 0, cursor: '', ...over };
    return this.reconciler.decisions.listDecisions(made(ListDecisionsRequest, page));
  }

  /** People who are in WeThrive already; each needs only what matters. */
  async import(
    people: readonly Partial<reconcilerV1.ImportedPerson>[],
    mode = 'all',
  ): Promise<reconcilerV1.ImportPeopleResponse> {
    const rows = people.map((one) => ({ ...NOTHING_KNOWN, ...one }));
    const { tenantId } = this;
    return this.reconciler.imports.importPeople(
      made(ImportPeopleRequest, { tenantId, people: rows, actor: ADMIN, mode }),
    );
  }

  /** The plan as an administrator sees it. */
  async plan({ syncId }: Pick<Synced, 'syncId'>): Promise<reconcilerV1.GetPlanResponse> {
    const { tenantId } = this;
    const page = { tenantId, syncId, limit: 1000, cursor: '', groupId: '' };
    return this.reconciler.plans.getPlan(made(GetPlanRequest, page));
  }

  async problems(state: 'open' | 'set-aside' | '' = 'open'): Promise<reconcilerV1.Problem[]> {
    return (await this.problemList({ state })).problems;
  }

  async problemList(over: Partial<ListProblemsRequest>): Promise<reconcilerV1.ListProblemsResponse> {
    const all = { tenantId: this.tenantId, syncId: '', state: 'open', limit: 1000, cursor: '', personId: '' } as const;
    return this.reconciler.problems.listProblems(made(ListProblemsRequest, { ...all, ...over }));
  }

  /** Everybody who is known: `PW1 active`, by EmployeeId. */
  async people(): Promise<string[]> {
    const rows = await this.reconciler.rows(
      `SELECT coalesce(employee_id, name) || ' ' || state AS person FROM persons WHERE tenant_id = $1 ORDER BY 1`,
      [this.tenantId],
    );
    return rows.map(({ person }) => String(person));
  }

  /** The person who has this EmployeeId now. */
  async idOf(employeeId: string): Promise<string> {
    const [row] = await this.reconciler.rows(
      'SELECT person_id FROM persons WHERE tenant_id = $1 AND employee_id = $2',
      [this.tenantId, employeeId],
    );
    return String(row?.['person_id']);
  }

  /** What `act` adds to what was said of the company. */
  async saidBy(act: () => Promise<unknown>): Promise<AnyEvent[]> {
    const before = await this.reconciler.said(this.tenantId);
    await act();
    return (await this.reconciler.said(this.tenantId)).slice(before.length);
  }

  private async deliver(sync: FetchedSync, events: readonly NewEvent[]): Promise<Synced> {
    const said = await this.saidBy(() => this.reconciler.deliver([...events]));
    const made = await this.reconciler.saidOf(this.tenantId, PlanMade);
    const plan = made.find(({ number }) => number === sync.number);
    if (!plan) throw new Error(`sync ${sync.number} led to no plan`);
    return { sync, syncId: syncIdOf(sync), said, types: kindsOf(said), plan };
  }
}

/** `plan.made` of `net.wethrive.peoplesync.plan.made.v1`. */
export const kindsOf = (events: readonly { readonly type: string }[]): string[] =>
  events.map(({ type }) => type.split('.').slice(3, -1).join('.'));

/** A request as it is after it was parsed. */
function made<T extends object>(type: new () => T, values: { readonly [K in keyof T]: T[K] }): T {
  return Object.assign(new type(), values);
}

const NOTHING_KNOWN: reconcilerV1.ImportedPerson = {
  weThriveId: '',
  orgEmployeeId: '',
  email: '',
  name: '',
  team: '',
  location: '',
  department: '',
  manager: '',
  unit: '',
  status: '',
};
