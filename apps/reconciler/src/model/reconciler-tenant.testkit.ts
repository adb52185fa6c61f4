import { isDeepStrictEqual } from 'node:util';
import { derivedId, type Employee, personIdOf, type Policy } from '@people-sync/contracts';
import { type Marks, readEmployee } from '@people-sync/reconciliation';
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
} from '@people-sync/reconciliation/company-life';
import { DecideRequest } from '../settling/decision.dto';
import { SetAsideProblemRequest } from '../settling/problems.dto';
import { ImportPeopleRequest } from '../imports/import.dto';
import { policyMessage } from '../policies/policy-message';
import { CloseSyncRequest } from '../intake/close-sync.dto';
import {
  completed,
  digestOfAll,
  employeeRows,
  failed,
  type FetchedSync,
  started,
  syncIdOf,
  unchanged,
} from '../fetched.testkit';
import { ADMIN, type ReconcilerTestkit } from '../reconciler.testkit';
import { selectedByReference, selectedBySql, storedBase } from './selection.testkit';

export interface PlanRow {
  readonly outcome: string;
  readonly held_because: string[];
  readonly hash: string;
  readonly missing: number;
  readonly items: string[];
  readonly refused: string[];
}

type PersonRow = Omit<TableRow, 'record'> & { readonly employee: Employee };

const KINDS: Readonly<Record<WordKind, readonly string[]>> = {
  case: ['same-person', 'new-person'],
  missing: ['missing-left', 'missing-keep'],
  leaver: ['leaver-left', 'leaver-not-yet'],
  'leave out': ['leave-out'],
  no: ['kept'],
};

/**
 * A tenant of a real reconciler. An answer that is equal to the base comes without its rows; of any other one the rows
 * that the database selects are those of the reference. A repair is looked at with the short cut before: the hash of
 * the plan must be the same. What waits is decided by a reconciler that was started anew: it makes the plan again and
 * must come to the hash that was shown.
 */
export class ReconcilerTenant implements TenantUnderTest {
  protected number = 0;
  private held: { readonly syncId: string; readonly hash: string; readonly number: number } | null = null;

  constructor(
    protected readonly reconciler: ReconcilerTestkit,
    private readonly restarted: ReconcilerTestkit,
    protected readonly tenantId: string,
  ) {}

  personId(companyId: string, employeeId: string, n: number): string {
    return personIdOf(this.tenantId, companyId, employeeId, n);
  }

  importedId(name: string): string {
    return derivedId('imported', this.tenantId, name, '');
  }

  async import({ name, email, active, orgEmployeeId }: ModelImport & { readonly name: string }): Promise<void> {
    const nothing = { team: '', location: '', department: '', manager: '', unit: '' };
    const status = active ? 'active' : 'inactive';
    const given = { ...nothing, weThriveId: name, orgEmployeeId: orgEmployeeId ?? '', email, name, status };
    const request = Object.assign(new ImportPeopleRequest(), {
      tenantId: this.tenantId,
      people: [given],
      actor: ADMIN,
      mode: 'all',
    });
    const { imported } = await this.reconciler.imports.importPeople(request);
    if (imported !== 1) throw new Error(`${name} was not imported`);
  }

  async setPolicy(policy: Policy, shown: boolean): Promise<number | null> {
    const { tenantId } = this;
    const message = policyMessage(policy);
    const { leaving } = await this.reconciler.policy.effect(tenantId, message.scope ?? {});
    const set = await this.reconciler.setPolicy(tenantId, message, shown ? { confirmedLeaving: leaving } : {});
    if (typeof set === 'string') throw new Error(set);
    return shown ? leaving : null;
  }

  async sync(answer: PeopleHrAnswer, mode: 'apply' | 'repair' | 'preview'): Promise<Outcome> {
    const previewed = mode === 'repair' ? await this.read(answer, 'preview') : null;
    const plan = await this.read(answer, mode);
    if (previewed && previewed.hash !== plan.hash) throw new Error('the plan is another one without the short cut');
    if (mode !== 'preview') this.held = plan.outcome === 'held' ? { ...plan, number: this.number } : null;
    const { held_because: held, items, refused, missing } = plan;
    return { held, items, refused, missing };
  }

