import { isDeepStrictEqual } from 'node:util';
import {
  type DataOf,
  DecisionMade,
  derivedId,
  type Employee,
  type EventDefinition,
  PeopleImported,
  personIdOf,
  PlanApproved,
  PlanExpired,
  PlanMade,
  PlanRejected,
  PlanRevised,
  type Policy,
  PolicyChanged,
  ProblemSetAside,
  SnapshotCompleted,
  SyncClosed,
} from '@people-sync/contracts';
import { employeeDigest } from '../employees/canonical-employee';
import type { IdentitySettlement } from '../identity/settlements';
import {
  type DraftWord,
  type ModelImport,
  type Observed,
  type Outcome,
  type PeopleHrAnswer,
  recordText,
  type TableRow,
  type TenantUnderTest,
  type WordKind,
} from '../model/company-life.testkit';
import type { NewProblem } from '../problems/problem-changes';
import { readEmployee } from '../reading/read-employee';
import { toldRefusals } from '../safeguards/unreadable';
import { snapshotDigest } from '../snapshots/snapshot-digest';
import type { KnownPerson } from '../known/known-person';
import { isLeaver } from './accepted';
import { inForce, type JudgedPlan, judgeRecorded } from './judged-plan';
import { leftOutOf, openIn, problemsAfter, waitingAgain } from './plans-again';
import { withDecision } from './recorded-decisions';
import type { RecordedEvent } from './recorded-event';
import { Replay } from './replay';
import { Comparing, type ReplayReport } from './replay-report';
import { completedBy, leaversCounts, measuredOf, planMadeBy, type Saying, sayingsOf } from './sayings';
import { type No, settledBy, withTentativeNoes } from './settled-by';
import { laterInstant, type RecordedSnapshot, type TenantRecord } from './tenant-record';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * A tenant that is nothing but its record: whatever is decided is said as an event, as the reconciler says it, and what is
 * known is what the events are folded to. Lived beside the model, it shows that the events tell everything; and each life
 * is replayed as it is lived.
 */
export class RecordedTenant implements TenantUnderTest {
  readonly events: RecordedEvent[] = [];
  private readonly comparing = new Comparing();
  private readonly replay: Replay;
  private number = 0;
  private said = 0;
  /** The versions that the plan which waits was made with. */
  private madeWith = '';

  constructor(readonly tenantId = 'tiles') {
    this.replay = new Replay(tenantId, this.comparing);
  }

  /** What the replay beside it found. */
  report(): ReplayReport {
    this.replay.end();
    return this.comparing.report();
  }

  get record(): TenantRecord {
    return this.replay.record;
  }

  personId(companyId: string, employeeId: string, n: number): string {
    return personIdOf(this.tenantId, companyId, employeeId, n);
  }

  importedId(name: string): string {
    return derivedId('imported', this.tenantId, name, '');
  }

  import({ id, name, email, active, orgEmployeeId }: ModelImport & { readonly name: string }): Promise<void> {
    const nothing = { team: null, location: null, department: null, manager: null, unit: null };
    const status = active ? ('active' as const) : ('inactive' as const);
    const person = { personId: id, sourceVersion: 1, weThriveId: name, orgEmployeeId, email, name, status, ...nothing };
    this.say(PeopleImported, { people: [person], knownVersion: this.record.knownVersion + 1 });
    return Promise.resolve();
  }

  setPolicy(policy: Policy, shown: boolean): Promise<number | null> {
    const { record } = this;
    const leaving = shown ? 1 : null;
    if (isDeepStrictEqual(policy, record.policy)) return Promise.resolve(leaving);
    const still = record.base.policy === record.policyVersion ? null : record.leavingShown;
    const leavingShown = isDeepStrictEqual(policy.scope, record.policy.scope) ? still : leaving;
    this.say(PolicyChanged, { policyVersion: record.policyVersion + 1, policy, leavingShown });
    return Promise.resolve(leaving);
  }

  sync(answer: PeopleHrAnswer, mode: 'apply' | 'repair' | 'preview'): Promise<Outcome> {
    this.number += 1;
    const { record, number } = this;
    const syncId = this.syncId(number);
    const snapshot = snapshotOf(answer, number, mode, record);
    const how = { syncId, number, mode, today: answer.today };
    const judged = judgeRecorded(record, snapshot, how);
    const whole = judgeRecorded(record, snapshot, { ...how, everything: true });
    if (judged.hash !== whole.hash) throw new Error('the plan is another one without the short cut');
    const problems = problemsAfter(record, judged);
    const sayings = sayingsOf(record, judged, judged.items, problems);
    this.say(PlanMade, planMadeBy(record, judged), { syncId, snapshot });
    if (judged.outcome === 'held') this.madeWith = this.versions();
    if (judged.outcome === 'applying')
      this.sayAll(syncId, judged.items.length > 0 ? [...sayings, completedBy(judged, judged.items)] : sayings);
    return Promise.resolve(outcomeOf(judged, judged.heldBecause));
  }

