import {
  ChangesCompleted,
  DecisionMade,
  type DataOf,
  ImportDropped,
  PeopleImported,
  PersonErased,
  PlanApproved,
  PlanExpired,
  PlanMade,
  PlanRejected,
  PlanRevised,
  PolicyChanged,
  ProblemClosed,
  ProblemOpened,
  ProblemSetAside,
  SyncClosed,
} from '@people-sync/contracts';
import { KnownPeople } from '../known/known-people';
import { RULES_VERSION } from '../rules';
import { acceptedBy, baseAfter, isLeaver, leavers, reopened } from './accepted';
import type { JudgedPlan } from './judged-plan';
import { approvedPlan, madePlan, problemsAfter, waitingAgain, waitingPlan } from './plans-again';
import {
  movedOn,
  putInForce,
  withDecision,
  withoutTentative,
  withoutTentativeAbout,
  withoutWords,
} from './recorded-decisions';
import { dataOf, type RecordedEvent, told } from './recorded-event';
import { saidOfPerson } from './said-of-person';
import { forgetImported, importInto } from './import-into';
import { policyAfter } from './policy-after';
import { noesOfRevision, noesSaid, settledBy, withTentativeNoes } from './settled-by';
import {
  laterInstant,
  type RecordedProblem,
  type SaidOfPerson,
  type TenantRecord,
  type UnderwayPlan,
} from './tenant-record';
import { takenBack } from './taken-back';

/**
 * The tenant after these events of the reconciler, in the order in which they were said: pure, and equal to the
 * reconciler's tables (its company lives prove it). What an event does not tell, because the rules tell it, is judged again
 * from the recorded answer.
 * @throws RecordIncompleteError if an event rests on something that the record does not have
 */
export function evolve(record: TenantRecord, events: Iterable<RecordedEvent>): TenantRecord {
  const fold = new TenantFold(record);
  for (const event of events) fold.take(event);
  return fold.record;
}

/**
 * The same, event by event: what grows with the company is copied once, so that an event costs what it changes. Its `record`
 * holds until the next event is taken; the one that it began with is never changed.
 */
export class TenantFold {
  private own: KnownPeople | null = null;
  private ownProblems: Map<string, RecordedProblem> | null = null;
  private ownSaid: Map<string, readonly SaidOfPerson[]> | null = null;

  constructor(public record: TenantRecord) {}

  take(event: RecordedEvent): void {
    const { record } = this;
    const settled = dataOf(DecisionMade, event);
    const policy = dataOf(PolicyChanged, event);
    const made = dataOf(PlanMade, event);
    const problem = dataOf(ProblemOpened, event);
    const solved = dataOf(ProblemClosed, event);
    const aside = dataOf(ProblemSetAside, event);
    if (policy) this.set(policyAfter(record, policy, event));
    else if (settled) this.settle(settled);
    else if (made) this.make(made, event);
    else if (problem) {
      const opened = record.underway?.problems.get(problem.problemId);
      if (opened) this.set({ problems: this.problems.set(problem.problemId, { ...opened, setAside: false }) });
    } else if (solved) {
      this.problems.delete(solved.problemId);
      this.set({ problems: this.problems });
    } else if (aside) {
      const open = this.problems.get(aside.problemId);
      if (open) this.set({ problems: this.problems.set(aside.problemId, { ...open, setAside: true }) });
    } else if (dataOf(ChangesCompleted, event)) this.set({ underway: null });
    else this.takePerson(event);
  }

  private takePerson(event: RecordedEvent): void {
    const said = saidOfPerson(this.record, event);
    const imported = dataOf(PeopleImported, event);
    const dropped = dataOf(ImportDropped, event);
    const erased = dataOf(PersonErased, event);
    if (said) {
      const { item, employee, of } = said;
      this.people.apply([item], new Map([[employee.employeeId, employee]]));
      this.set({ said: this.said.set(item.personId, [...(this.said.get(item.personId) ?? []), of]) });
    } else if (imported) {
      importInto(this.people, imported);
      this.set({ knownVersion: told(imported.knownVersion, event, 'which version of known it led to') });
    } else if (dropped) {
      forgetImported(this.people, dropped.people);
      this.set({ knownVersion: dropped.knownVersion });
    } else if (erased) {
      this.people.erase(erased.personId);
      this.set({ knownVersion: this.record.knownVersion + 1 });
    } else this.takeEnd(event);
  }