  async approve(exclude: readonly string[], part: 'all' | 'leavers', now: string): Promise<string> {
    if (!this.held) return 'no-plan';
    this.restarted.clock.time = now;
    const { kind } = await this.restarted.approval.approve({ ...this.decision(this.held), exclude, part });
    if (kind === 'decided') this.held = null;
    return kind;
  }

  async reject(also: readonly string[]): Promise<string> {
    if (!this.held) return 'no-plan';
    const no = { ...this.decision(this.held), also, remembers: 'what-made-it-wait' } as const;
    const { kind } = await this.restarted.approval.reject(no);
    if (kind === 'decided') this.held = null;
    return kind;
  }

  async end(how: 'expired' | 'not now' | 'cancelled'): Promise<void> {
    if (!this.held) return;
    const { syncId, hash } = this.held;
    if (how === 'expired') await this.restarted.approval.expire(this.tenantId, syncId);
    else if (how === 'cancelled') {
      const about = { tenantId: this.tenantId, syncId, number: this.held.number };
      const request = Object.assign(new CloseSyncRequest(), {
        ...about,
        status: 'cancelled',
        reason: '',
        actor: ADMIN,
      });
      await this.restarted.closing.closeSync(request);
    } else {
      const no = { ...this.decision({ syncId, hash }), also: [], remembers: 'nothing' } as const;
      const { kind } = await this.restarted.approval.reject(no);
      if (kind !== 'decided') throw new Error(`'not now' was answered with ${kind}`);
    }
    this.held = null;
  }

  async fail(): Promise<void> {
    this.number += 1;
    await this.reconciler.deliver(failed({ tenantId: this.tenantId, number: this.number }));
  }

  async draft(word: DraftWord): Promise<Outcome | string> {
    const { held } = this;
    if (!held) return 'no-plan';
    const revised = await this.drafted(word, held);
    if (typeof revised === 'string') return revised;
    const plan = await this.planOf(held.syncId);
    if (plan.hash !== revised.hash) throw new Error('another hash was told than that of the plan');
    this.held = { ...held, hash: plan.hash };
    const { items, refused, missing } = plan;
    return { held: [], items, refused, missing };
  }

  async observed(): Promise<Observed> {
    const [tenant] = await this.reconciler.dataSource.query<
      { shape: string[] | null; scopeGone: string[]; heldSince: string | null }[]
    >(
      `SELECT shape, scope_gone AS "scopeGone",
              to_char(held_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "heldSince"
         FROM tenants WHERE tenant_id = $1`,
      [this.tenantId],
    );
    const problems = await this.reconciler.dataSource.query<{ problem: string }[]>(
      `SELECT CASE WHEN o.code = 'missing' OR (o.code = 'protected' AND m.missing_since IS NOT NULL)
                   THEN o.person_id::text ELSE o.employee_id END || ' ' || o.code AS problem
         FROM problems o
         LEFT JOIN persons m ON m.tenant_id = o.tenant_id AND m.person_id = o.person_id
        WHERE o.tenant_id = $1 AND o.closed_at IS NULL`,
      [this.tenantId],
    );
    return {
      problems: problems.map(({ problem }) => problem).sort(),
      shape: tenant?.shape ?? [],
      scopeGone: [...(tenant?.scopeGone ?? [])].sort(),
      heldSince: tenant?.heldSince ?? null,
    };
  }

  async settleCase(employeeId: string, person: string | null): Promise<Marks> {
    const [problem] = await this.reconciler.rows(
      `SELECT about FROM problems WHERE tenant_id = $1 AND employee_id = $2 AND closed_at IS NULL AND about IS NOT NULL
        ORDER BY seq DESC LIMIT 1`,
      [this.tenantId, employeeId],
    );
    await this.mustDecide({ kind: person === null ? 'new-person' : 'same-person', employeeId, personId: person ?? '' });
    return marksOf(problem?.['about']);
  }

  async settleMissing(personId: string, word: 'left' | 'keep'): Promise<string> {
    const { kind } = await this.decide({ kind: `missing-${word}`, employeeId: '', personId });
    return kind;
  }