  approve(exclude: readonly string[], only: 'all' | 'leavers', now: string): Promise<string> {
    const { record } = this;
    const { waiting } = record;
    const again = waitingAgain(record);
    if (!waiting || !again) return Promise.resolve('no-plan');
    if (this.isOutdated) return Promise.resolve('plan-outdated');
    const { takenAt, count } = waiting.snapshot.answer;
    if (only === 'all' && Date.parse(now) - Date.parse(takenAt) > DAY_MS) return Promise.resolve('answer-too-old');
    if (again.hash !== waiting.hash) return Promise.resolve('plan-outdated');
    const said = waiting.items.filter(({ personId }) => exclude.includes(personId));
    const words = said.map(({ personId, keptKeys: keys }) => ({ kind: 'no' as const, personId, keys }));
    const rest = waitingAgain(record, words) ?? again;
    if (only === 'all' && clashes(again, rest, exclude)) return Promise.resolve('exclusion-clash');
    const items = only === 'all' ? rest.items : rest.items.filter(isLeaver);
    const problems = only === 'all' ? problemsAfter(record, rest) : { opened: [], closed: [], open: openIn(record) };
    const sayings = [...sayingsOf(record, rest, items, problems), completedBy(rest, items)];
    const { syncId, number, hash, leftOut } = waiting;
    this.say(
      PlanApproved,
      {
        number,
        hash,
        exclude: [...exclude, ...leftOut].sort(),
        part: only,
        counts: only === 'all' ? rest.counts : leaversCounts(count, items.length),
        problems: problems.open,
        noes: said.map(({ personId }) => ({ decisionId: this.nextId(), personId })),
      },
      { syncId },
    );
    this.sayAll(syncId, sayings);
    return Promise.resolve('decided');
  }

  reject(also: readonly string[]): Promise<string> {
    const { waiting } = this.record;
    if (!waiting) return Promise.resolve('no-plan');
    if (this.isOutdated) return Promise.resolve('plan-outdated');
    const said = waiting.items.filter((item) => also.includes(item.personId) || item.countedKeys.length > 0);
    this.reply('what-made-it-wait', [...also], said);
    return Promise.resolve('decided');
  }

  end(how: 'expired' | 'not now' | 'cancelled'): Promise<void> {
    const { waiting } = this.record;
    if (!waiting) return Promise.resolve();
    const { number, hash, syncId } = waiting;
    if (how === 'expired') this.say(PlanExpired, { number, hash }, { syncId });
    else if (how === 'cancelled') this.say(SyncClosed, { number, status: 'cancelled', reason: null }, { syncId });
    else this.reply('nothing', [], []);
    return Promise.resolve();
  }

  fail(): Promise<void> {
    this.number += 1;
    const { number } = this;
    this.say(SyncClosed, { number, status: 'failed', reason: 'unavailable' }, { syncId: this.syncId(number) });
    return Promise.resolve();
  }

  draft(word: DraftWord): Promise<Outcome | string> {
    const { record } = this;
    const { waiting } = record;
    if (this.isOutdated) return Promise.resolve('plan-outdated');
    const before = waitingAgain(record);
    if (!waiting || !before) return Promise.resolve('no-plan');
    if (word.kind === 'missing' && word.word === 'left' && this.isSeen(word.person))
      return Promise.resolve('in-newest-answer');
    if (word.kind === 'no') {
      const noes = [...tentativeNoes(record), { decisionId: this.nextId(), personId: word.person }];
      const after = waitingAgain({ ...record, decisions: withTentativeNoes(record, noes) });
      if (!after || clashes(before, after, [word.person])) return Promise.resolve('exclusion-clash');
      this.revise(noes);
    } else {
      this.decide({ ...saidBy(word), forSync: waiting.syncId });
      this.revise(tentativeNoes(this.record));
    }
    const revised = waitingAgain(this.record);
    return Promise.resolve(revised ? outcomeOf(revised, []) : 'no-plan');
  }

  observed(): Promise<Observed> {
    const { problems, shape, scopeGone, heldSince } = this.record;
    return Promise.resolve({
      problems: [...problems.values()].map(problemText).sort(),
      shape: shape ?? [],
      scopeGone: [...scopeGone].sort(),
      heldSince,
    });
  }

  settleCase(employeeId: string, personId: string | null): Promise<IdentitySettlement['about']> {
    this.decide({ ...saidBy({ kind: 'case', employeeId, person: personId }), forSync: null });
    const about = inForce(this.record).identities.get(employeeId)?.about;
    if (!about) throw new Error(`${employeeId} was not asked about`);
    return Promise.resolve(about);
  }