  private takeEnd(event: RecordedEvent): void {
    const approved = dataOf(PlanApproved, event);
    const revised = dataOf(PlanRevised, event);
    const rejected = dataOf(PlanRejected, event);
    const closed = dataOf(SyncClosed, event);
    if (approved) this.approve(approved, event);
    else if (revised) this.revise(revised, event);
    else if (rejected) this.reject(rejected, event);
    else if (dataOf(PlanExpired, event)) this.stopWaiting();
    else if (closed && event.syncId !== undefined) {
      if (this.record.waiting?.syncId === event.syncId) this.stopWaiting();
      else if (closed.reason === CHANGES_DROPPED && this.record.applied.has(event.syncId)) {
        this.set(takenBack(this.record, this.people, event.syncId));
        this.ownSaid = null;
      }
    }
  }

  private get people(): KnownPeople {
    this.own ??= new KnownPeople(this.record.known);
    if (this.record.known !== this.own) this.set({ known: this.own });
    return this.own;
  }

  private get problems(): Map<string, RecordedProblem> {
    this.ownProblems ??= new Map(this.record.problems);
    return this.ownProblems;
  }

  private get said(): Map<string, readonly SaidOfPerson[]> {
    this.ownSaid ??= new Map(this.record.said);
    return this.ownSaid;
  }

  private set(part: Partial<TenantRecord>): void {
    this.record = { ...this.record, ...part };
  }

  private settle(data: DataOf<typeof DecisionMade>): void {
    const { record } = this;
    const { decisionId, decisionsVersion } = data;
    const decision = data.kind === 'undone' ? null : settledBy(record, data);
    const decisions = decision
      ? withDecision(record.decisions, decision)
      : record.decisions.filter((one) => one.decisionId !== decisionId);
    this.set({ decisions, decisionsVersion });
  }

  private make(data: DataOf<typeof PlanMade>, event: RecordedEvent): void {
    const { record } = this;
    const judged = madePlan(record, data, event);
    const { answer } = judged.snapshot;
    if (judged.seenAgain.length > 0) this.people.noteSeen(judged.seenAgain, answer.takenAt);
    const newestAt = laterInstant(record.newestAt, answer.takenAt);
    if (data.outcome === 'previewed') this.set({ newestAt });
    else if (data.outcome === 'held') {
      const decisions = movedOn(record.decisions, judged.counting, judged.syncId);
      this.set({ newestAt, decisions, heldSince: data.heldSince, waiting: waitingPlan(this.record, judged) });
    } else this.apply(judged, newestAt, data.itemCount);
  }

  /** @param itemCount as it is recorded: of people who were erased since nothing is judged again */
  private apply(judged: JudgedPlan, newestAt: string, itemCount: number): void {
    const { record } = this;
    const { answer } = judged.snapshot;
    const inForce = putInForce(record.decisions, judged.counting);
    const decisions = this.accept(judged, inForce);
    this.set({
      newestAt,
      decisions,
      waiting: null,
      heldSince: null,
      acceptedAt: answer.takenAt,
      decisionsVersion: record.decisionsVersion + (judged.counting.length > 0 ? 1 : 0),
      knownVersion: record.knownVersion + (itemCount > 0 ? 1 : 0),
      companyId: answer.companyId,
      base: {
        digest: answer.digest,
        rules: RULES_VERSION,
        policy: record.policyVersion,
        decisions: record.decisionsVersion,
        rows: baseAfter(record, judged),
      },
      appliedBefore: true,
      shape: answer.fieldsPresent,
      scopeGone: record.scopeGone.filter((value) => judged.scopeGone.includes(value)),
      ...this.saying(judged, false),
    });
  }