  async settleLeaver(personId: string, word: 'left' | 'not-yet'): Promise<void> {
    await this.mustDecide({ kind: `leaver-${word}`, employeeId: '', personId });
  }

  async leaveOut(personId: string): Promise<void> {
    await this.mustDecide({ kind: 'leave-out', employeeId: '', personId });
  }

  async setAside(nth: number): Promise<void> {
    const open = await this.reconciler.rows(
      `SELECT problem_id FROM problems WHERE tenant_id = $1 AND closed_at IS NULL AND set_aside_at IS NULL ORDER BY seq`,
      [this.tenantId],
    );
    const problem = open[nth % (open.length || 1)];
    if (!problem) return;
    const request = { tenantId: this.tenantId, problemId: String(problem['problem_id']), actor: ADMIN };
    await this.reconciler.problems.setAsideProblem(Object.assign(new SetAsideProblemRequest(), request));
  }

  async undo(kind: WordKind, about: string): Promise<void> {
    const words = await this.reconciler.rows(
      `SELECT decision_id FROM decisions WHERE tenant_id = $1 AND ended_at IS NULL AND kind = ANY($2) AND NOT tentative
          AND $3 = CASE WHEN kind = ANY($4) THEN employee_id ELSE person_id::text END`,
      [this.tenantId, KINDS[kind], about, KINDS.case],
    );
    if (words.length === 0) throw new Error(`no ${kind} ${about} holds`);
    for (const word of words) await this.reconciler.settling.undo(this.tenantId, String(word['decision_id']), ADMIN);
  }

  async table(): Promise<TableRow[]> {
    const rows = await this.reconciler.dataSource.query<PersonRow[]>(
      `SELECT person_id AS id, employee_id AS "employeeId", unique_key AS "uniqueKey", email, state = 'active' AS active,
              linked, employee, source_version AS version, ignored_leaving_date AS "ignoredDate",
              announced_leaving_date AS "announcedDate",
              to_char(seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "seenAt",
              to_char(missing_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "missingSince"
         FROM persons WHERE tenant_id = $1`,
      [this.tenantId],
    );
    return rows.map(({ employee, ...row }) => ({ ...row, record: recordText(employee) }));
  }

  async settled(): Promise<string[]> {
    const rows = await this.reconciler.dataSource.query<{ kind: string; about: string }[]>(
      `SELECT kind, CASE WHEN kind = ANY($2) THEN employee_id ELSE person_id::text END AS about
         FROM decisions WHERE tenant_id = $1 AND ended_at IS NULL AND NOT tentative`,
      [this.tenantId, KINDS.case],
    );
    const words = rows.flatMap(({ kind, about }) =>
      Object.entries(KINDS).flatMap(([word, kinds]) => (kinds.includes(kind) ? [`${word} ${about}`] : [])),
    );
    // Several noes may be about one person.
    return [...new Set(words)].sort();
  }

  protected async read(
    answer: PeopleHrAnswer,
    mode: 'apply' | 'repair' | 'preview',
  ): Promise<PlanRow & { syncId: string }> {
    const { companyId, takenAt, today } = answer;
    const employees = answer.sent.map(readEmployee);
    this.number += 1;
    const fieldsPresent = [...answer.fieldsPresent];
    const sync: FetchedSync = { tenantId: this.tenantId, number: this.number, mode, companyId, takenAt, fieldsPresent };
    const [tenant] = await this.reconciler.rows('SELECT base_digest FROM tenants WHERE tenant_id = $1', [
      this.tenantId,
    ]);
    if (mode !== 'repair' && tenant?.['base_digest'] === digestOfAll(employees)) {
      await this.reconciler.deliver(unchanged(sync, employees));
    } else {
      await this.reconciler.deliver([started(sync), ...employeeRows(sync, employees)]);
      const staged = { tenantId: this.tenantId, number: this.number, employees, today };
      const { differing } = selectedByReference(await storedBase(this.reconciler, this.tenantId), staged);
      const selected = await selectedBySql(this.reconciler, staged);
      if (!isDeepStrictEqual(selected, differing))
        throw new Error(`the database selects ${selected.join()} and the reference ${differing.join()}`);
      await this.reconciler.deliver([completed(sync, employees)]);
    }
    return { ...(await this.planOf(syncIdOf(sync))), syncId: syncIdOf(sync) };
  }