  settleMissing(person: string, word: 'left' | 'keep'): Promise<string> {
    if (word === 'left' && this.isSeen(person)) return Promise.resolve('in-newest-answer');
    this.decide({ ...saidBy({ kind: 'missing', person, word }), forSync: null });
    return Promise.resolve('settled');
  }

  settleLeaver(person: string, word: 'left' | 'not-yet'): Promise<void> {
    this.decide({ ...saidBy({ kind: 'leaver', person, word }), forSync: null });
    return Promise.resolve();
  }

  leaveOut(person: string): Promise<void> {
    this.decide({ ...saidBy({ kind: 'leave out', person }), forSync: null });
    return Promise.resolve();
  }

  setAside(nth: number): Promise<void> {
    const open = [...this.record.problems.values()].filter((problem) => !problem.setAside);
    const problem = open[nth % (open.length || 1)];
    if (problem) this.say(ProblemSetAside, { problemId: problem.problemId, code: problem.code });
    return Promise.resolve();
  }

  undo(kind: WordKind, about: string): Promise<void> {
    for (const { decisionId, settlement, tentative } of this.record.decisions) {
      if (tentative !== null || wordOf(settlement) !== `${kind} ${about}`) continue;
      const decisionsVersion = this.record.decisionsVersion + 1;
      const of = { employeeId: null, personId: null, reason: null, forSync: null };
      this.say(DecisionMade, { decisionId, decisionsVersion, kind: 'undone', ...of });
    }
    return Promise.resolve();
  }

  table(): Promise<TableRow[]> {
    return Promise.resolve([...this.record.known.byId.values()].map(tableRow));
  }

  settled(): Promise<string[]> {
    const words = this.record.decisions.flatMap(({ tentative, settlement }) =>
      tentative === null ? [wordOf(settlement)] : [],
    );
    return Promise.resolve([...new Set(words)].sort());
  }

  private get isOutdated(): boolean {
    return this.record.waiting !== null && this.madeWith !== this.versions();
  }

  private versions(): string {
    const { knownVersion, policyVersion, decisionsVersion } = this.record;
    return `${knownVersion} ${policyVersion} ${decisionsVersion}`;
  }

  /** True of somebody missing whom the newest complete answer has. */
  private isSeen(personId: string): boolean {
    const seenAt = this.record.known.byId.get(personId)?.seenAt ?? null;
    return seenAt !== null && seenAt === laterInstant(this.record.newestAt, seenAt);
  }

  /** Said again it is the same, and nothing is said. */
  private decide(word: Pick<DataOf<typeof DecisionMade>, 'kind' | 'employeeId' | 'personId' | 'forSync'>): void {
    const { record } = this;
    const isForGood = word.forSync === null;
    const decisionsVersion = record.decisionsVersion + (isForGood ? 1 : 0);
    const data = { ...word, decisionId: this.nextId(), decisionsVersion, reason: null };
    const decision = settledBy(record, data);
    if (!decision) throw new Error(`${word.employeeId ?? word.personId ?? ''} was not asked about`);
    const after = withDecision(record.decisions, decision);
    const tentative = (all: TenantRecord['decisions']) => all.filter((one) => one.tentative !== null).length;
    const isSame =
      isDeepStrictEqual(inForce({ decisions: after }), inForce(record)) &&
      tentative(after) === tentative(record.decisions);
    if (!isForGood || !isSame) this.say(DecisionMade, data);
  }

  private revise(noes: No[]): void {
    const { record } = this;
    const judged = waitingAgain({ ...record, decisions: withTentativeNoes(record, noes) });
    if (!judged) throw new Error('a plan waits and was not judged again');
    const { syncId, number, hash, counts, items } = judged;
    const safeguards = measuredOf(judged);
    const { open: problems } = problemsAfter(record, judged);
    const told = { number, hash, itemCount: items.length, counts, problems, safeguards };
    this.say(PlanRevised, { ...told, leftOut: leftOutOf(judged), noes }, { syncId });
  }

  private reply(
    remembers: 'what-made-it-wait' | 'nothing',
    also: string[],
    said: readonly { readonly personId: string }[],
  ): void {
    const { waiting } = this.record;
    if (!waiting) return;
    const { number, hash, syncId } = waiting;
    const noes = said.map(({ personId }) => ({ decisionId: this.nextId(), personId }));
    this.say(PlanRejected, { number, hash, remembers, also, kept: noes.length, noes }, { syncId });
  }

  private sayAll(syncId: string, sayings: readonly Saying[]): void {
    for (const { type, subject, data } of sayings)
      this.take({ id: this.nextId(), type, subject, syncId, data: JSON.parse(JSON.stringify(data)) });
  }