  private approve(data: DataOf<typeof PlanApproved>, event: RecordedEvent): void {
    const { record } = this;
    const { judged, noes } = approvedPlan(record, data, event);
    const { answer } = judged.snapshot;
    const said = noes.length > 0;
    if (data.part === 'leavers') {
      const items = judged.items.filter(isLeaver);
      const gone = new Set(leavers({ items }));
      const left = withoutTentativeAbout(record.decisions, new Set(noes.map(({ personId }) => personId)));
      const words = noesSaid(record, noes, 'everything');
      const decisions = withoutWords(withoutWords([...left, ...words], 'missing', gone), 'leaver', gone);
      this.people.announce(judged.items);
      this.set({
        decisions,
        waiting: null,
        knownVersion: record.knownVersion + (items.length > 0 ? 1 : 0),
        decisionsVersion: record.decisionsVersion + (said ? 1 : 0),
        base: { ...record.base, rows: reopened(record, { items, absences: [] }) },
        ...this.saying({ ...judged, items }, true),
      });
      return;
    }
    const inForce = [...putInForce(record.decisions, judged.counting), ...noesSaid(record, noes, 'everything')];
    const decisions = this.accept(judged, inForce);
    // An answer that equals the base is asked anew which values of the scope it has: the base is not what was approved.
    const isAskedAgain = judged.scopeGone.some((value) => !record.scopeGone.includes(value));
    const base = isAskedAgain ? { ...record.base, decisions: null } : record.base;
    this.set({
      decisions,
      waiting: null,
      heldSince: null,
      acceptedAt: answer.takenAt,
      newestAt: laterInstant(record.newestAt, answer.takenAt),
      knownVersion: record.knownVersion + (judged.items.length > 0 ? 1 : 0),
      decisionsVersion: record.decisionsVersion + (said || judged.counting.length > 0 ? 1 : 0),
      companyId: answer.companyId,
      base: judged.otherCompany
        ? { ...base, digest: null, rows: new Map() }
        : { ...base, rows: reopened(record, judged) },
      appliedBefore: true,
      shape: answer.fieldsPresent,
      scopeGone: [...new Set([...record.scopeGone, ...judged.scopeGone])].sort(),
      ...this.saying(judged, false),
    });
  }

  /** What an accepted answer leaves behind, but for what is said of people. */
  private accept(judged: JudgedPlan, inForce: TenantRecord['decisions']): TenantRecord['decisions'] {
    const { newestAt, known } = this.record;
    const isQuiet =
      judged.absences.length === 0 && !judged.otherCompany && ![...known.byId.values()].some((one) => one.missingSince);
    return acceptedBy(isQuiet ? null : this.people, inForce, judged, newestAt);
  }

  /** The plan's changes follow. */
  private saying(judged: JudgedPlan, leaversOnly: boolean): Pick<TenantRecord, 'underway' | 'applied'> {
    const { syncId, number, items, snapshot } = judged;
    const opened = leaversOnly ? [] : problemsAfter(this.record, judged).opened;
    const underway: UnderwayPlan = {
      syncId,
      number,
      items: new Map(items.map((item) => [item.personId, item])),
      problems: new Map(opened.map((problem) => [problem.problemId, problem])),
    };
    const { takenAt } = snapshot.answer;
    return { underway, applied: new Map(this.record.applied).set(syncId, { number, takenAt, leaversOnly }) };
  }

  private revise(data: DataOf<typeof PlanRevised>, event: RecordedEvent): void {
    this.set({ decisions: withTentativeNoes(this.record, noesOfRevision(data, event)) });
    const judged = waitingAgain(this.record);
    if (judged) this.set({ waiting: waitingPlan(this.record, judged) });
  }

  private reject(data: DataOf<typeof PlanRejected>, event: RecordedEvent): void {
    const { record } = this;
    const said = data.kept === 0 ? [] : told(data.noes, event, 'by which words changes are kept away');
    const noes = noesSaid(record, said, data.also);
    const decisionsVersion = record.decisionsVersion + (data.kept > 0 ? 1 : 0);
    this.set({ decisions: [...withoutTentative(record.decisions), ...noes], decisionsVersion, waiting: null });
  }

  /** Nothing of the plan is applied, and what was settled for it alone is forgotten. */
  private stopWaiting(): void {
    this.set({ waiting: null, decisions: withoutTentative(this.record.decisions) });
  }
}

/** Why a sync whose plan was to be applied has failed: the writer dropped it. */
const CHANGES_DROPPED = 'changes-dropped';
