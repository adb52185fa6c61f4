import { Injectable } from '@nestjs/common';
import type { EmployeeField } from '@people-sync/contracts';
import { FieldTotals, heldBecause, safeguards } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { PeopleTotalsRepository } from '../known/people-totals.repository';
import { PersonsRepository } from '../known/persons.repository';
import type { PlannedItem } from '../known/planned-item';
import { changesOf } from './item-records';
import type { Draft, Plan } from './judging';
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
    const busy = known.filter(({ items, absences }) => items.length > 0 || absences.length > 0);
    const people = await this.people.totals(
      tx,
      busy.map(({ judging }) => judging.tenantId),
    );
    const gone = await this.totals.scopeValuesGone(
      tx,
      drafts.map(({ judging }) => judging),
    );
    const fields = await this.fieldTotals(tx, known);
    const plans: Plan[] = [];
    for (const draft of drafts) {
      const { tenantId, policy } = draft.judging;
      const totals = fields.get(draft) ?? new FieldTotals();
      const had = await this.had(tx, tenantId, totals, policy.safeguards.fieldGoesBlank.people);
      plans.push(
        planOf(draft, people.get(tenantId) ?? { active: 0, linked: 0 }, totals, had, gone.get(tenantId) ?? []),
      );
    }
    return plans;
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

  /** Counted only for fields that so many people lose that it may decide; hardly ever. */
  private async had(
    tx: EntityManager,
    tenantId: string,
    totals: FieldTotals,
    above: number,
  ): Promise<ReadonlyMap<EmployeeField, number>> {
    const had = new Map<EmployeeField, number>();
    for (const { field, people } of totals.goneBlank()) {
      if (people > above) had.set(field, await this.people.having(tx, tenantId, field));
    }
    return had;
  }
}

function planOf(
  draft: Draft,
  { active, linked }: { readonly active: number; readonly linked: number },
  fields: FieldTotals,
  had: ReadonlyMap<EmployeeField, number>,
  scopeGone: readonly string[],
): Plan {
  const { judging, items, judged, absences } = draft;
  const { tenant, answer, policy, otherCompany, scopeShown, preview } = judging;
  const present = new Set<string>(answer.fieldsPresent);
  const measured = safeguards(
    {
      active,
      linked,
      present: linked - absences.length,
      appliedBefore: tenant.appliedBefore,
      ontoPeople: tenant.knownVersion > 0,
      otherCompany,
      scopeShown,
      items: items.map(({ verdict }) => verdict),
      verdicts: judged.map(({ verdict }) => verdict),
      fields,
      had: (field) => had.get(field) ?? 0,
      fieldsGone: (tenant.shape ?? []).filter((field) => !present.has(field)),
      scopeValuesGone: scopeGone.filter((value) => !tenant.scopeGone.includes(value)),
    },
    policy.safeguards,
  );
  const reasons = heldBecause(measured);
  const outcome = preview ? 'previewed' : reasons.length > 0 ? 'held' : 'applying';
  return { ...draft, outcome, heldBecause: reasons, safeguards: measured, scopeGone };
}