  protected say<T>(
    definition: EventDefinition<T>,
    data: NoInfer<T>,
    { syncId, snapshot }: { readonly syncId?: string; readonly snapshot?: RecordedSnapshot } = {},
  ): void {
    if (!definition.validate(data))
      throw new Error(`${definition.type}: ${JSON.stringify(definition.validate.errors)}`);
    this.take({ id: this.nextId(), type: definition.type, subject: syncId ?? this.tenantId, syncId, data, snapshot });
  }

  private take(event: RecordedEvent): void {
    this.events.push(event);
    this.replay.take(event);
  }

  private nextId(): string {
    this.said += 1;
    return derivedId('said', this.tenantId, this.said);
  }

  private syncId(number: number): string {
    return derivedId('sync', this.tenantId, number);
  }
}

const digests = new WeakMap<Employee, string>();

/** Remembered: an employee is the same in many answers. */
function digestOf(employee: Employee): string {
  const digest = digests.get(employee) ?? employeeDigest(employee, 'key');
  digests.set(employee, digest);
  return digest;
}

/** An answer that is equal to the base comes without its rows. */
function snapshotOf(
  { sent, takenAt, companyId, fieldsPresent }: PeopleHrAnswer,
  number: number,
  mode: 'apply' | 'repair' | 'preview',
  { base }: TenantRecord,
): RecordedSnapshot {
  const rows = sent.map(readEmployee).map((employee) => ({ employee, digest: digestOf(employee) }));
  const digest = snapshotDigest(rows.map((row) => row.digest));
  const times = { takenAt, requestedAt: takenAt };
  const of = { companyId, fieldsPresent: [...fieldsPresent], statusCounts: {} };
  const answer = { number, attempt: 1, mode, count: rows.length, digest, ...times, ...of };
  if (!SnapshotCompleted.validate(answer)) throw new Error(JSON.stringify(SnapshotCompleted.validate.errors));
  return { answer, rows: mode !== 'repair' && base.digest === digest ? null : rows, erased: 0 };
}

const tentativeNoes = ({ decisions }: TenantRecord): No[] =>
  decisions.flatMap(({ decisionId, tentative, settlement }) =>
    tentative !== null && settlement.kind === 'no' ? [{ decisionId, personId: settlement.personId }] : [],
  );

function saidBy(
  word:
    | Exclude<DraftWord, { readonly kind: 'no' | 'leave out' }>
    | { readonly kind: 'leave out' | 'no'; readonly person: string },
): Pick<DataOf<typeof DecisionMade>, 'kind' | 'employeeId' | 'personId'> {
  if (word.kind === 'case') {
    const kind = word.person === null ? 'new-person' : 'same-person';
    return { kind, employeeId: word.employeeId, personId: word.person };
  }
  const about = { employeeId: null, personId: word.person };
  if (word.kind === 'missing') return { kind: `missing-${word.word}`, ...about };
  return word.kind === 'leaver' ? { kind: `leaver-${word.word}`, ...about } : { kind: 'leave-out', ...about };
}

/** True if somebody would not be changed as planned once these are left out. */
function clashes(before: JudgedPlan, after: JudgedPlan, without: readonly string[]): boolean {
  const changed = new Set(after.items.map(({ personId }) => personId));
  return before.items.some(({ personId }) => !changed.has(personId) && !without.includes(personId));
}

function outcomeOf(judged: JudgedPlan, held: readonly string[]): Outcome {
  const { each, together } = toldRefusals(judged.refused, judged.safeguards);
  return {
    held,
    items: judged.items.map((item) => `${item.kind} ${item.personId} ${item.kind === 'left' ? item.proof : ''}`).sort(),
    refused: [
      ...each.map(({ row, problem }) => `${row.employeeId} ${problem.code}`),
      ...together.map(() => ' dates-unreadable'),
    ].sort(),
    missing: judged.counts.missing,
  };
}

const problemText = ({ code, employeeId, personId, rowDigest }: NewProblem): string => {
  const isAbsence = code === 'missing' || (code === 'protected' && rowDigest === null);
  return `${isAbsence ? (personId ?? '') : employeeId} ${code}`;
};

function wordOf(settlement: TenantRecord['decisions'][number]['settlement']): string {
  switch (settlement.kind) {
    case 'identity':
      return `case ${settlement.employeeId}`;
    case 'leave-out':
      return `leave out ${settlement.personId}`;
    default:
      return `${settlement.kind} ${settlement.personId}`;
  }
}

const tableRow = (person: KnownPerson): TableRow => ({
  id: person.personId,
  employeeId: person.employeeId,
  uniqueKey: person.uniqueKey,
  email: person.email,
  active: person.active,
  linked: person.linked,
  record: recordText(person.employee),
  version: person.sourceVersion,
  ignoredDate: person.ignoredLeavingDate,
  announcedDate: person.announcedLeavingDate,
  missingSince: person.missingSince,
  seenAt: person.seenAt,
});
