import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { newId } from '@people-sync/contracts';
import { type IdentitySettlement, type LeaverWord, noSettlements, type Settlements } from '@people-sync/reconciliation';
import { type EntityManager, IsNull, LessThan, Repository } from 'typeorm';
import { textColumn, uuidColumn } from '../database/columns';
import { Decision } from './decision.entity';

/** A person of a tenant. */
export interface PersonKey {
  readonly tenantId: string;
  readonly personId: string;
}

/** A row that led to somebody new. */
export interface SettledNew extends PersonKey {
  readonly employeeId: string;
}

@Injectable()
export class DecisionsRepository {
  constructor(@InjectRepository(Decision) private readonly decisions: Repository<Decision>) {}

  /** Everything that holds, by tenant; tenants without any are not in it. */
  async settlements(tx: EntityManager, tenantIds: readonly string[]): Promise<Map<string, Settlements>> {
    const byTenant = new Map<string, Decision[]>();
    if (tenantIds.length === 0) return new Map();
    const rows = await tx.query<Decision[]>(
      `SELECT tenant_id AS "tenantId", kind, employee_id AS "employeeId", person_id AS "personId", about,
              kept_key AS "keptKey"
         FROM decisions WHERE tenant_id = ANY($1::text[]) AND ended_at IS NULL ORDER BY seq`,
      [textColumn(tenantIds)],
    );
    for (const row of rows) {
      const ofTenant = byTenant.get(row.tenantId);
      if (ofTenant) ofTenant.push(row);
      else byTenant.set(row.tenantId, [row]);
    }
    return new Map([...byTenant].map(([tenantId, decisions]) => [tenantId, settlementsOf(decisions)]));
  }

  async insert(tx: EntityManager, decision: Partial<Decision>): Promise<void> {
    await tx.insert(Decision, decision);
  }

  /** The newest decision that holds and says the same of the same. */
  async holding(
    tx: EntityManager,
    { tenantId, kind, employeeId, personId }: Pick<Decision, 'tenantId' | 'kind' | 'employeeId' | 'personId'>,
  ): Promise<Decision | null> {
    return tx.findOne(Decision, {
      where: {
        tenantId,
        kind,
        endedAt: IsNull(),
        ...(employeeId === null ? {} : { employeeId }),
        ...(personId === null ? {} : { personId }),
      },
      order: { seq: 'DESC' },
    });
  }

  /** Ends what holds of these kinds about an employee or a person: the next word replaces it. */
  async replace(
    tx: EntityManager,
    { tenantId, employeeId, personId }: Pick<Decision, 'tenantId' | 'employeeId' | 'personId'>,
    kinds: readonly Decision['kind'][],
  ): Promise<void> {
    await tx.query(
      `UPDATE decisions SET ended_at = now()
        WHERE tenant_id = $1 AND kind = ANY($2) AND ended_at IS NULL
          AND ($3::text IS NULL OR employee_id = $3) AND ($4::uuid IS NULL OR person_id = $4)`,
      [tenantId, kinds, employeeId, personId],
    );
  }

  /** Ends a decision that holds; null if there is none like that. */
  async undo(tx: EntityManager, tenantId: string, decisionId: string, actor: string | null): Promise<Decision | null> {
    const decision = await tx.findOneBy(Decision, { tenantId, decisionId, endedAt: IsNull() });
    if (!decision) return null;
    await tx.update(Decision, { tenantId, decisionId }, { endedAt: () => 'clock_timestamp()', endedBy: actor });
    return decision;
  }

  /** At most `limit` decisions that hold, newest first. */
  async page(tenantId: string, personId: string | undefined, before: string, limit: number): Promise<Decision[]> {
    return this.decisions.find({
      where: {
        tenantId,
        endedAt: IsNull(),
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

  /**
   * Remembers that somebody said no to items of a plan: to all (`people` null), or to those of these people. Whatever
   * was kept of them before says nothing any more.
   * @returns how many
   */
  async keep(
    tx: EntityManager,
    {
      tenantId,
      syncId,
      people,
      actor,
    }: { tenantId: string; syncId: string; people: readonly string[] | null; actor: string | null },
  ): Promise<number> {
    const rows = await tx.query<{ person_id: string; kind: string; name: string | null; employee_id: string }[]>(
      `SELECT person_id FROM plan_items
        WHERE tenant_id = $1 AND sync_id = $2 AND ($3::uuid[] IS NULL OR person_id = ANY($3)) ORDER BY idx`,
      [tenantId, syncId, people],
    );
    if (rows.length === 0) return 0;
    const ids = rows.map((row) => row.person_id);
    await this.endKept(
      tx,
      ids.map((personId) => ({ tenantId, personId })),
    );
    await tx.query(
      `INSERT INTO decisions (tenant_id, decision_id, kind, employee_id, person_id, name, kept_key, item_kind, changes,
                              decided_by)
       SELECT i.tenant_id, d.decision_id, 'kept', i.employee_id, i.person_id, i.name, i.kept_key, i.kind, i.changes, $3
         FROM unnest($4::uuid[], $5::uuid[]) WITH ORDINALITY AS d(person_id, decision_id, ord)
         JOIN plan_items i ON i.tenant_id = $1 AND i.sync_id = $2 AND i.person_id = d.person_id
        ORDER BY d.ord`,
      [tenantId, syncId, actor, ids, ids.map(() => newId())],
    );
    return rows.length;
  }

  /** Ends kept changes: PeopleHR's value for these people is another one now. */
  async endKept(tx: EntityManager, people: readonly PersonKey[]): Promise<void> {
    await this.end(tx, people, ['kept']);
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
          AND d.person_id IS NULL AND d.ended_at IS NULL`,
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
        WHERE d.tenant_id = p.tenant_id AND d.person_id = p.person_id AND d.kind = ANY($3) AND d.ended_at IS NULL`,
      [textColumn(people.map((one) => one.tenantId)), uuidColumn(people.map((one) => one.personId)), kinds],
    );
  }
}

function settlementsOf(decisions: readonly Decision[]): Settlements {
  const identities = new Map<string, IdentitySettlement>();
  const missing = new Map<string, 'left' | 'keep'>();
  const leavers = new Map<string, LeaverWord>();
  const leftOut = new Set<string>();
  const kept = new Map<string, string>();
  for (const { kind, employeeId, personId, about, keptKey } of decisions) {
    if (kind === 'same-person' || kind === 'new-person') {
      if (employeeId !== null && about) identities.set(employeeId, { kind, personId, about });
    } else if (personId === null) continue;
    else if (kind === 'missing-left') missing.set(personId, 'left');
    else if (kind === 'missing-keep') missing.set(personId, 'keep');
    else if (kind === 'leave-out') leftOut.add(personId);
    else if (keptKey === null) continue;
    else if (kind === 'leaver-left') leavers.set(personId, { word: 'left', about: keptKey });
    else if (kind === 'leaver-not-yet') leavers.set(personId, { word: 'not-yet', about: keptKey });
    else kept.set(personId, keptKey);
  }
  return { ...noSettlements, identities, missing, leavers, leftOut, kept };
}
