import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { noSettlements, type Settlements, settledWith } from '@people-sync/reconciliation';
import { type EntityManager, IsNull, LessThan, Repository } from 'typeorm';
import { textColumn, uuidColumn } from '../database/columns';
import type { TentativeDecision } from '../judging/judging';
import { Decision } from './decision.entity';
import { settlementOf } from './settlement-of';

/** A person of a tenant. */
export interface PersonKey {
  readonly tenantId: string;
  readonly personId: string;
}

/** A row that led to somebody new. */
export interface SettledNew extends PersonKey {
  readonly employeeId: string;
}

/** What people settled for a tenant: what is in force, and what is for the plan that waits alone. */
export interface SettledByPeople {
  readonly settlements: Settlements;
  readonly tentative: readonly TentativeDecision[];
}

/** Which decisions a page shows. */
export interface DecisionFilter {
  readonly tenantId: string;
  readonly personId: string | undefined;
  readonly syncId: string | undefined;
  /** True: those for a plan that waits alone; false: those in force. */
  readonly tentative: boolean;
  /** Only those before this `seq`; empty: from the newest on. */
  readonly before: string;
}

@Injectable()
export class DecisionsRepository {
  constructor(@InjectRepository(Decision) private readonly decisions: Repository<Decision>) {}

  /** Everything that holds, by tenant; tenants without any are not in it. */
  async settlements(tx: EntityManager, tenantIds: readonly string[]): Promise<Map<string, SettledByPeople>> {
    const byTenant = new Map<string, Decision[]>();
    if (tenantIds.length === 0) return new Map();
    const rows = await tx.query<Decision[]>(
      `SELECT tenant_id AS "tenantId", decision_id AS "decisionId", kind, employee_id AS "employeeId",
              person_id AS "personId", about, kept_keys AS "keptKeys", tentative, row_digest AS "rowDigest"
         FROM decisions WHERE tenant_id = ANY($1::text[]) AND ended_at IS NULL ORDER BY seq`,
      [textColumn(tenantIds)],
    );
    for (const row of rows) {
      const ofTenant = byTenant.get(row.tenantId);
      if (ofTenant) ofTenant.push(row);
      else byTenant.set(row.tenantId, [row]);
    }
    return new Map([...byTenant].map(([tenantId, decisions]) => [tenantId, settledBy(decisions)]));
  }

  async insert(tx: EntityManager, decision: Partial<Decision>): Promise<void> {
    await tx.insert(Decision, decision);
  }

  /** The newest decision that holds and says the same of the same. */
  async holding(
    tx: EntityManager,
    {
      tenantId,
      kind,
      employeeId,
      personId,
      tentative,
    }: Pick<Decision, 'tenantId' | 'kind' | 'employeeId' | 'personId' | 'tentative'>,
  ): Promise<Decision | null> {
    return tx.findOne(Decision, {
      where: {
        tenantId,
        kind,
        endedAt: IsNull(),
        tentative,
        ...(employeeId === null ? {} : { employeeId }),
        ...(personId === null ? {} : { personId }),
      },
      order: { seq: 'DESC' },
    });
  }

  /**
   * Ends what holds of these kinds about an employee or a person: the next word replaces it, and what was settled for a
   * plan that waits. @param tentative true: only the latter @returns how many
   */
  async replace(
    tx: EntityManager,
    { tenantId, employeeId, personId, tentative }: Pick<Decision, 'tenantId' | 'employeeId' | 'personId' | 'tentative'>,
    kinds: readonly Decision['kind'][],
  ): Promise<number> {
    const [, ended] = await tx.query<[unknown, number]>(
      `UPDATE decisions SET ended_at = now()
        WHERE tenant_id = $1 AND kind = ANY($2) AND ended_at IS NULL AND (tentative OR NOT $5)
          AND ($3::text IS NULL OR employee_id = $3) AND ($4::uuid IS NULL OR person_id = $4)`,
      [tenantId, kinds, employeeId, personId, tentative],
    );
    return ended;
  }

