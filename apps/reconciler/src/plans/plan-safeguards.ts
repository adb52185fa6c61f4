import { Injectable } from '@nestjs/common';
import type { EmployeeField } from '@people-sync/contracts';
import {
  changesOf,
  countingOf,
  FieldTotals,
  heldBecause,
  type PlanTotals,
  type ProblemCode,
  safeguards,
  unreadableField,
} from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { PeopleTotalsRepository } from '../known/people-totals.repository';
import { PersonsRepository } from '../known/persons.repository';
import type { PlannedItem } from '../judging/planned-item';
import type { Draft } from '../judging/draft';
import type { Plan } from '../judging/plan';
import { PlanTotalsRepository } from './plan-totals.repository';

/** Records that are in memory at once while changes are counted. */
const SLICE = 5_000;

/** Measures what plans would do, and holds those that do too much. */
@Injectable()
export class PlanSafeguards {
  constructor(
    private readonly persons: PersonsRepository,
    private readonly people: PeopleTotalsRepository,
    private readonly totals: PlanTotalsRepository,
  ) {}

  /** The drafts as plans: previewed, held with the reasons, or ready to be applied. */
  async measure(tx: EntityManager, drafts: readonly Draft[]): Promise<Plan[]> {
    // Nobody can lose anything where nobody is known yet.
    const known = drafts.filter(({ judging }) => judging.tenant.knownVersion > 0);
    const busy = known.filter(isBusy);
    const people = await this.people.totals(
      tx,
      busy.map(({ judging }) => judging.tenantId),
    );
    const gone = await this.totals.scopeValuesGone(
      tx,
      drafts.map(({ judging }) => judging),
    );
    const fields = await this.fieldTotals(tx, known);
    const had = await this.had(tx, fields);
    return drafts.map((draft) => {
      const { tenantId } = draft.judging;
      return planOf(draft, {
        ...(people.get(tenantId) ?? { active: 0, linked: 0 }),
        fields: fields.get(draft) ?? new FieldTotals(),
        had: had.get(tenantId) ?? new Map(),
        scopeGone: gone.get(tenantId) ?? draft.judging.tenant.scopeGone,
      });
    });
  }

  private async fieldTotals(tx: EntityManager, drafts: readonly Draft[]): Promise<Map<Draft, FieldTotals>> {
    const totals = new Map(drafts.map((draft) => [draft, new FieldTotals()]));
    let slice: { draft: Draft; item: PlannedItem }[] = [];
    const take = async (): Promise<void> => {
      const records = await this.persons.records(
        tx,
        slice.map(({ item }) => item),
      );
      for (const [i, { draft, item }] of slice.entries()) {
        totals.get(draft)?.add(changesOf(item.verdict, records[i] ?? { received: null, known: null }) ?? []);
      }
      slice = [];
    };
    for (const draft of drafts) {
      for (const item of draft.items) {
        if (item.verdict.kind !== 'changed' || !item.verdict.known.linked) continue;
        slice.push({ draft, item: { ...item, judging: draft.judging, applied: false } });
        if (slice.length >= SLICE) await take();
      }
    }
    if (slice.length > 0) await take();
    return totals;
  }

  /** By tenant and field; counted only for fields that so many people lose that it may decide: hardly ever. */
  private async had(
    tx: EntityManager,
    fields: ReadonlyMap<Draft, FieldTotals>,
  ): Promise<ReadonlyMap<string, ReadonlyMap<EmployeeField, number>>> {
    const asked = [...fields].flatMap(([{ judging }, totals]) => {
      const { tenantId, policy } = judging;
      const lost = totals.goneBlank().filter(({ people }) => people > policy.safeguards.fieldGoesBlank.people);
      return lost.map(({ field }) => ({ tenantId, field }));
    });
    const counts = await this.people.having(tx, asked);
    const had = new Map<string, Map<EmployeeField, number>>();
    for (const [i, { tenantId, field }] of asked.entries()) {
      const ofTenant = had.get(tenantId) ?? new Map<EmployeeField, number>();
      had.set(tenantId, ofTenant.set(field, counts[i] ?? 0));
    }
    return had;
  }
}

/** What was counted of a draft's tenant. */
interface Measured {
  readonly active: number;
  readonly linked: number;
  readonly fields: FieldTotals;
  readonly had: ReadonlyMap<EmployeeField, number>;
  /** Scope values that the answer has for nobody. */
  readonly scopeGone: readonly string[];
}

function planOf(draft: Draft, { active, linked, fields, had, scopeGone }: Measured): Plan {
  const { judging, items, judged, absences } = draft;
  const { tenant, answer, policy, otherCompany, preview } = judging;
  const present = new Set<string>(answer.fieldsPresent);
  const totals: PlanTotals = {
    active,
    linked,
    present: linked - absences.length,
    appliedBefore: tenant.appliedBefore,
    ontoPeople: tenant.knownVersion > 0,
    otherCompany,
    byNewRules: draft.byNewRules,
    leavingShown: judging.leavingShown,
    items: items.map(({ verdict }) => verdict),
    verdicts: judged.map(({ verdict }) => verdict),
    fields,
    had: (field) => had.get(field) ?? 0,
    fieldsGone: (tenant.shape ?? []).filter((field) => !present.has(field)),
    scopeValuesGone: scopeGone.filter((value) => !tenant.scopeGone.includes(value)),
  };
  const measured = safeguards(totals, policy.safeguards);
  const reasons = heldBecause(measured);
  const outcome = preview ? 'previewed' : reasons.length > 0 ? 'held' : 'applying';
  const counted = countingOf(measured, totals, policy);
  return { ...draft, outcome, heldBecause: reasons, safeguards: measured, scopeGone, counted };
}

/** True if what a safeguard allows rests on the number of people. */
function isBusy({ items, absences, refused }: Draft): boolean {
  const counted = refused.some(({ problem }) => problem.code === 'unknown-status' || isAboutDate(problem.code));
  return items.length > 0 || absences.length > 0 || counted;
}

const isAboutDate = (code: ProblemCode): boolean => unreadableField(code) !== undefined;