  private async planOf(syncId: string): Promise<PlanRow> {
    const [plan] = await this.reconciler.dataSource.query<PlanRow[]>(
      `SELECT p.outcome, p.held_because, p.hash, (p.counts->>'missing')::int AS missing,
              ARRAY(SELECT i.kind || ' ' || i.person_id || ' ' || coalesce(i.proof, '') FROM plan_items i
                     WHERE i.tenant_id = p.tenant_id AND i.sync_id = p.sync_id AND NOT i.left_out ORDER BY 1) AS items,
              CASE p.outcome WHEN 'applying' THEN
                ARRAY(SELECT o.employee_id || ' ' || o.code FROM problems o
                       WHERE o.tenant_id = p.tenant_id AND o.closed_at IS NULL AND o.code <> 'missing'
                         AND NOT (o.code = 'protected' AND EXISTS (
                               SELECT 1 FROM persons m WHERE m.tenant_id = o.tenant_id AND m.person_id = o.person_id
                                  AND m.missing_since IS NOT NULL)))
              ELSE
                ARRAY(SELECT o.employee_id || ' ' || o.code FROM plan_problems o
                       WHERE o.tenant_id = p.tenant_id AND o.sync_id = p.sync_id
                         AND (o.row_digest IS NOT NULL OR o.code = 'dates-unreadable'))
              END AS refused
         FROM plans p WHERE p.tenant_id = $1 AND p.sync_id = $2`,
      [this.tenantId, syncId],
    );
    if (!plan) throw new Error('no plan was made');
    return { ...plan, items: plan.items.sort(), refused: plan.refused.sort() };
  }

  private decision({ syncId, hash }: { readonly syncId: string; readonly hash: string }) {
    return { tenantId: this.tenantId, syncId, hash, actor: ADMIN };
  }

  private async decide(word: Pick<DecideRequest, 'kind' | 'employeeId' | 'personId'>, syncId = '') {
    const given = { ...word, tenantId: this.tenantId, reason: 'No surveys', syncId, actor: ADMIN };
    const settled = await this.reconciler.settling.decide(Object.assign(new DecideRequest(), given));
    return 'refused' in settled ? { kind: settled.refused } : settled;
  }

  private async mustDecide(word: Pick<DecideRequest, 'kind' | 'employeeId' | 'personId'>): Promise<void> {
    const { kind } = await this.decide(word);
    if (kind !== 'settled') throw new Error(kind);
  }

  /** The plan as it is then, or why it is not. */
  private async drafted(word: DraftWord, held: { syncId: string; hash: string }): Promise<{ hash: string } | string> {
    if (word.kind === 'no') {
      const out = await this.reconciler.rows(
        'SELECT person_id FROM plan_items WHERE tenant_id = $1 AND sync_id = $2 AND left_out',
        [this.tenantId, held.syncId],
      );
      const people = [...out.map((row) => String(row['person_id'])), word.person];
      const revised = await this.restarted.revisions.leaveOut({ ...this.decision(held), people });
      return revised.kind === 'revised' ? revised.plan : revised.kind;
    }
    const about =
      word.kind === 'case'
        ? { employeeId: word.employeeId, personId: word.person ?? '' }
        : { employeeId: '', personId: word.person };
    const kind =
      word.kind === 'case'
        ? word.person === null
          ? 'new-person'
          : 'same-person'
        : word.kind === 'missing'
          ? (`missing-${word.word}` as const)
          : word.kind === 'leaver'
            ? (`leaver-${word.word}` as const)
            : 'leave-out';
    const settled = await this.decide({ kind, ...about }, held.syncId);
    return settled.kind === 'settled' && 'plan' in settled && settled.plan ? settled.plan : settled.kind;
  }
}

function marksOf(about: unknown): Marks {
  const text = (field: string): string | null => {
    const value: unknown = typeof about === 'object' && about !== null ? Reflect.get(about, field) : null;
    return typeof value === 'string' ? value : null;
  };
  return {
    uniqueKey: text('uniqueKey'),
    email: text('email'),
    firstName: text('firstName'),
    startDate: text('startDate'),
  };
}