  /** Ends a decision that holds; null if there is none like that. */
  async undo(tx: EntityManager, tenantId: string, decisionId: string, actor: string | null): Promise<Decision | null> {
    const decision = await tx.findOneBy(Decision, { tenantId, decisionId, endedAt: IsNull() });
    if (!decision) return null;
    await tx.update(Decision, { tenantId, decisionId }, { endedAt: () => 'clock_timestamp()', endedBy: actor });
    return decision;
  }

  /** At most `limit` decisions that hold, newest first. @param syncId only those of a no to its changes, or for them alone */
  async page({ tenantId, personId, syncId, tentative, before }: DecisionFilter, limit: number): Promise<Decision[]> {
    return this.decisions.find({
      where: {
        tenantId,
        endedAt: IsNull(),
        tentative,
        ...(syncId === undefined ? {} : { syncId }),
        ...(before === '' ? {} : { seq: LessThan(before) }),
        ...(personId === undefined ? {} : { personId }),
      },
      order: { seq: 'DESC' },
      take: limit,
    });
  }

  /** Everything that was ever settled about a person or an EmployeeId, oldest first. */
  async about(tenantId: string, personId: string | null, employeeId: string | null): Promise<Decision[]> {
    return this.decisions.find({
      where: [
        ...(personId === null ? [] : [{ tenantId, personId }]),
        ...(employeeId === null ? [] : [{ tenantId, employeeId }]),
      ],
      order: { seq: 'ASC' },
      take: 200,
    });
  }

  /** Ends what was said about people who were missing and are not any more. */
  async endMissing(tx: EntityManager, people: readonly PersonKey[]): Promise<void> {
    await this.end(tx, people, ['missing-left', 'missing-keep']);
  }

  /** Ends what was said about leavers of whom PeopleHR says something else, or who left by it. */
  async endLeavers(tx: EntityManager, people: readonly PersonKey[]): Promise<void> {
    await this.end(tx, people, ['leaver-left', 'leaver-not-yet']);
  }

  /** Remembers who those became of whom it was settled that they are somebody new. */
  async markNew(tx: EntityManager, people: readonly SettledNew[]): Promise<void> {
    if (people.length === 0) return;
    await tx.query(
      `UPDATE decisions d SET person_id = n.person_id
         FROM unnest($1::text[], $2::text[], $3::uuid[]) AS n(tenant_id, employee_id, person_id)
        WHERE d.tenant_id = n.tenant_id AND d.employee_id = n.employee_id AND d.kind = 'new-person'
          AND d.person_id IS NULL AND d.ended_at IS NULL AND NOT d.tentative`,
      [
        textColumn(people.map((one) => one.tenantId)),
        textColumn(people.map((one) => one.employeeId)),
        uuidColumn(people.map((one) => one.personId)),
      ],
    );
  }

  private async end(tx: EntityManager, people: readonly PersonKey[], kinds: readonly string[]): Promise<void> {
    if (people.length === 0) return;
    await tx.query(
      `UPDATE decisions d SET ended_at = now()
         FROM unnest($1::text[], $2::uuid[]) AS p(tenant_id, person_id)
        WHERE d.tenant_id = p.tenant_id AND d.person_id = p.person_id AND d.kind = ANY($3) AND d.ended_at IS NULL
          AND NOT d.tentative`,
      [textColumn(people.map((one) => one.tenantId)), uuidColumn(people.map((one) => one.personId)), kinds],
    );
  }
}

function settledBy(decisions: readonly Decision[]): SettledByPeople {
  const inForce = decisions.filter((one) => !one.tentative).flatMap((one) => settlementOf(one) ?? []);
  const tentative = decisions.flatMap((one): TentativeDecision[] => {
    const settlement = one.tentative ? settlementOf(one) : null;
    const { decisionId, employeeId, rowDigest } = one;
    return settlement ? [{ decisionId, settlement, employeeId: employeeId ?? '', rowDigest }] : [];
  });
  return { settlements: settledWith(noSettlements, inForce), tentative };
}
